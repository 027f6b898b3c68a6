"""The template that clerks fill in."""

from chuangcheng.ledger.services.imports.cells import STATE_WORDS
from chuangcheng.ledger.services.imports.columns import columns
from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook

_WIDTHS = {"title": 36, "text": 48, "goal": 28, "support": 24}
_NOT_ASKED = frozenset({"number"})
NOTES = (
    "一行一项任务；除“任务”外都可以不填，多余的列可以删去。",
    "牵头单位、主责单位、配合单位：填全称、简称或习惯叫法，几个单位用“、”隔开。",
    "完成时限：可填“2026-09-30”“9月底前”“年底前”“长期”，没有年份的按所选方案的年度理解。",
    "频次：需要反复做的填“每周”“每月11日”“每季度”等，一次性的不填。",
    "量化指标：写成“绿地面积≥20公顷；覆盖率≥85%”，几项用“；”隔开。",
    "已完成数：按量化指标的顺序逐项填写累计数，用“；”隔开。",
    f"状态：可填{STATE_WORDS}，不填的按未交办导入。",
    "不要合并单元格；有一行填写有误，整份都不会导入；同一份台账重复导入不会重复登记。",
)


def template() -> bytes:
    """Write an empty ledger with its headers, and how to fill them on a second sheet."""
    asked = [column for column in columns() if column.name not in _NOT_ASKED]
    specs = [
        ColumnSpec(header=column.header, width=_WIDTHS.get(column.name, 16))
        for column in asked
    ]
    return write_workbook(
        [SheetSpec(title="任务台账", columns=specs, rows=[], notes=NOTES)]
    )
