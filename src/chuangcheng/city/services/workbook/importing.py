"""From a file to a changed city, or to a list of what is wrong with the file."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.city import sheets
from chuangcheng.city.services.workbook import answering, forces, people, places
from chuangcheng.city.services.workbook.report import Powers, Problem, Report, SheetWork
from chuangcheng.city.sheets import SheetPlan
from chuangcheng.platform import audit
from chuangcheng.platform.exchange import (
    CellProblem,
    MissingColumns,
    ParsedRow,
    column_place,
    find_header,
    read_rows,
    read_sheet,
)
from chuangcheng.platform.refusal import Refused

# In the order in which they lean on each other.
_STEPS: Sequence[tuple[SheetPlan, Callable[[SheetWork], None]]] = (
    (sheets.REGIONS, places.take_regions),
    (sheets.UNITS, places.take_units),
    (sheets.ALIASES, places.take_aliases),
    (sheets.POSTS, people.take_posts),
    (sheets.SEATS, people.take_seats),
    (sheets.ANSWERABLE, answering.take_answerable),
    (sheets.PATRONAGES, answering.take_patronages),
    (sheets.FORCES, forces.take_forces),
    (sheets.MEMBERS, forces.take_members),
)
SHEET_TITLES = frozenset(plan.title for plan, _ in _STEPS)
ALL_POWERS = Powers(city=True, seats=True, accounts=True)


class WorkbookRefused(Refused):
    """The workbook cannot be taken over."""


def preview(raw: bytes, *, name: str, powers: Powers, today: date) -> Report:
    """Tell what taking the workbook over would do; nothing stays changed.

    Raises:
        Refused: the file is no workbook of a city.
    """
    with transaction.atomic():
        report = _take_over(raw, name=name, powers=powers, today=today)
        transaction.set_rollback(True)
    return report


def apply(raw: bytes, *, name: str, powers: Powers, today: date, by: User | None) -> Report:
    """Take the workbook over, all of it or nothing.

    Raises:
        Refused: the file is no workbook of a city, or something in it is wrong.
    """
    with transaction.atomic():
        report = _take_over(raw, name=name, powers=powers, today=today)
        if not report.is_clean:
            first = report.problems[0]
            raise WorkbookRefused(
                f"{name or '表格'}有 {len(report.problems)} 处问题，没有导入。首处在“{first.sheet}”表"
                f"第 {first.row} 行“{first.column}”：{first.text}。"
            )
        if report.changes_anything:
            audit.record(
                "city.workbook.imported",
                subject="区划与单位",
                key=name,
                by=by,
                detail={
                    tally.title: {"added": tally.added, "changed": tally.changed}
                    for tally in report.tallies.values()
                },
            )
    return report


def load(raw: bytes, *, name: str, today: date, by: User | None = None) -> Report:
    """Take over a city with its people, as the program's own doing; accounts are opened without a password.

    Raises:
        Refused: something in the workbook is wrong.
    """
    return apply(raw, name=name, powers=ALL_POWERS, today=today, by=by)


def _take_over(raw: bytes, *, name: str, powers: Powers, today: date) -> Report:
    report = Report()
    first = read_sheet(raw, name=name)
    titles = {first.title, *first.others}
    present = [step for step in _STEPS if step[0].title in titles]
    if not present:
        wanted = "、".join(plan.title for plan in sheets.SHEETS)
        raise WorkbookRefused(
            f"{name or '表格'}里没有可导入的工作表，应有以下名称的工作表：{wanted}。请下载模板填写。"
        )
    try:
        for plan, take in present:
            rows = _rows(raw, name, plan, report)
            take(SheetWork(plan, rows, report, powers, today))
    except IntegrityError as clash:
        raise WorkbookRefused(
            f"{name or '表格'}与现有数据冲突（名称或编码互换、时间重叠），没有导入，请分两次改。"
        ) from clash
    return report


def _rows(raw: bytes, name: str, plan: SheetPlan, report: Report) -> Sequence[ParsedRow]:
    sheet = read_sheet(raw, name=name, title=plan.title)
    header = find_header(sheet, plan.columns)
    try:
        reading = read_rows(sheet, plan.columns, header=header)
    except MissingColumns as missing:
        raise WorkbookRefused(f"“{plan.title}”{missing}") from missing
    values = {row.number: row for row in sheet.rows}
    for problem in reading.problems:
        report.problems.append(_problem(problem, plan, values[problem.row].cells))
    return reading.rows


def _problem(problem: CellProblem, plan: SheetPlan, cells: Sequence[object]) -> Problem:
    at = column_place(problem.column_letter)
    value = cells[at] if at < len(cells) else None
    return Problem(
        sheet=plan.title,
        row=problem.row,
        column=problem.header,
        value="" if value is None else str(value),
        text=problem.message,
    )
