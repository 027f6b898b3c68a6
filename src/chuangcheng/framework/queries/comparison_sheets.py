"""What changed between two editions, as a workbook."""

from collections.abc import Iterable, Sequence

from chuangcheng.framework.comparison.changes import LEVELS, Detail
from chuangcheng.framework.comparison.nodes import Node
from chuangcheng.framework.models import Edition
from chuangcheng.framework.queries.comparisons import Comparison, Row
from chuangcheng.platform.exchange import (
    CellKind,
    ColumnSpec,
    SheetSpec,
    write_workbook,
)
from chuangcheng.platform.exchange.writing import Value

COLUMNS = (
    ColumnSpec(header="测评项目", width=22),
    ColumnSpec(header="层级", width=10),
    ColumnSpec(header="变化", width=16),
    ColumnSpec(header="旧编号", width=12),
    ColumnSpec(header="旧名称", width=26),
    ColumnSpec(header="新编号", width=12),
    ColumnSpec(header="新名称", width=26),
    ColumnSpec(header="变化内容", width=44),
    ColumnSpec(header="变动分值", width=10, kind=CellKind.DECIMAL),
    ColumnSpec(header="涉及单位", width=26),
    ColumnSpec(header="对应关系", width=12),
)


def exported(older: Edition, newer: Edition, found: Comparison) -> bytes:
    """Write every change, the mere renumberings on a sheet of their own."""
    note = (
        f"{older}（{found.before:f} 分）与{newer}（{found.after:f} 分）对比："
        f"变化 {len(found.rows)} 项，变动分值 {found.moved:f}，仅改编号 {len(found.renumbered)} 项。"
    )
    return write_workbook(
        [
            _sheet("版本变化", found.rows, notes=[note]),
            _sheet("仅改编号", found.renumbered),
        ]
    )


def _sheet(title: str, rows: Iterable[Row], *, notes: Sequence[str] = ()) -> SheetSpec:
    return SheetSpec(
        title=title, columns=COLUMNS, rows=[_line(row) for row in rows], notes=notes
    )


def _line(row: Row) -> list[Value]:
    change = row.change
    return [
        row.domain,
        LEVELS[change.level],
        "、".join(words for _, words in row.kinds),
        _codes(change.older),
        _names(change.older),
        _codes(change.newer),
        _names(change.newer),
        "\n".join(_said(detail) for detail in change.details),
        change.moved,
        "、".join(row.units),
        "已确认" if change.is_confirmed else f"待确认 {change.likeness:.2f}",
    ]


def _codes(nodes: Iterable[Node]) -> str:
    return "、".join(node.code for node in nodes)


def _names(nodes: Iterable[Node]) -> str:
    return "\n".join(node.name for node in nodes)


def _said(detail: Detail) -> str:
    if detail.gone or detail.come:
        parts = [
            f"去掉{'、'.join(detail.gone)}" if detail.gone else "",
            f"增加{'、'.join(detail.come)}" if detail.come else "",
        ]
        return f"{detail.title}：{'；'.join(part for part in parts if part)}"
    return f"{detail.title}：{detail.before or '（空）'} → {detail.after or '（空）'}"
