"""Tables in and out: Excel and CSV read row by row, Excel written for print."""

from chuangcheng.platform.exchange.columns import (
    CellProblem,
    Column,
    MissingColumns,
    ParsedRow,
    Reading,
    SecondHeader,
    find_header,
    guess_mapping,
    read_rows,
    refuse_second_header,
)
from chuangcheng.platform.exchange.formulas import NoResult, refuse_without_result
from chuangcheng.platform.exchange.parsers import (
    CellRefused,
    choice,
    day,
    decimal,
    integer,
    percentage,
    text,
)
from chuangcheng.platform.exchange.reading import read_sheet
from chuangcheng.platform.exchange.sheet import (
    Cell,
    MergedCells,
    MergedRange,
    Sheet,
    SheetRow,
    TableLimits,
    column_letter,
    column_place,
)
from chuangcheng.platform.exchange.writing import (
    CellKind,
    ColumnSpec,
    SheetSpec,
    write_workbook,
)

__all__ = [
    "Cell",
    "CellKind",
    "CellProblem",
    "CellRefused",
    "Column",
    "ColumnSpec",
    "MergedCells",
    "MergedRange",
    "MissingColumns",
    "NoResult",
    "ParsedRow",
    "Reading",
    "SecondHeader",
    "Sheet",
    "SheetRow",
    "SheetSpec",
    "TableLimits",
    "choice",
    "column_letter",
    "column_place",
    "day",
    "decimal",
    "find_header",
    "guess_mapping",
    "integer",
    "percentage",
    "read_rows",
    "read_sheet",
    "refuse_second_header",
    "refuse_without_result",
    "text",
    "write_workbook",
]
