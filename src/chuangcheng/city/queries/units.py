"""Read the list of units, and who speaks for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right, Role
from chuangcheng.city.models import Post, Seat, Unit, UnitAlias, UnitKind, UnitQuerySet
from chuangcheng.city.scope import Scope, scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInfo:
    """A unit in plain values; `trail` names the units above it, outermost first."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    is_active: bool
    trail: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person in a post today."""

    person_id: int
    name: str
    phone: str
    unit_id: int | None
    post_id: int
    title: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSearch:
    """What is looked for in the list of units; blanks ask for nothing."""

    words: str = ""
    kind: str = ""
    under: Unit | None = None
    is_active: bool = True


def visible_to(user: User) -> UnitQuerySet:
    """Return the units a person may see: all for whoever may see the city."""
    return Unit.objects.all() if scope_of(user).may(Right.SEE_CITY) else Unit.objects.none()


def found(user: User, search: UnitSearch) -> QuerySet[Unit]:
    """Return the units a search finds, with how much hangs on each."""
    units = visible_to(user).filter(is_active=search.is_active)
    if search.kind:
        units = units.filter(kind=search.kind)
    if search.under:
        units = units.within(search.under)
    if search.words:
        units = units.filter(
            Q(name__icontains=search.words)
            | Q(short_name__icontains=search.words)
            | Q(code__iexact=search.words)
            | Q(aliases__name__icontains=search.words)
        ).distinct()
    return units.select_related("parent", "region")


def with_details(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Add what a list of units shows: aliases, posts and how many of them are filled."""
    today = timezone.localdate()
    sat_in = Q(posts__seats__starts_on__lte=today) & (
        Q(posts__seats__ends_on__isnull=True) | Q(posts__seats__ends_on__gte=today)
    )
    return units.annotate(
        post_count=Count("posts", distinct=True),
        filled_count=Count("posts", filter=sat_in, distinct=True),
    ).prefetch_related(
        Prefetch("aliases", queryset=UnitAlias.objects.order_by("name", "id"))
    )


def kinds_counted(user: User, *, is_active: bool = True) -> list[tuple[str, str, int]]:
    """Count the units of each kind: value, label, how many."""
    counted = dict(
        visible_to(user)
        .filter(is_active=is_active)
        .values_list("kind")
        .annotate(Count("id"))
        .order_by("kind")
    )
    return [
        (kind.value, str(kind.label), counted[kind.value])
        for kind in UnitKind
        if kind.value in counted
    ]


def posts_of(unit: Unit) -> list[Post]:
    """List a unit's posts; each knows who holds it today as `holding`, none or one seat."""
    return list(
        unit.posts.prefetch_related(holding_on(timezone.localdate())).order_by("id")
    )


def holding_on(day: date) -> "Prefetch[str, QuerySet[Seat], str]":
    """Tell how to fetch who sits in each post on a day."""
    return Prefetch(
        "seats",
        queryset=Seat.objects.held_on(day).select_related("person").order_by("id"),
        to_attr="holding",
    )


def infos(units: Iterable[Unit]) -> list[UnitInfo]:
    """Write units in plain values, in their order; asks once for the names above them."""
    listed = list(units)
    codes = {code for unit in listed for code in _above(unit)}
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        UnitInfo(
            id=unit.pk,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            is_active=unit.is_active,
            trail=tuple(names.get(code, code) for code in _above(unit)),
        )
        for unit in listed
    ]


def _above(unit: Unit) -> list[str]:
    return unit.path.split("/")[:-2]


def infos_of(unit_ids: Collection[int]) -> dict[int, UnitInfo]:
    """Return units by id, in plain values."""
    return {info.id: info for info in infos(Unit.objects.filter(pk__in=unit_ids))}


def units_of(scope: Scope) -> list[UnitInfo]:
    """List the units that a person acts for: those they sit in and those below."""
    if not scope.unit_ids:
        return []
    units = Unit.objects.active().filter(pk__in=scope.unit_ids)
    return infos(units.order_by("order", "code"))


def holders(
    unit_ids: Collection[int], roles: Collection[Role] | None = None
) -> list[Holder]:
    """List who sits in the units' posts today, of the roles asked for or of all."""
    seats = Seat.objects.held_on(timezone.localdate()).filter(
        post__unit__in=unit_ids, person__is_active=True
    )
    if roles is not None:
        seats = seats.filter(post__role__in=roles)
    seats = seats.select_related("person", "post")
    ordered = seats.order_by("post__unit__order", "post__unit__code", "post__role", "id")
    return [holder_of(seat) for seat in ordered]


def holder_of(seat: Seat) -> Holder:
    """Write a seat in plain values; its person and post should be fetched already."""
    return Holder(
        person_id=seat.person_id,
        name=seat.person.name,
        phone=seat.person.phone,
        unit_id=seat.post.unit_id,
        post_id=seat.post_id,
        title=seat.post.title,
        role=Role(seat.post.role),
    )
