"""A sheet's rows as tasks to be: everything that can be told without asking the database."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings

from chuangcheng.ledger.models import Plan, UnitRole
from chuangcheng.ledger.services.creation import TITLE_LENGTH, Figure
from chuangcheng.ledger.services.imports import cells
from chuangcheng.ledger.services.imports.columns import columns, usable, years_of
from chuangcheng.ledger.states import State
from chuangcheng.platform import exchange
from chuangcheng.platform.exchange import (
    CellProblem,
    ParsedRow,
    Sheet,
    SheetRow,
    TableLimits,
)
from chuangcheng.platform.intake.limits import Limits
from chuangcheng.platform.intake.refusals import EmptyFile, called
from chuangcheng.platform.refusal import Refused

MOST_ROWS = 50_000
# A deadline this long after the plan is a slip of the pen: 2062 for 2026.
_YEARS_TOO_LATE = 10
_ROLES = (
    ("lead", UnitRole.LEAD),
    ("main", UnitRole.MAIN),
    ("support", UnitRole.SUPPORT),
)
_OWING = frozenset({UnitRole.LEAD, UnitRole.MAIN})
_TOLD = frozenset(State) - {State.PLANNED, State.CANCELLED}
_FINISHED = frozenset({State.AWAITING_ACCEPTANCE, State.DONE})
_TITLE_ENDS = "。；;\n"


class RowRefused(Refused):
    """What stands in two cells of a row does not go together."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row understood; `said` are its units by role, in the sheet's words, the first role counts."""

    row: int
    number: str
    title: str
    text: str
    project: str
    said: tuple[tuple[str, UnitRole], ...]
    starts_on: date
    deadline: date | None
    recurrence: str
    figures: tuple[Figure, ...]
    state: State
    finished_on: date | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that can be worked with: its sheet, its header row and how many rows follow."""

    sheet: Sheet
    header: SheetRow
    count: int

    @property
    def headers(self) -> list[str]:
        return [
            "" if each is None else " ".join(str(each).split())
            for each in self.header.cells
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    entries: tuple[Entry, ...]
    problems: tuple[CellProblem, ...]


def limits() -> TableLimits:
    return TableLimits(file=Limits(size=settings.UPLOAD_LIMIT), rows=MOST_ROWS + 20)


def open_file(raw: bytes, *, name: str) -> Opened:
    """Read a file and find its header.

    Raises:
        FileRefused: it is no table that could be taken in; the message says why.
    """
    sheet = exchange.read_sheet(raw, name=name, limits=limits())
    header = exchange.find_header(sheet, columns())
    sheet.refuse_merged(from_row=header.number)
    exchange.refuse_without_result(raw, sheet, from_row=header.number, name=name)
    count = sum(row.number > header.number for row in sheet.rows)
    if not count:
        raise EmptyFile(
            f"{called(name)}的工作表“{sheet.title}”在第 {header.number} 行表头下面没有内容，"
            "请把任务逐行填在表头下面再导入。"
        )
    return Opened(sheet=sheet, header=header, count=count)


def understand(opened: Opened, *, plan: Plan, mapping: Mapping[str, int]) -> Understood:
    """Read every row below the header as a task of the plan.

    Raises:
        MissingColumns: nothing is taken for the task itself.
    """
    found = columns(years_of(plan))
    mapping = usable(mapping, width=len(opened.header.cells))
    reading = exchange.read_rows(opened.sheet, found, mapping=mapping, header=opened.header)
    entries: list[Entry] = []
    problems = list(reading.problems)
    for row in reading.rows:
        try:
            entries.append(_entry(row, plan))
        except RowRefused as refusal:
            problems.append(
                problem(opened, mapping, row.number, refusal.column, str(refusal))
            )
    problems.sort(key=lambda one: (one.row, one.column_letter))
    return Understood(entries=tuple(entries), problems=tuple(problems))


def problem(
    opened: Opened, mapping: Mapping[str, int], row: int, column: str, message: str
) -> CellProblem:
    """Say what is wrong in a row where its column stands in this file."""
    place = mapping.get(column)
    if place is None:
        header = next(each.header for each in columns() if each.name == column)
        return CellProblem(row, "—", header, message)
    return CellProblem(row, exchange.column_letter(place), opened.headers[place], message)


def _entry(row: ParsedRow, plan: Plan) -> Entry:
    values = row.values
    goal: cells.Goal = values["goal"] or cells.Goal()
    title = shown_title(values["title"])
    due: cells.Due = values["due"] or cells.Due()
    state: State = values["state"] or State.PLANNED
    said = _said(values)
    starts_on = values["starts_on"] or plan.starts_on
    _check_days(due.on, starts_on, values, plan)
    _check_units(said, state)
    entry = Entry(
        row=row.number,
        number=values["number"] or "",
        title=title,
        text=_text(values, goal),
        project=values["project"] or "",
        said=said,
        starts_on=starts_on,
        deadline=due.on,
        recurrence=values["rule"] or due.rule,
        figures=_figures(goal.figures, values["reached"] or ()),
        state=state,
        finished_on=values["finished_on"] if state in _FINISHED else None,
        fingerprint="",
    )
    return _with_fingerprint(entry, plan)


def shown_title(written: str) -> str:
    """Take the task's first sentence for its name; the whole of it stays in the text."""
    line = " ".join(written.split())
    if len(line) <= TITLE_LENGTH:
        return line.rstrip("。；;")
    ends = [place for mark in _TITLE_ENDS if 0 < (place := line.find(mark)) < TITLE_LENGTH]
    return line[: max(ends)] if ends else line[: TITLE_LENGTH - 1] + "…"


