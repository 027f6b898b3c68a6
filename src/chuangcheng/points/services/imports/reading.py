"""From a file to rows that make sense, or to a list of what is wrong in which row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from chuangcheng.platform.exchange import (
    MissingColumns,
    ParsedRow,
    Sheet,
    SheetRow,
    TableLimits,
    find_header,
    guess_mapping,
    read_rows,
    read_sheet,
    refuse_second_header,
)
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import PointState
from chuangcheng.points.services.imports import placing
from chuangcheng.points.services.imports.directory import (
    Directory,
    Unknown,
    open_directory,
)
from chuangcheng.points.services.imports.entries import Entry, Problem, Rows
from chuangcheng.points.sheets import COLUMNS, HEADERS, TITLE

LIMITS = TableLimits(rows=50_000)
T = TypeVar("T")


class ImportRefused(Refused):
    """The list cannot be taken in."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row being understood, and where to say what is wrong with it."""

    values: Mapping[str, Any]
    number: int
    rows: Rows

    def look_up(self, column: str, find: Callable[[str], T]) -> T | None:
        written = self.values[column]
        if not written:
            return None
        try:
            return find(written)
        except Unknown as unknown:
            self.rows.refuse(self.number, column, written, str(unknown))
            return None


def read(raw: bytes, *, name: str, datum: Datum) -> Rows:
    """Read a list of points and find out what everything in it means.

    Raises:
        Refused: the file is no table, or no list of points.
    """
    sheet = _sheet(raw, name)
    header = find_header(sheet, COLUMNS)
    refuse_second_header(sheet, header, COLUMNS)
    try:
        reading = read_rows(sheet, COLUMNS, header=header)
    except MissingColumns as missing:
        raise ImportRefused(f"{missing}{_split_header(sheet, header)}") from missing
    rows = Rows(total=len(reading.rows) + len({each.row for each in reading.problems}))
    cells = {row.number: row for row in sheet.rows}
    for problem in reading.problems:
        value = cells[problem.row].cell(_index(problem.column_letter))
        rows.problems.append(
            Problem(
                row=problem.row,
                column=problem.header,
                value="" if value is None else str(value),
                text=problem.message,
            )
        )
    directory = open_directory()
    for parsed in reading.rows:
        entry = _entry(parsed, directory, rows)
        if entry is not None:
            rows.entries.append(entry)
    _refuse_repeated_codes(rows)
    placing.place(rows, directory, datum=datum)
    rows.problems.sort(key=lambda each: each.row)
    return rows


def count(raw: bytes, *, name: str) -> int:
    """Count the rows below the header.

    Raises:
        Refused: the file is no table, or has no header.
    """
    sheet = _sheet(raw, name)
    header = find_header(sheet, COLUMNS)
    return sum(row.number > header.number for row in sheet.rows)


def _sheet(raw: bytes, name: str) -> Sheet:
    """Read the sheet named 点位 where there is one, else the first that has anything in it."""
    first = read_sheet(raw, name=name, limits=LIMITS)
    if first.title != TITLE and TITLE in first.others:
        return read_sheet(raw, name=name, title=TITLE, limits=LIMITS)
    return first


def _split_header(sheet: Sheet, header: SheetRow) -> str:
    """Say so where the missing columns stand in a row above: a header in two rows."""
    above = [row for row in sheet.rows if row.number == header.number - 1]
    if above and guess_mapping(above[0].cells, COLUMNS):
        return (
            f"第 {header.number - 1} 行和第 {header.number} 行像是分成两行的表头，"
            "请并成一行，每列一个列名。"
        )
    return ""


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _entry(parsed: ParsedRow, directory: Directory, rows: Rows) -> Entry | None:
    values = parsed.values
    row = _Row(values, parsed.number, rows)
    before = len(rows.problems)
    kind = row.look_up("type", directory.type)
    unit = row.look_up("unit", directory.unit)
    region = row.look_up("region", directory.region)
    post = row.look_up(
        "post", lambda written: directory.post(written, unit=unit, region=region)
    )
    patron = row.look_up("patron_unit", directory.unit)
    _check_state(row)
    _check_half(row)
    if kind is None or len(rows.problems) > before:
        return None
    return Entry(
        row=parsed.number,
        code=values["code"] or "",
        name=values["name"],
        type=kind,
        is_declared=values["is_declared"],
        is_key=values["is_key"],
        address=values["address"] or "",
        lon=values["lon"],
        lat=values["lat"],
        region=region,
        unit=unit,
        post=post,
        patron_unit=patron,
        state=values["state"],
        void_reason=values["void_reason"] or "",
        note=values["note"] or "",
    )


def _check_state(row: _Row) -> None:
    state, reason = row.values["state"], row.values["void_reason"]
    if state is PointState.VOID and not reason:
        row.rows.refuse(row.number, "void_reason", "", "作废的点位须写明原因，请补填")
    if reason and state is not PointState.VOID:
        row.rows.refuse(
            row.number,
            "state",
            state.label if state else "",
            "填了作废原因，状态却不是作废，请改状态或删去原因",
        )


def _check_half(row: _Row) -> None:
    lon, lat = row.values["lon"], row.values["lat"]
    if (lon is None) != (lat is None):
        missing = "lat" if lat is None else "lon"
        row.rows.refuse(
            row.number,
            missing,
            "",
            f"只填了{HEADERS['lon' if lat is None else 'lat']}，"
            f"请补填{HEADERS[missing]}，或两个都空着",
        )


def _refuse_repeated_codes(rows: Rows) -> None:
    first: dict[str, int] = {}
    repeated = []
    for entry in rows.entries:
        if not entry.code:
            continue
        if entry.code in first:
            rows.refuse(
                entry.row,
                "code",
                entry.code,
                f"与第 {first[entry.code]} 行的编号相同，请改号或删去一行",
            )
            repeated.append(entry.row)
        first.setdefault(entry.code, entry.row)
    rows.drop(repeated)
