"""Who answers for a region today, and which leader stands up for it (包联)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chuangcheng.city.models import Patronage, Post, Region, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """The names to show for a region; empty where there is nobody."""

    answerable: str = ""
    patron: str = ""


NOBODY = Answering()


def answering(regions: QuerySet[Region], *, day: date) -> dict[int, Answering]:
    """Name who answers for each region on a day and who is its patron, in three statements."""
    posts = dict(
        regions.filter(answerable_post__isnull=False).values_list("id", "answerable_post")
    )
    titles = post_names(posts.values(), day=day)
    patrons = patron_names(regions, day=day)
    return {
        region: Answering(
            answerable=titles.get(posts.get(region, 0), ""), patron=patrons.get(region, "")
        )
        for region in posts.keys() | patrons.keys()
    }


def post_names(posts: Collection[int], *, day: date) -> dict[int, str]:
    """Name posts by who sits in them: 王敏（网格长）, or 网格长（空缺）."""
    wanted = set(posts)
    names = dict(
        Seat.objects.held_on(day)
        .filter(post__in=wanted)
        .values_list("post_id", "person__name")
    )
    titles = Post.objects.filter(pk__in=wanted).values_list("id", "title")
    return {
        post: f"{names[post]}（{title}）" if post in names else f"{title}（空缺）"
        for post, title in titles
    }


def patron_names(regions: QuerySet[Region], *, day: date) -> Mapping[int, str]:
    """Name the patron of each region that has one: 王敏（区教育局）."""
    held = (
        Patronage.objects.held_on(day)
        .filter(region__in=regions)
        .select_related("person", "unit")
    )
    return {each.region_id: called(each) for each in held}


def called(patronage: Patronage) -> str:
    """Name a patron: the leader with the unit behind them, or whichever there is."""
    person = patronage.person.name if patronage.person else ""
    unit = str(patronage.unit) if patronage.unit else ""
    return f"{person}（{unit}）" if person and unit else person or unit
