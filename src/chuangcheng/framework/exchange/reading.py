"""A workbook becomes an edition's content, or a list of what is wrong with its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chuangcheng.framework.exchange import sheets
from chuangcheng.framework.exchange.checking import problems_of
from chuangcheng.framework.exchange.content import About, Content
from chuangcheng.framework.exchange.problems import Problem, WorkbookRefused
from chuangcheng.framework.exchange.resolving import resolve
from chuangcheng.framework.exchange.sheets import SheetPlan
from chuangcheng.platform.exchange import (
    CellProblem,
    CellRefused,
    Column,
    MissingColumns,
    ParsedRow,
    Sheet,
    SheetRow,
    column_place,
    find_header,
    read_rows,
    read_sheet,
    refuse_without_result,
    text,
)

_FACTS = (
    Column(name="fact", header=sheets.FACT, parser=text(), required=True),
    Column(name="value", header=sheets.VALUE, parser=lambda cell: cell, required=True),
)
_SECOND_HEADER = "与表头重复，请只留一行表头，删去这一行"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContent:
    """What a workbook says; `missing` names the sheets it does not have, in their order.

    `loosened` counts the checklist items whose standard was removed.
    """

    content: Content
    problems: tuple[Problem, ...]
    loosened: int
    missing: tuple[str, ...]


def read(
    raw: bytes, *, name: str = "", known_types: frozenset[str], base: Content
) -> ReadContent:
    """Read a workbook; with any problem its content is not to be taken over.

    A sheet that the workbook does not have stays as it is in `base`.

    Raises:
        Refused: the file is no workbook of an edition.
    """
    first = read_sheet(raw, name=name)
    titles = {first.title, *first.others}
    if sheets.ENTRIES.title not in titles:
        raise WorkbookRefused(
            f"{name or '表格'}里没有名为“{sheets.ENTRIES.title}”的工作表。请先导出本版本，在导出的表中修改后再导入。"
        )
    problems: list[Problem] = []
    parts = {
        plan.title: _things(raw, name, plan, problems)
        for plan in sheets.SHEETS
        if plan.title in titles
    }
    content = Content(
        about=_about(raw, name, titles, problems, base.about),
        entries=parts[sheets.ENTRIES.title],
        types=parts.get(sheets.TYPES.title, base.types),
        items=parts.get(sheets.ITEMS.title, base.items),
        vetoes=parts.get(sheets.VETOES.title, base.vetoes),
        conditions=parts.get(sheets.CONDITIONS.title, base.conditions),
    )
    resolved = resolve(content)
    # A row kept back would make others look as if they hung in the air.
    found = problems or [
        *resolved.problems,
        *problems_of(resolved.content, known_types=known_types),
    ]
    return ReadContent(
        content=resolved.content,
        problems=tuple(found),
        loosened=resolved.loosened,
        missing=tuple(
            plan.title
            for plan in (sheets.ABOUT, *sheets.SHEETS)
            if plan.title not in titles
        ),
    )


def _things(
    raw: bytes, name: str, plan: SheetPlan, problems: list[Problem]
) -> tuple[Any, ...]:
    sheet = read_sheet(raw, name=name, title=plan.title)
    columns = [field.column for field in plan.fields]
    header = find_header(sheet, columns)
    refuse_without_result(raw, sheet, from_row=header.number, name=name)
    try:
        reading = read_rows(sheet, columns, header=header)
    except MissingColumns as missing:
        raise WorkbookRefused(f"“{plan.title}”{missing}") from missing
    rows = {row.number: row for row in sheet.rows}
    repeated = _repeated_headers(sheet, header)
    problems += [
        _problem(each, plan, rows[each.row])
        for each in reading.problems
        if each.row not in repeated
    ]
    problems += [
        Problem(
            sheet=plan.title, row=row, column=plan.fields[0].header, value=value, text=said
        )
        for row, value, said in (
            (row, str(rows[row].cell(0) or ""), _SECOND_HEADER) for row in sorted(repeated)
        )
    ]
    things: list[Any] = []
    for row in reading.rows:
        if row.number not in repeated:
            things.append(_thing(plan, row, after=things[-1].order if things else 0))
    return tuple(things)


def _repeated_headers(sheet: Sheet, header: SheetRow) -> frozenset[int]:
    """Find the rows below the header that say what it says."""
    said = {cell for cell in header.cells if cell is not None}
    return frozenset(
        row.number
        for row in sheet.rows
        if row.number > header.number
        and len(said & {cell for cell in row.cells if cell is not None}) * 2 > len(said)
    )


def _thing(plan: SheetPlan, row: ParsedRow, *, after: int) -> Any:
    """Make the thing a row describes; without a place of its own it follows the row above."""
    values: dict[str, Any] = {}
    for field in plan.fields:
        value = row.values[field.name]
        values[field.name] = field.empty if value is None else value
    if row.values["order"] is None:
        values["order"] = after + 1
    return plan.of(**values, row=row.number)


def _problem(problem: CellProblem, plan: SheetPlan, row: SheetRow) -> Problem:
    at = column_place(problem.column_letter)
    value = row.cell(at)
    return Problem(
        sheet=plan.title,
        row=problem.row,
        column=problem.header,
        value="" if value is None else str(value),
        text=problem.message,
    )


def _about(
    raw: bytes, name: str, titles: set[str], problems: list[Problem], base: About
) -> About:
    """Read the facts of the first sheet; lines that are none, such as advice, say nothing here."""
    if sheets.ABOUT.title not in titles:
        return base
    reading = read_rows(read_sheet(raw, name=name, title=sheets.ABOUT.title), _FACTS)
    lines = {row.values["fact"]: row for row in reversed(reading.rows)}
    return About(**_facts(lines, problems))


def _facts(lines: Mapping[str, ParsedRow], problems: list[Problem]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for field in sheets.FACTS:
        row = lines.get(field.header)
        if row is None or row.values["value"] is None:
            facts[field.name] = field.empty
            continue
        try:
            facts[field.name] = field.parse(row.values["value"])
        except CellRefused as refusal:
            problems.append(
                Problem(
                    sheet=sheets.ABOUT.title,
                    row=row.number,
                    column=field.header,
                    value=str(row.values["value"]),
                    text=str(refusal),
                )
            )
    return facts
