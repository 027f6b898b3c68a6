"""The list of points under a filter: the page, the Excel file, labels and bulk edits read it here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Region, Unit
from chuangcheng.points.models import Point, PointPhoto, PointState
from chuangcheng.points.queries.points import visible_to, with_facts, with_holder

_PHOTO = Exists(PointPhoto.objects.filter(point=OuterRef("pk")))
IN_USE = Q(state=PointState.IN_USE)

# What a point may lack, by its name in the address; `holder` is annotated by `with_holder`.
LACKS: Mapping[str, tuple[str, Q]] = {
    "position": ("位置", Q(lon__isnull=True)),
    "grid": ("网格", Q(region__isnull=True)),
    "unit": ("责任单位", Q(unit__isnull=True)),
    "post": ("责任岗位", Q(post__isnull=True)),
    "person": ("责任人", Q(holder__isnull=True)),
    "photo": ("照片", ~Q(_PHOTO)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A saved filter: its name in the address, its label and what it asks."""

    name: str
    label: str
    asks: Q


def _lacking(name: str) -> Q:
    return IN_USE & LACKS[name][1]


CHIPS: Mapping[str, Chip] = {
    chip.name: chip
    for chip in (
        Chip(name="in_use", label="在用", asks=IN_USE),
        Chip(name="key", label="重点", asks=IN_USE & Q(is_key=True)),
        Chip(name="undeclared", label="未申报", asks=IN_USE & Q(is_declared=False)),
        Chip(name="no_position", label="缺位置", asks=_lacking("position")),
        Chip(name="no_unit", label="缺责任单位", asks=_lacking("unit")),
        Chip(name="no_person", label="无人负责", asks=_lacking("person")),
        Chip(name="no_photo", label="缺照片", asks=_lacking("photo")),
        Chip(name="void", label="作废", asks=Q(state=PointState.VOID)),
        Chip(name="all", label="全部", asks=Q()),
    )
}
SORTS: Mapping[str, tuple[str, ...]] = {
    "code": ("code",),
    "-code": ("-code",),
    "name": ("name", "code"),
    "-name": ("-name", "-code"),
    "type": ("type__order", "type__code", "code"),
    "-type": ("-type__order", "-type__code", "code"),
    "region": ("region__path", "code"),
    "-region": ("-region__path", "-code"),
    "unit": ("unit__order", "unit__code", "code"),
    "-unit": ("-unit__order", "-unit__code", "-code"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked of the list; blanks ask for nothing."""

    chip: str = "in_use"
    words: str = ""
    type: str = ""
    group: str = ""
    region: Region | None = None
    unit: Unit | None = None
    patron: Unit | None = None
    declared: bool | None = None
    key: bool | None = None
    lacks: str = ""
    sort: str = "code"


def found(user: User, search: Search) -> QuerySet[Point]:
    """Return the points a person may see that a search asks for, in its order."""
    points = with_holder(visible_to(user)).filter(CHIPS[search.chip].asks)
    for condition in _conditions(search):
        points = points.filter(condition)
    return points.order_by(*SORTS[search.sort])


def _conditions(search: Search) -> list[Q]:
    asked: list[tuple[object, Callable[[], Q]]] = [
        (search.words, lambda: matching(search.words)),
        (search.type, lambda: Q(type__code=search.type)),
        (search.group, lambda: Q(type__group=search.group)),
        (search.region, lambda: _within("region", search.region)),
        (search.unit, lambda: _within("unit", search.unit)),
        (search.patron, lambda: _within("patron_unit", search.patron)),
        (search.declared is not None, lambda: Q(is_declared=search.declared)),
        (search.key is not None, lambda: Q(is_key=search.key)),
        (search.lacks, lambda: LACKS[search.lacks][1]),
    ]
    return [condition() for is_asked, condition in asked if is_asked]


def _within(field: str, place: Region | Unit | None) -> Q:
    return Q(**{f"{field}__path__startswith": place.path}) if place else Q()


def matching(words: str) -> Q:
    """Ask for every word in the code, name or address."""
    asked = Q()
    for word in words.split()[:5]:
        asked &= (
            Q(name__icontains=word) | Q(address__icontains=word) | Q(code__icontains=word)
        )
    return asked


def shown(found: QuerySet[Point], first: int, last: int) -> Sequence[Point]:
    """Return some rows of a found list with what they show; a far page costs no more."""
    some = Point.objects.filter(pk__in=found[first:last].values("pk"))
    return list(with_facts(some).order_by(*found.query.order_by))


def named(user: User, words: str) -> QuerySet[Point]:
    """Return the points in use whose code, name or address holds every word, for the search box."""
    points = visible_to(user).in_use().filter(matching(words))
    return points.select_related("type").order_by("name", "code")
