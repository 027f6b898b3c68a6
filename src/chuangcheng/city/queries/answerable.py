"""Who answers for a region today, and which leader stands up for it (包联)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chuangcheng.city.models import Patronage, Post, Region, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """The names to show for a region; empty where there is nobody.

    Where a region has nobody of its own, whoever stands for the nearest region above it is named
    together with that region.
    """

    answerable: str = ""
    patron: str = ""
    answerable_above: str = ""
    patron_above: str = ""

    @property
    def answerable_shown(self) -> str:
        """Name who answers, their own or the one above; empty where there is neither."""
        return self.answerable or self.answerable_above

    @property
    def patron_shown(self) -> str:
        """Name the patron, their own or the one above; empty where there is neither."""
        return self.patron or self.patron_above


NOBODY = Answering()


def answering(regions: QuerySet[Region], *, day: date) -> dict[int, Answering]:
    """Name who answers for each region on a day and who is its patron, in a fixed number of statements."""
    return answering_at(dict(regions.values_list("id", "path")), day=day)


def answering_at(paths: Mapping[int, str], *, day: date) -> dict[int, Answering]:
    """Do the same for regions whose paths are known."""
    trails = {region: _trail(path) for region, path in paths.items()}
    codes = {code for trail in trails.values() for code in trail}
    around = Region.objects.filter(code__in=codes)
    facts = {
        code: (pk, name, post)
        for pk, code, name, post in around.values_list(
            "id", "code", "name", "answerable_post"
        )
    }
    titles = post_names([post for _, _, post in facts.values() if post], day=day)
    patrons = patron_names(around, day=day)
    posts = {code: titles.get(post, "") for code, (_, _, post) in facts.items()}
    leaders = {code: patrons.get(pk, "") for code, (pk, _, _) in facts.items()}
    names = {code: name for code, (_, name, _) in facts.items()}
    return {
        region: Answering(
            answerable=posts[trail[0]],
            patron=leaders[trail[0]],
            answerable_above=_above(trail, posts, names),
            patron_above=_above(trail, leaders, names),
        )
        for region, trail in trails.items()
    }


def _trail(path: str) -> list[str]:
    """List the codes from a region up to the city."""
    return path.rstrip("/").split("/")[::-1]


def _above(trail: Sequence[str], found: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Name who stands for the nearest region above that has somebody: 王敏，随东街街道."""
    return next(
        (f"{found[code]}，随{names[code]}" for code in trail[1:] if found.get(code)), ""
    )


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
