"""The rulebook's list as a workbook."""

from collections.abc import Iterable
from datetime import date

from chuangcheng.framework.models import Rule
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec, write_workbook

_COLUMNS = (
    ColumnSpec(header="编号", width=12),
    ColumnSpec(header="名称", width=48),
    ColumnSpec(header="类别", width=16),
    ColumnSpec(header="制定单位", width=24),
    ColumnSpec(header="发文字号", width=24),
    ColumnSpec(header="版次", width=8, kind=CellKind.INTEGER),
    ColumnSpec(header="施行日期", width=12, kind=CellKind.DATE),
    ColumnSpec(header="支撑标准", width=10, kind=CellKind.INTEGER),
    ColumnSpec(header="废止日期", width=12, kind=CellKind.DATE),
    ColumnSpec(header="废止原因", width=30),
)


def write(rules: Iterable[Rule]) -> bytes:
    """Write rules that carry what `rulebook.with_details` adds."""
    rows = [_row(rule) for rule in rules]
    return write_workbook([SheetSpec(title="制度库", columns=_COLUMNS, rows=rows)])


def _row(rule: Rule) -> tuple[str | int | date | None, ...]:
    latest = vars(rule)
    return (
        rule.number,
        rule.title,
        rule.category,
        rule.unit.name if rule.unit else "",
        latest["document_number"],
        latest["version"],
        latest["effective_on"],
        latest["served"],
        rule.repealed_on,
        rule.repeal_reason,
    )
