"""Directives and their drafts as reviewers see them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Prefetch, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city import api as city
from chuangcheng.ledger.models import (
    Directive,
    DirectiveState,
    DraftState,
    DraftTask,
    DraftUnit,
    Plan,
    UnitRole,
)

# Below this the program has been wrong often enough that a person should look first.
LOW_CONFIDENCE = 0.75
_DEEPEST = 3


def visible_to(user: User) -> QuerySet[Directive]:
    """Return the directives a person may see: all for who reviews them, none for others."""
    if city.scope_of(user).may(Right.REVIEW_DIRECTIVES):
        return Directive.objects.all()
    return Directive.objects.none()


def listing(user: User, *, state: str = "", words: str = "") -> QuerySet[Directive]:
    """Return the directives with how many drafts they have and how many are checked."""
    rows = visible_to(user).defer("text", "doubtful").select_related("uploaded_by")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    kept = ~Q(drafts__state=DraftState.DROPPED)
    return rows.annotate(
        draft_count=Count("drafts", filter=kept),
        checked_count=Count("drafts", filter=Q(drafts__state=DraftState.CONFIRMED)),
    ).order_by("-uploaded_at", "-id")


def state_counts(user: User) -> Mapping[str, int]:
    """Count the directives in each state."""
    rows = visible_to(user).values_list("state").annotate(many=Count("id")).order_by()
    return dict(rows)


def drafts_of(directive: Directive) -> QuerySet[DraftTask]:
    """Return a directive's drafts with their units, in the order of the text."""
    units = DraftUnit.objects.select_related("unit").order_by("order", "id")
    return (
        directive.drafts.select_related("edited_by")
        .prefetch_related(Prefetch("units", queryset=units))
        .order_by("start", "number")
    )


def is_low(draft: DraftTask) -> bool:
    """Tell whether a person should look at a draft first."""
    return draft.confidence < LOW_CONFIDENCE and not draft.is_manual


def lacks_unit(draft: DraftTask) -> bool:
    """Tell whether a draft names nobody, or somebody the city's list does not know yet."""
    units = list(draft.units.all())
    return not units or any(named.unit_id is None for named in units)


FILTERS: Mapping[str, Callable[[DraftTask], bool]] = {
    "all": lambda draft: True,
    "open": lambda draft: draft.state == DraftState.OPEN,
    "checked": lambda draft: draft.state == DraftState.CONFIRMED,
    "dropped": lambda draft: draft.state == DraftState.DROPPED,
    "no-unit": lambda draft: draft.state != DraftState.DROPPED and lacks_unit(draft),
    "low": lambda draft: draft.state == DraftState.OPEN and is_low(draft),
}


def counts(drafts: Iterable[DraftTask]) -> Mapping[str, int]:
    """Count what each filter would show."""
    found = Counter[str]()
    for draft in drafts:
        found.update(name for name, test in FILTERS.items() if test(draft))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as the directive says it, and whom it is taken to mean."""

    said: str
    drafts: int
    units: tuple[city.Unit, ...]
    is_confirmed: bool
    # Some drafts take it to mean one unit, some another.
    is_mixed: bool
    match: city.Match

    @property
    def is_open(self) -> bool:
        return not self.units

    @property
    def key(self) -> str:
        """Return what tells the name apart in a page's addresses."""
        return sha256(self.said.encode()).hexdigest()[:12]


def names(directive: Directive, *, said: str | None = None) -> list[Name]:
    """List every name the drafts use, open ones first and then the most used.

    With `said` only that name.
    """
    rows = (
        DraftUnit.objects.filter(draft__directive=directive)
        .exclude(draft__state=DraftState.DROPPED)
        .select_related("unit")
        .order_by("draft_id", "order", "id")
    )
    if said is not None:
        rows = rows.filter(said=said)
    uses: dict[str, dict[int, list[DraftUnit]]] = {}
    for row in rows:
        uses.setdefault(row.said, {}).setdefault(row.draft_id, []).append(row)
    matches = city.match(uses)
    found = [_name(said, use, matches[said]) for said, use in uses.items()]
    return sorted(
        found,
        key=lambda name: (not name.is_open, name.is_confirmed, -name.drafts, name.said),
    )


def _name(said: str, use: Mapping[int, Sequence[DraftUnit]], match: city.Match) -> Name:
    meant = dict.fromkeys(
        tuple(dict.fromkeys(row.unit for row in rows if row.unit)) for rows in use.values()
    )
    units = tuple(dict.fromkeys(unit for each in meant for unit in each))
    return Name(
        said=said,
        drafts=len(use),
        units=units,
        is_confirmed=all(row.is_confirmed for rows in use.values() for row in rows),
        is_mixed=len(meant) > 1,
        match=match,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What publishing would do, and what a person should know before."""

    tasks: int
    owned: int
    units: int
    unowned: tuple[DraftTask, ...]
    unchecked: int
    # Names matched by the program that nobody has confirmed.
    assumed: int
    # Headings that would become projects, for each number of levels.
    headings: tuple[tuple[int, tuple[str, ...]], ...]


def outlook(directive: Directive) -> Outlook:
    """Work out what publishing would do now."""
    drafts = list(drafts_of(directive).exclude(state=DraftState.DROPPED))
    owned = [draft for draft in drafts if _is_owned(draft)]
    taken = set(map(id, owned))
    named = [unit for draft in owned for unit in draft.units.all() if unit.unit_id]
    return Outlook(
        tasks=len(drafts),
        owned=len(owned),
        units=len({unit.unit_id for unit in named}),
        unowned=tuple(draft for draft in drafts if id(draft) not in taken),
        unchecked=sum(draft.state == DraftState.OPEN for draft in drafts),
        assumed=len({unit.said for unit in named if not unit.is_confirmed}),
        headings=tuple(
            (depth, _headings(drafts, depth)) for depth in range(1, _deepest(drafts) + 1)
        ),
    )


def _is_owned(draft: DraftTask) -> bool:
    return any(u.unit_id and u.role != UnitRole.SUPPORT for u in draft.units.all())


def _deepest(drafts: Iterable[DraftTask]) -> int:
    return min(_DEEPEST, max((len(draft.section) for draft in drafts), default=0))


def _headings(drafts: Iterable[DraftTask], depth: int) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            str(draft.section[min(depth, len(draft.section)) - 1])
            for draft in drafts
            if draft.section
        )
    )


def plans() -> QuerySet[Plan]:
    """Return the plans that tasks can be put under, the newest first."""
    return Plan.objects.order_by("-ends_on", "name")


def is_reviewable(directive: Directive) -> bool:
    return directive.state == DirectiveState.IN_REVIEW
