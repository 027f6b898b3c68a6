"""Read who answers for the standards of an edition: unit, post, and who sits there today."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Holder, Unit, holders_of_posts, scope_of
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    IndicatorLevel,
    Responsibility,
    ResponsibilityRole,
)
from chuangcheng.framework.outline import outline
from chuangcheng.framework.queries import editions
from chuangcheng.framework.scores import plain

_RANK = {
    ResponsibilityRole.LEAD: 0,
    ResponsibilityRole.MAIN: 1,
    ResponsibilityRole.SUPPORT: 2,
}
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A unit's part in a standard, with whoever sits in the post today."""

    pk: int
    role: ResponsibilityRole
    unit: Unit
    post_id: int | None
    post: str
    holder: Holder | None
    origin: str

    @property
    def is_vacant(self) -> bool:
        return self.post_id is not None and self.holder is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A 测评项目 under which standards stand."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A standard with everybody who answers for it, the lead first."""

    pk: int
    code: str
    name: str
    score: Decimal | None
    domain: Group
    duties: tuple[Duty, ...]

    @property
    def points(self) -> str:
        """The score as people write it."""
        return "—" if self.score is None else plain(self.score)

    @property
    def lead(self) -> Duty | None:
        return next((duty for duty in self.duties if duty.role == "LEAD"), None)

    @property
    def mains(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.role == "MAIN"]

    @property
    def supports(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.role == "SUPPORT"]


def indicators_visible_to(user: User) -> QuerySet[Indicator]:
    """Return the indicators a person may see; drafts are for those who work on them."""
    scope = scope_of(user)
    indicators = Indicator.objects.select_related("edition__framework")
    if scope.may(Right.MANAGE_FRAMEWORK):
        return indicators
    if scope.may(Right.SEE_FRAMEWORK):
        return indicators.exclude(edition__state="DRAFT")
    return indicators.none()


def visible_to(user: User) -> QuerySet[Responsibility]:
    """Return the duties a person may see: those of the indicators they see."""
    return Responsibility.objects.filter(
        indicator__in=indicators_visible_to(user)
    ).select_related("indicator__edition", "unit", "post")


def board(edition: Edition) -> list[Row]:
    """Read an edition's standards in the order of its tree, each with its duties."""
    # Whole rows would bring long texts along.
    nodes = edition.indicators.only(
        "id", "edition", "code", "name", "level", "parent", "score", "order"
    )
    duties = duties_by_standard(Responsibility.objects.filter(indicator__edition=edition))
    return [
        Row(
            pk=node.pk,
            code=node.code,
            name=node.name,
            score=node.score,
            domain=domain,
            duties=duties.get(node.pk, ()),
        )
        for node, domain in _standards_in_order(nodes)
    ]


def _standards_in_order(nodes: Iterable[Indicator]) -> list[tuple[Indicator, Group]]:
    """Walk the tree; every standard comes with the outermost group above it."""
    ordered = sorted(nodes, key=lambda node: (node.order, node.pk))
    laid = outline(_Node(node.pk, node.parent_id, node) for node in ordered)
    found: list[tuple[Indicator, Group]] = []
    domain = None
    for node, depth in laid:
        if domain is None or depth == 0:
            domain = _group(node.indicator)
        if node.indicator.level == IndicatorLevel.STANDARD:
            found.append((node.indicator, domain))
    return found


@dataclass(frozen=True, slots=True)
class _Node:
    key: int
    parent_key: int | None
    indicator: Indicator


def _group(node: Indicator) -> Group:
    return Group(pk=node.pk, code=node.code, name=node.name)


def duties_by_standard(
    responsibilities: QuerySet[Responsibility],
) -> dict[int, tuple[Duty, ...]]:
    """Write duties in plain values by standard, lead first; today's holders in one statement."""
    listed = list(responsibilities.select_related("unit", "post"))
    holders = holders_of_posts({each.post_id for each in listed if each.post_id})
    found: dict[int, list[Duty]] = {}
    for each in sorted(listed, key=_order):
        found.setdefault(each.indicator_id, []).append(_duty(each, holders))
    return {pk: tuple(duties) for pk, duties in found.items()}


def _order(each: Responsibility) -> tuple[int, int, str]:
    return _RANK[ResponsibilityRole(each.role)], each.unit.order, each.unit.code


def _duty(each: Responsibility, holders: Mapping[int, Holder]) -> Duty:
    return Duty(
        pk=each.pk,
        role=ResponsibilityRole(each.role),
        unit=each.unit,
        post_id=each.post_id,
        post=each.post.title if each.post else "",
        holder=holders.get(each.post_id) if each.post_id else None,
        origin=str(each.get_origin_display()),
    )


def of_indicator(indicator: Indicator) -> tuple[Duty, ...]:
    """List who answers for one standard."""
    found = duties_by_standard(indicator.responsibilities.all())
    return found.get(indicator.pk, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty:
    """One duty seen from the side of the unit or person who holds it."""

    standard: Row
    duty: Duty


def of_unit(rows: Iterable[Row], unit_ids: Collection[int]) -> list[OwnDuty]:
    """Pick a unit's duties out of an edition: what it leads first, then by the tree."""
    return _own(rows, lambda duty: duty.unit.pk in unit_ids)


def standards_of(unit_id: int) -> list[OwnDuty]:
    """Return what a unit answers for in the edition in force, what it leads first."""
    edition = editions.current()
    return of_unit(board(edition), {unit_id}) if edition else []


def of_posts(rows: Iterable[Row], post_ids: Collection[int]) -> list[OwnDuty]:
    """Pick the duties that some posts answer for."""
    return _own(rows, lambda duty: duty.post_id in post_ids)


def _own(rows: Iterable[Row], is_own: Callable[[Duty], bool]) -> list[OwnDuty]:
    found = [
        OwnDuty(standard=row, duty=duty)
        for row in rows
        for duty in row.duties
        if is_own(duty)
    ]
    return sorted(found, key=lambda own: _RANK[own.duty.role])


def total_score(rows: Iterable[Row]) -> Decimal:
    return sum((row.score or ZERO for row in rows), ZERO)


def total_points(rows: Iterable[Row]) -> str:
    """Return the sum of scores as people write it."""
    return plain(total_score(rows))
