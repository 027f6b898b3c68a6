"""Which rows are points that are known already, and which only look like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from chuangcheng.points.duplicates import Pair, Strength, find
from chuangcheng.points.models import Point
from chuangcheng.points.queries import twins
from chuangcheng.points.services.imports.entries import Entry, Rows

# Closer than this in degrees, about a metre, under the same name: the same point read once more.
_SAME_SPOT = 1e-5


class Choice(StrEnum):
    """What to do with a row that is likely a point already there."""

    UPDATE = "UPDATE"
    SKIP = "SKIP"
    NEW = "NEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A new row beside what it may be: a point of the library, or an earlier row."""

    key: str
    row: Entry
    point: Point | None
    earlier: Entry | None
    metres: float | None
    likeness: float
    strength: Strength
    choice: Choice
    choices: tuple[Choice, ...]


@dataclass(slots=True, kw_only=True)
class Matching:
    """Every row under what becomes of it."""

    new: list[Entry] = field(default_factory=list)
    known: list[tuple[Entry, Point]] = field(default_factory=list)
    skipped: list[Entry] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def match(rows: Rows, choices: Mapping[str, str], *, asks: bool) -> Matching:
    """Sort the rows; with `asks` those that look like known points are doubted.

    `choices` has what a person decided of doubts, by their key.
    """
    library = list(
        Point.objects.select_related("type", "region", "unit", "post", "patron_unit")
    )
    matching = Matching()
    fresh, rest = _by_code(rows.entries, library, matching)
    fresh, rest = _by_identity(fresh, rest, matching)
    if not asks:
        matching.new = fresh
        return matching
    matching.doubts = _doubts(fresh, rest, matching.known, choices)
    _decide(fresh, matching, rows)
    return matching


def _by_code(
    entries: Sequence[Entry], library: Sequence[Point], matching: Matching
) -> tuple[list[Entry], list[Point]]:
    by_code = {point.code: point for point in library}
    fresh = []
    for entry in entries:
        point = by_code.pop(entry.code, None) if entry.code else None
        if point is None:
            fresh.append(entry)
        else:
            matching.known.append((entry, point))
    return fresh, list(by_code.values())


def _by_identity(
    entries: Sequence[Entry], library: Sequence[Point], matching: Matching
) -> tuple[list[Entry], list[Point]]:
    """Recognise rows without a code by type, name and place; the first such row wins."""
    waiting: dict[tuple[int, str], list[Point]] = {}
    for point in library:
        waiting.setdefault((point.type_id, point.name), []).append(point)
    fresh: list[Entry] = []
    taken: set[int] = set()
    for entry in entries:
        candidates = waiting.get((entry.type.pk, entry.name), []) if not entry.code else []
        same = [
            each for each in candidates if each.pk not in taken and _same_place(entry, each)
        ]
        if same:
            taken.add(same[0].pk)
            matching.known.append((entry, same[0]))
        else:
            fresh.append(entry)
    return fresh, [point for point in library if point.pk not in taken]


def _same_place(entry: Entry, point: Point) -> bool:
    if entry.lon is None or entry.lat is None:
        return entry.address == point.address
    if point.lon is None or point.lat is None:
        return False
    return (
        abs(entry.lon - point.lon) < _SAME_SPOT and abs(entry.lat - point.lat) < _SAME_SPOT
    )


def _doubts(
    fresh: Sequence[Entry],
    library: Sequence[Point],
    known: Sequence[tuple[Entry, Point]],
    choices: Mapping[str, str],
) -> list[Doubt]:
    in_use = [point for point in library if point.is_in_use]
    named = [entry for entry, _ in known]
    count = len(in_use) + len(named)
    pairs = find(
        twins.columns([*in_use, *named, *fresh]),
        fresh=np.arange(count + len(fresh)) >= count,
        prefixes=twins.name_prefixes(),
    )
    return [_doubt(pair, in_use, named, fresh, choices) for pair in pairs]


def _doubt(
    pair: Pair,
    library: Sequence[Point],
    named: Sequence[Entry],
    fresh: Sequence[Entry],
    choices: Mapping[str, str],
) -> Doubt:
    count = len(library) + len(named)
    row = fresh[pair.second - count]
    point = library[pair.first] if pair.first < len(library) else None
    earlier = None
    if point is None:
        earlier = [*named, *fresh][pair.first - len(library)]
        # The later row is the one that is asked about.
        if earlier.row > row.row and pair.first >= count:
            row, earlier = earlier, row
    other = point.code if point else f"r{earlier.row if earlier else 0}"
    key = f"{row.row}:{other}"
    offered: tuple[Choice, ...] = (Choice.SKIP, Choice.NEW)
    if point:
        offered = (Choice.UPDATE, *offered)
    said = choices.get(key, "")
    usual = offered[0] if pair.strength is Strength.SURE else Choice.NEW
    return Doubt(
        key=key,
        row=row,
        point=point,
        earlier=earlier,
        metres=pair.metres,
        likeness=pair.likeness,
        strength=pair.strength,
        choice=Choice(said) if said in offered else usual,
        choices=offered,
    )


def _decide(fresh: Sequence[Entry], matching: Matching, rows: Rows) -> None:
    """Do with every fresh row what was chosen: skipping wins, then updating."""
    skipped = {each.row.row for each in matching.doubts if each.choice is Choice.SKIP}
    updates: dict[int, Point] = {}
    for doubt in matching.doubts:
        if doubt.choice is Choice.UPDATE and doubt.point:
            updates.setdefault(doubt.row.row, doubt.point)
    updated: dict[int, int] = {}
    for entry in fresh:
        point = updates.get(entry.row)
        if entry.row in skipped:
            matching.skipped.append(entry)
        elif point is None:
            matching.new.append(entry)
        elif point.pk in updated:
            rows.refuse(
                entry.row,
                "name",
                entry.name,
                f"与第 {updated[point.pk]} 行都选了更新点位 {point.code}，请只让一行更新它",
            )
        else:
            updated[point.pk] = entry.row
            matching.known.append((entry, point))
