"""Write a planned list into the library: every row, or none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.platform import audit, numbering
from chuangcheng.platform.geo import Datum
from chuangcheng.points.models import Point, PointsApart, PointState
from chuangcheng.points.services import codes
from chuangcheng.points.services.imports.matching import Choice
from chuangcheng.points.services.imports.plan import Plan, plan
from chuangcheng.points.services.imports.reading import ImportRefused

_BATCH = 1000
T = TypeVar("T")
# Told how many are done of how many.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a list."""

    added: int
    changed: int
    same: int
    skipped: int


@transaction.atomic
def take(
    raw: bytes,
    *,
    name: str,
    datum: Datum,
    choices: Mapping[str, str] | None = None,
    asks: bool = True,
    by: User | None,
    at: datetime,
    tell: Tell | None = None,
) -> Outcome:
    """Take a list of points in, all of it or nothing.

    Raises:
        Refused: the file is no list of points, or something in it is wrong.
    """
    # Held until the end: of two people with the same list the second finds the points there.
    numbering.take(codes.SERIES, count=0)
    planned = plan(raw, name=name, datum=datum, choices=choices, asks=asks)
    if not planned.is_clean:
        first = planned.problems[0]
        raise ImportRefused(
            f"{name or '表格'}有 {len(planned.problems)} 处问题，没有导入。"
            f"首处在第 {first.row} 行“{first.column}”：{first.text}。"
        )
    steps = _Steps(planned, tell)
    points = _add(planned, at, steps)
    _change(planned, at, steps)
    if by is not None:
        _keep_apart(planned, points, by=by, at=at)
    outcome = Outcome(
        added=len(points),
        changed=len(planned.changes),
        same=planned.same,
        skipped=planned.skipped,
    )
    if planned.changes_anything:
        audit.record(
            "points.list.imported",
            subject="点位",
            key=name,
            by=by,
            detail={"added": outcome.added, "changed": outcome.changed},
        )
    return outcome


class _Steps:
    """Tells how far the list is: every row is read and compared first, then written."""

    def __init__(self, planned: Plan, tell: Tell | None) -> None:
        self._done = planned.total
        self._total = planned.total + len(planned.new) + len(planned.changes)
        self._tell = tell
        self.written(0)

    def written(self, count: int) -> None:
        self._done += count
        if self._tell:
            self._tell(self._done, self._total)


def _add(planned: Plan, at: datetime, steps: _Steps) -> dict[int, Point]:
    """Write the new points, some at a time; returned by row."""
    entries = planned.new
    fresh = iter(codes.fresh(sum(not entry.code for entry in entries)))
    points = {
        entry.row: Point(
            code=entry.code or next(fresh),
            name=entry.name,
            type=entry.type,
            is_declared=bool(entry.is_declared),
            is_key=bool(entry.is_key),
            address=entry.address,
            lon=entry.lon,
            lat=entry.lat,
            region=entry.region,
            unit=entry.unit,
            post=entry.post,
            patron_unit=entry.patron_unit,
            state=entry.state or PointState.IN_USE,
            void_reason=entry.void_reason,
            note=entry.note,
            updated_at=at,
        )
        for entry in entries
    }
    listed = list(points.values())
    for batch in _batches(listed):
        Point.objects.bulk_create(batch)
        steps.written(len(batch))
    return points


def _change(planned: Plan, at: datetime, steps: _Steps) -> None:
    fields = {"updated_at"}.union(*(change.fields for change in planned.changes))
    for batch in _batches(planned.changes):
        points = [change.point for change in batch]
        for point in points:
            point.updated_at = at
        Point.objects.bulk_update(points, sorted(fields))
        steps.written(len(batch))


def _batches(listed: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(listed), _BATCH):
        yield listed[start : start + _BATCH]


def _keep_apart(
    planned: Plan, points: Mapping[int, Point], *, by: User, at: datetime
) -> None:
    """Remember what a person said are two places, so that nobody is asked again."""
    pairs = []
    for doubt in planned.doubts:
        other = doubt.point or (doubt.earlier and points.get(doubt.earlier.row))
        point = points.get(doubt.row.row)
        if doubt.choice is Choice.NEW and point and other:
            pairs.append(PointsApart.of(point, other, by=by, at=at))
    PointsApart.objects.bulk_create(pairs, ignore_conflicts=True)
