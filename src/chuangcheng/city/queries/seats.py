"""Read posts and who sat in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Right
from chuangcheng.city.models import Post, Region, Seat
from chuangcheng.city.queries.units import Holder, holder_of, holding_on
from chuangcheng.city.scope import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSearch:
    """What is looked for among posts; blanks ask for nothing."""

    words: str = ""
    role: str = ""
    is_vacant: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person in a post from one day to another, past ones and those to come included."""

    post_id: int
    person_id: int
    name: str
    starts_on: date
    ends_on: date | None


def visible_to(user: User) -> QuerySet[Post]:
    """Return the posts a person may see: all for whoever may see the city."""
    return Post.objects.all() if scope_of(user).may(Right.SEE_CITY) else Post.objects.none()


def seats_visible_to(user: User) -> QuerySet[Seat]:
    """Return the seats a person may see: all for whoever may see the city."""
    return Seat.objects.all() if scope_of(user).may(Right.SEE_CITY) else Seat.objects.none()


def people_visible_to(user: User) -> QuerySet[User]:
    """Return the people who can be given a seat, with their accounts, to those who give them."""
    if not scope_of(user).rights & {Right.MANAGE_CITY, Right.MANAGE_SEATS}:
        return User.objects.none()
    return User.objects.filter(is_active=True, duty=Duty.NONE).order_by("name", "id")


def found(user: User, search: PostSearch) -> QuerySet[Post]:
    """Return the posts a search finds; each knows who holds it today as `holding`."""
    today = timezone.localdate()
    held = Seat.objects.held_on(today).filter(post=OuterRef("pk"))
    posts = visible_to(user).filter(Q(unit__isnull=True) | Q(unit__is_active=True))
    if search.role:
        posts = posts.filter(role=search.role)
    if search.is_vacant is not None:
        posts = (
            posts.filter(~Exists(held)) if search.is_vacant else posts.filter(Exists(held))
        )
    if search.words:
        by_person = held.filter(person__name__icontains=search.words)
        posts = posts.filter(
            Q(title__icontains=search.words)
            | Q(unit__name__icontains=search.words)
            | Q(unit__short_name__icontains=search.words)
            | Q(region__name__icontains=search.words)
            | Exists(by_person)
        )
    return (
        posts.select_related("unit", "region")
        .prefetch_related(holding_on(today))
        .order_by(
            F("unit__order").asc(nulls_last=True),
            "unit__code",
            "region__code",
            "id",
        )
    )


def history(post: Post) -> QuerySet[Seat]:
    """Return everybody who sat in a post, the latest first."""
    return post.seats.select_related("person").order_by("-starts_on", "-id")


def of_region(region: Region) -> list[Post]:
    """List a region's posts; each knows who holds it today as `holding`."""
    held = holding_on(timezone.localdate())
    return list(region.posts.prefetch_related(held).order_by("id"))


def holders_of_posts(post_ids: Collection[int]) -> dict[int, Holder]:
    """Return who sits in each of the posts today; a vacant post is left out."""
    seats = (
        Seat.objects.held_on(timezone.localdate())
        .filter(post__in=post_ids, person__is_active=True)
        .select_related("person", "post")
    )
    return {seat.post_id: holder_of(seat) for seat in seats}


def tenures(post_ids: Collection[int]) -> list[Tenure]:
    """List everybody who sat, sits or will sit in the posts, the latest first."""
    seats = Seat.objects.filter(post__in=post_ids).select_related("person")
    return [
        Tenure(
            post_id=seat.post_id,
            person_id=seat.person_id,
            name=seat.person.name,
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
        )
        for seat in seats.order_by("-starts_on", "-id")
    ]
