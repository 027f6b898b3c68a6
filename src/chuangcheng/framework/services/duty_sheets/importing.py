"""From a file to changed responsibilities, or to a list of what is wrong with the file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework import duty_sheet
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Responsibility,
    ResponsibilityOrigin,
)
from chuangcheng.framework.queries import editions
from chuangcheng.framework.services.duty_sheets.report import Problem, Report, Wanted
from chuangcheng.framework.services.duty_sheets.rows import understand
from chuangcheng.platform import audit
from chuangcheng.platform.exchange import (
    MissingColumns,
    ParsedRow,
    Sheet,
    find_header,
    read_rows,
    read_sheet,
    refuse_second_header,
)
from chuangcheng.platform.refusal import Refused


class SheetRefused(Refused):
    """The sheet cannot be taken over."""


def preview(raw: bytes, *, name: str, edition: Edition) -> Report:
    """Tell what taking the sheet over would do; nothing is changed.

    Raises:
        Refused: the file has no such sheet, or the edition is out of force.
    """
    if edition.state == EditionState.RETIRED:
        raise SheetRefused(f"{edition.name}已废止，责任只供查阅，请选择现行版本再导入。")
    report = Report()
    rows = _rows(raw, name, report)
    report.rows = len(rows)
    _compare(understand(rows, edition, report), edition, report)
    return report


@transaction.atomic
def apply(raw: bytes, *, name: str, edition: Edition, by: User | None) -> Report:
    """Take the sheet over, all of it or nothing.

    Raises:
        Refused: the file has no such sheet, or something in it is wrong.
    """
    # Every standard of the edition is locked, as `responsibilities.assign` locks one.
    list(edition.indicators.select_for_update().order_by("pk").values_list("pk"))
    report = preview(raw, name=name, edition=edition)
    if not report.is_clean:
        first = report.problems[0]
        raise SheetRefused(
            f"{name}有 {len(report.problems)} 处问题，没有导入。首处在第 {first.row} 行"
            f"“{first.column}”：{first.text}。"
        )
    _carry_out(report)
    if report.changes_anything:
        audit.record(
            "framework.responsibility.imported",
            subject="指标责任",
            key=str(edition),
            by=by,
            detail={
                "added": len(report.added),
                "changed": len(report.changed),
                "removed": len(report.removed),
            },
        )
    return report


def load(raw: bytes, *, name: str, at: datetime, by: User | None = None) -> Report:
    """Take the sheet over for the edition that is in force at the city.

    Raises:
        Refused: nothing is in force, or something in the sheet is wrong.
    """
    edition = editions.current()
    if edition is None:
        raise SheetRefused(
            f"截至 {at:%Y-%m-%d} 本市主体系没有现行版本，请先启用一个版本，再导入指标责任。"
        )
    return apply(raw, name=name, edition=edition, by=by)


def _rows(raw: bytes, name: str, report: Report) -> Sequence[ParsedRow]:
    sheet = _sheet(raw, name)
    header = find_header(sheet, duty_sheet.COLUMNS)
    refuse_second_header(sheet, header, duty_sheet.COLUMNS)
    try:
        reading = read_rows(sheet, duty_sheet.COLUMNS, header=header)
    except MissingColumns as missing:
        raise SheetRefused(f"“{sheet.title}”{missing}") from missing
    report.problems += [
        Problem(row=each.row, column=each.header, value="", text=each.message)
        for each in reading.problems
    ]
    return reading.rows


def _sheet(raw: bytes, name: str) -> Sheet:
    """Read the sheet of the known title; a file with a single sheet is taken by its columns."""
    first = read_sheet(raw, name=name)
    if first.title != duty_sheet.TITLE and duty_sheet.TITLE in first.others:
        return read_sheet(raw, name=name, title=duty_sheet.TITLE)
    return first


def _compare(wanted: Sequence[Wanted], edition: Edition, report: Report) -> None:
    """Sort what is wanted against what is; standards the sheet does not name stay as they are."""
    named = {each.indicator.pk for each in wanted}
    standing = {
        (duty.indicator_id, duty.unit_id): duty
        for duty in Responsibility.objects.filter(
            indicator__edition=edition, indicator__in=named
        ).select_related("indicator", "unit", "post")
    }
    for each in wanted:
        duty = standing.pop((each.indicator.pk, each.unit.pk), None)
        if duty is None:
            report.added.append(each)
        elif (duty.role, duty.post) == (each.role, each.post):
            report.same += 1
        else:
            report.changed.append((duty, each))
    report.removed += standing.values()


def _carry_out(report: Report) -> None:
    """Write the changes so that no standard has two leads at any moment in between."""
    Responsibility.objects.filter(pk__in=[duty.pk for duty in report.removed]).delete()
    origin = ResponsibilityOrigin.EXCEL
    ordered = sorted(report.changed, key=lambda pair: pair[1].role == "LEAD")
    for duty, wanted in ordered:
        duty.role, duty.post, duty.origin = wanted.role, wanted.post, origin
        duty.save(update_fields=["role", "post", "origin"])
    Responsibility.objects.bulk_create(
        Responsibility(
            indicator=each.indicator,
            unit=each.unit,
            role=each.role,
            post=each.post,
            origin=origin,
        )
        for each in report.added
    )
