"""Read what changed between two editions: for the page, and for a workbook to hand round."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from chuangcheng.framework.comparison import Node, propose
from chuangcheng.framework.comparison.changes import WORDS, Change, Kind, changes
from chuangcheng.framework.comparison.nodes import Tree
from chuangcheng.framework.models import Edition, EditionState, Responsibility
from chuangcheng.framework.queries import matches, nodes

Units = Mapping[int, Sequence[str]]
ALL = "ALL"
BY_SCORE = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One change, the domain it belongs to, and the units it concerns."""

    change: Change
    domain: str
    units: tuple[str, ...]
    # Whether the units are the city's own, or what handbooks usually name.
    are_assigned: bool

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.value, WORDS[kind]) for kind in self.change.kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A kind of change that the list can be narrowed to."""

    value: str
    label: str
    count: int
    moved: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The changes within a domain."""

    domain: str
    rows: Sequence[Row]
    moved: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that changed, before a person narrows it."""

    rows: Sequence[Row]
    # Nothing but the number of these is different.
    renumbered: Sequence[Row]
    before: Decimal
    after: Decimal

    @property
    def moved(self) -> Decimal:
        return _sum(self.rows)

    @property
    def unconfirmed(self) -> int:
        both = (*self.rows, *self.renumbered)
        return sum(not row.change.is_confirmed for row in both)

    def chips(self) -> list[Chip]:
        """Return the kinds there are, the heaviest first, each with the points its changes move."""
        counted = Counter(kind for row in self.rows for kind in row.change.kinds)
        return [
            Chip(value=ALL, label="全部变化", count=len(self.rows), moved=None),
            *(
                Chip(
                    value=kind.value,
                    label=WORDS[kind],
                    count=counted[kind],
                    moved=_sum(row for row in self.rows if kind in row.change.kinds),
                )
                for kind in Kind
                if counted[kind]
            ),
        ]

    def chosen(self, kind: str) -> Sequence[Row]:
        """Return the changes of one kind, or all."""
        return [row for row in self.rows if kind in (ALL, *row.change.kinds)]


def compare(older: Edition, newer: Edition) -> Comparison:
    """Compare two editions along confirmed pairs, and along proposed ones where none are."""
    known = nodes.of_editions([older, newer], nodes.type_names())
    ours, theirs = known[older.pk], known[newer.pk]
    decided = matches.decisions(older, newer)
    links = matches.links(propose(ours, theirs, decided), decided)
    listed = changes(ours, theirs, links)
    continued = {link.older: link.newer for link in links}
    units = _units(older, newer)
    domains = _Domains(Tree(ours), Tree(theirs), continued)
    rows = [_row(change, domains, units) for change in listed]
    return Comparison(
        rows=[row for row in rows if not row.change.is_renumbered_only],
        renumbered=[row for row in rows if row.change.is_renumbered_only],
        before=_total(ours),
        after=_total(theirs),
    )


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Put rows together by domain, in the order of the newer edition."""
    listed = list(rows)
    places = {row.domain: place for place, row in reversed(list(enumerate(listed)))}
    listed.sort(key=lambda row: places[row.domain])
    return [
        Group(domain=domain, rows=(found := list(within)), moved=_sum(found))
        for domain, within in groupby(listed, key=lambda row: row.domain)
    ]


def by_score(rows: Iterable[Row]) -> list[Row]:
    """Put the change that moves most points first."""
    return sorted(rows, key=lambda row: -row.change.moved)


def usual_pair(editions: Sequence[Edition]) -> tuple[Edition, Edition] | None:
    """Choose what a person most likely wants to compare: the latest work with what it came from."""
    ranked = sorted(
        editions,
        key=lambda each: (
            each.framework.is_main,
            each.state == EditionState.DRAFT,
            each.created_at,
        ),
        reverse=True,
    )
    for newer in ranked:
        others = [
            each
            for each in ranked
            if each.framework_id == newer.framework_id and each != newer
        ]
        based = [each for each in others if each.pk == newer.based_on_id]
        if chosen := based or others:
            return chosen[0], newer
    return None


class _Domains:
    """What a change is filed under: the newer edition's domain, also for what was removed."""

    def __init__(self, older: Tree, newer: Tree, continued: Mapping[int, int]) -> None:
        self._older = older
        self._newer = newer
        self._continued = continued

    def of(self, change: Change) -> str:
        if change.newer:
            return _called(self._newer.root(change.newer[0]))
        root = self._older.root(change.older[0])
        heir = self._newer.by_key.get(self._continued.get(root.key, 0))
        return _called(heir or root)


def _called(node: Node) -> str:
    return f"{node.code} {node.name}" if node.level == "DOMAIN" else "不分测评项目"


def _row(change: Change, domains: _Domains, units: Units) -> Row:
    both = (*change.newer, *change.older)
    assigned = _unique(name for node in both for name in units.get(node.key, ()))
    typical = _unique(name for node in both for name in sorted(node.typical_units))
    return Row(
        change=change,
        domain=domains.of(change),
        units=assigned or typical,
        are_assigned=bool(assigned),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _units(older: Edition, newer: Edition) -> Units:
    found: dict[int, list[str]] = defaultdict(list)
    for indicator, short_name, name in (
        Responsibility.objects.filter(
            Q(indicator__edition=older) | Q(indicator__edition=newer)
        )
        .order_by("role", "unit__order", "unit__code")
        .values_list("indicator_id", "unit__short_name", "unit__name")
    ):
        found[indicator].append(short_name or name)
    return found


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row.change.moved for row in rows), Decimal(0))


def _total(listed: Iterable[Node]) -> Decimal:
    return sum((node.score for node in listed if node.score is not None), Decimal(0))
