"""The drawn ledger as an Excel file, before anyone has reviewed it."""

from chuangcheng.ledger.extraction import words
from chuangcheng.ledger.extraction.result import DraftTask, Extraction
from chuangcheng.platform.exchange import CellKind, ColumnSpec, SheetSpec, write_workbook
from chuangcheng.platform.exchange.writing import Value

COLUMNS = (
    ColumnSpec(header="序号", width=6, kind=CellKind.INTEGER),
    ColumnSpec(header="章节", width=24),
    ColumnSpec(header="任务原文", width=52),
    ColumnSpec(header="牵头单位", width=18),
    ColumnSpec(header="配合单位", width=18),
    ColumnSpec(header="完成时限", width=12, kind=CellKind.DATE),
    ColumnSpec(header="频次", width=12),
    ColumnSpec(header="量化指标", width=26),
    ColumnSpec(header="置信度", width=9, kind=CellKind.PERCENT),
)
SECTION_SEPARATOR = " / "
TITLE = "任务台账"


def write_xlsx(extraction: Extraction, source_name: str) -> bytes:
    """Write the drawn tasks as a sheet to be printed, with where they come from beside it."""
    title = extraction.title or source_name
    about = (
        f"由《{title}》自动提取，共 {len(extraction.tasks)} 项任务，须经人工核对后使用。"
    )
    sheet = SheetSpec(
        title=TITLE,
        columns=COLUMNS,
        rows=[_row(number, task) for number, task in enumerate(extraction.tasks, start=1)],
        notes=(about, f"来源文件：{source_name}"),
    )
    return write_workbook([sheet])


def _row(number: int, task: DraftTask) -> tuple[Value, ...]:
    return (
        number,
        SECTION_SEPARATOR.join(task.section),
        task.text,
        words.units(task.lead_units),
        words.units(task.support_units),
        task.deadline,
        words.recurrence(task.recurrence),
        words.targets(task),
        task.confidence,
    )
