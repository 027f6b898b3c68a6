"""Where responsibility is missing, and where there is too much of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from chuangcheng.city.api import Unit, UnitKind
from chuangcheng.framework.queries.duty_search import GAPS, Gap
from chuangcheng.framework.queries.responsibilities import Duty, Row, total_score
from chuangcheng.framework.scores import plain

# Bodies that are usually given standards of their own; schools, enterprises and villages are not.
ANSWERING_KINDS = (UnitKind.PARTY, UnitKind.GOVERNMENT, UnitKind.MASS, UnitKind.STREET)
# More standards than this are hard to keep in one head; the page lets others be asked for.
MOST_STANDARDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A kind of gap with the standards that have it."""

    gap: Gap
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much one person answers for today, through all their posts."""

    person_id: int
    name: str
    posts: tuple[str, ...]
    standards: int
    own: int
    score: Decimal

    @property
    def points(self) -> str:
        return plain(self.score)


def missing(rows: Sequence[Row]) -> list[Missing]:
    """List the kinds of gaps, each with its standards."""
    return [
        Missing(gap=gap, rows=tuple(row for row in rows if gap.is_open(row)))
        for gap in GAPS.values()
    ]


def idle_units(rows: Iterable[Row]) -> QuerySet[Unit]:
    """Return the units in use, of kinds that usually answer, that have no part in any standard."""
    busy = {duty.unit.pk for row in rows for duty in row.duties}
    return (
        Unit.objects.active()
        .filter(kind__in=ANSWERING_KINDS)
        .exclude(pk__in=busy)
        .order_by("kind", "order", "code")
    )


def loads(rows: Iterable[Row], *, more_than: int = MOST_STANDARDS) -> list[Load]:
    """List who answers for more standards than `more_than`, the most burdened first."""
    held: dict[int, dict[int, tuple[Row, list[Duty]]]] = {}
    for row in rows:
        for duty in row.duties:
            if duty.holder:
                own = held.setdefault(duty.holder.person_id, {})
                own.setdefault(row.pk, (row, []))[1].append(duty)
    found = [
        _load(person_id, list(own.values()))
        for person_id, own in held.items()
        if len(own) > more_than
    ]
    return sorted(found, key=lambda load: (-load.standards, -load.score, load.person_id))


def _load(person_id: int, own: Sequence[tuple[Row, list[Duty]]]) -> Load:
    duties = [duty for _, each in own for duty in each]
    holder = duties[0].holder
    return Load(
        person_id=person_id,
        name=holder.name if holder else "",
        posts=tuple(dict.fromkeys(f"{duty.unit} {duty.post}" for duty in duties)),
        standards=len(own),
        own=sum(any(duty.role != "SUPPORT" for duty in each) for _, each in own),
        score=total_score(row for row, _ in own),
    )