def _text(values: Mapping[str, Any], goal: cells.Goal) -> str:
    text: str = values["text"] or values["title"]
    # A goal without a number is nobody's figure, but it must not be lost.
    return f"{text}\n目标：{goal.words}" if goal.words else text


def _said(values: Mapping[str, Any]) -> tuple[tuple[str, UnitRole], ...]:
    found: dict[str, UnitRole] = {}
    for column, role in _ROLES:
        for said in values[column] or ():
            found.setdefault(said.name, said.role or role)
    return tuple(found.items())


def _check_days(
    deadline: date | None, starts_on: date, values: Mapping[str, Any], plan: Plan
) -> None:
    if deadline is not None and deadline < starts_on:
        what = "开始日期" if values["starts_on"] else "方案的开始日期"
        raise RowRefused(
            "due", f"“{deadline}”早于{what} {starts_on}，请改正时限，或填写更早的开始日期"
        )
    if deadline is not None and deadline.year > plan.ends_on.year + _YEARS_TOO_LATE:
        raise RowRefused("due", f"“{deadline}”远在方案结束之后，请核对年份")
    finished = values["finished_on"]
    if finished is not None and finished < starts_on:
        raise RowRefused(
            "finished_on", f"“{finished}”早于任务开始的 {starts_on}，请核对后改正"
        )


def _check_units(said: Sequence[tuple[str, UnitRole]], state: State) -> None:
    if state in _TOLD and not any(role in _OWING for _, role in said):
        raise RowRefused(
            "main",
            f"状态是“{state.label}”，却没有牵头或主责单位，请补填单位，或把状态改为“未交办”",
        )


def _figures(asked: Sequence[Figure], reached: Sequence[Any]) -> tuple[Figure, ...]:
    if len(reached) > len(asked):
        raise RowRefused(
            "reached",
            f"填了 {len(reached)} 个完成数，而量化指标有 {len(asked)} 项，请逐项对应，用“；”隔开",
        )
    done = [*reached, *[None] * (len(asked) - len(reached))]
    return tuple(
        Figure(
            object=one.object,
            comparator=one.comparator,
            value=one.value,
            unit=one.unit,
            reached=so_far,
        )
        for one, so_far in zip(asked, done, strict=True)
    )


def _with_fingerprint(entry: Entry, plan: Plan) -> Entry:
    """Mark a row by what the task is, not by how far it has come.

    So the same ledger filled in further brings no task a second time.
    """
    parts: Iterable[object] = (
        plan.pk,
        entry.title,
        entry.text,
        entry.project,
        *sorted(f"{role}:{name}" for name, role in entry.said),
        entry.starts_on,
        entry.deadline,
        entry.recurrence,
        *(f"{f.object}{f.comparator}{f.value:f}{f.unit}" for f in entry.figures),
    )
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return replace(entry, fingerprint=digest)
