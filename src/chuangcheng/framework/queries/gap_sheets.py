"""The gaps as a workbook, a sheet for each kind."""

from collections.abc import Sequence

from chuangcheng.framework.queries import gaps
from chuangcheng.framework.queries.responsibilities import Row
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec, write_workbook


def write(rows: Sequence[Row], *, more_than: int) -> bytes:
    """Write which standards lack whom, which units have nothing, and who has too much."""
    sheets = [_standards(missing) for missing in gaps.missing(rows)]
    return write_workbook([*sheets, _units(rows), _people(rows, more_than=more_than)])


def _standards(missing: gaps.Missing) -> SheetSpec:
    return SheetSpec(
        title=missing.gap.label,
        columns=[
            ColumnSpec(header="测评项目", width=28),
            ColumnSpec(header="指标编号", width=12),
            ColumnSpec(header="指标名称", width=44),
            ColumnSpec(header="分值", width=8, kind=CellKind.DECIMAL),
            ColumnSpec(header="现有责任", width=44),
        ],
        rows=[
            (
                row.domain.name,
                row.code,
                row.name,
                row.score,
                "；".join(
                    f"{duty.role.label} {duty.unit} {duty.post}".strip()
                    for duty in row.duties
                ),
            )
            for row in missing.rows
        ],
    )


def _units(rows: Sequence[Row]) -> SheetSpec:
    return SheetSpec(
        title="没有指标的单位",
        columns=[
            ColumnSpec(header="单位编码", width=20),
            ColumnSpec(header="单位名称", width=40),
            ColumnSpec(header="类别", width=14),
        ],
        rows=[
            (unit.code, unit.name, str(unit.get_kind_display()))
            for unit in gaps.idle_units(rows)
        ],
    )


def _people(rows: Sequence[Row], *, more_than: int) -> SheetSpec:
    return SheetSpec(
        title=f"超过{more_than}条的人员",
        columns=[
            ColumnSpec(header="姓名", width=12),
            ColumnSpec(header="岗位", width=48),
            ColumnSpec(header="负责标准", width=10, kind=CellKind.INTEGER),
            ColumnSpec(header="其中牵头主责", width=12, kind=CellKind.INTEGER),
            ColumnSpec(header="分值合计", width=10, kind=CellKind.DECIMAL),
        ],
        rows=[
            (load.name, "、".join(load.posts), load.standards, load.own, load.score)
            for load in gaps.loads(rows, more_than=more_than)
        ],
    )
