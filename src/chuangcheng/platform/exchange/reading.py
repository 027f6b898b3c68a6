"""A spreadsheet file becomes a `Sheet`; whatever is wrong with it is said in a sentence."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

import python_calamine as calamine

from chuangcheng.platform.exchange.guard import check_size_of_table, check_workbook
from chuangcheng.platform.exchange.neutral import restored
from chuangcheng.platform.exchange.sheet import (
    Cell,
    MergedRange,
    Sheet,
    SheetRow,
    TableLimits,
)
from chuangcheng.platform.intake import encoding
from chuangcheng.platform.intake.kinds import Kind, kind_of
from chuangcheng.platform.intake.limits import check_size
from chuangcheng.platform.intake.refusals import (
    Broken,
    EmptyFile,
    FileRefused,
    Locked,
    Unsupported,
    called,
)

DEFAULT_LIMITS = TableLimits()
ADVICE: Mapping[Kind, str] = {
    Kind.HTML: "实际是网页，只是扩展名像表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入",
    Kind.OPEN_DOCUMENT: "是 ODF 表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入",
    Kind.DOCX: "是 Word 文档，不是表格，讲话和方案请从“提取任务”上传",
    Kind.DOC: "是旧版 Word 文档，不是表格，讲话和方案请另存为 .docx 后从“提取任务”上传",
    Kind.PDF: "是 PDF，不是表格，请改传 .xlsx 原件",
    Kind.ARCHIVE: "是压缩包，请解压后逐份导入其中的表格",
}
DELIMITERS = (",", "\t", ";", "，")
PANIC = "PanicException"


def read_sheet(
    raw: bytes,
    *,
    name: str = "",
    title: str | None = None,
    limits: TableLimits = DEFAULT_LIMITS,
) -> Sheet:
    """Read one sheet of an .xlsx, .xls or CSV file: the named one, or the first that is
    visible and not empty.

    Raises:
        FileRefused: the file is empty, too large, locked, broken or not a table.
    """
    check_size(len(raw), name=name, limits=limits.file)
    kind = kind_of(raw, name=name, limits=limits.file)
    if kind is Kind.TEXT:
        return _read_csv(raw, name, limits)
    if kind is Kind.XLSX:
        check_workbook(raw, name=name, limits=limits)
    elif kind is not Kind.XLS:
        raise _turned_down(kind, name)
    return _read_workbook(raw, name, title, limits)


def _turned_down(kind: Kind, name: str) -> FileRefused:
    if kind is Kind.LOCKED_OFFICE:
        return Locked(
            f"{called(name)}设有打开密码，无法读取，请在 Excel 或 WPS 中取消密码后"
            "另存为 .xlsx 再导入。"
        )
    advice = ADVICE.get(kind, "不是表格，请上传 .xlsx、.xls 或 .csv 文件")
    return Unsupported(f"{called(name)}{advice}。")


def _read_workbook(raw: bytes, name: str, title: str | None, limits: TableLimits) -> Sheet:
    try:
        with calamine.load_workbook(BytesIO(raw)) as workbook:
            return _chosen_sheet(workbook, name, title, limits)
    except calamine.PasswordError as locked:
        raise _turned_down(Kind.LOCKED_OFFICE, name) from locked
    except (calamine.CalamineError, OSError, ValueError) as damage:
        raise _broken(name) from damage
    except BaseException as failure:
        # A bug met in the Rust reader is no Exception, and must not end the worker.
        if type(failure).__name__ != PANIC:
            raise
        raise _broken(name) from failure


def _chosen_sheet(
    workbook: calamine.CalamineWorkbook, name: str, title: str | None, limits: TableLimits
) -> Sheet:
    titles = _worksheet_titles(workbook)
    if not titles:
        raise _broken(name)
    if title is not None and title not in titles:
        raise FileRefused(
            f"{called(name)}里没有名为“{title}”的工作表，现有：{'、'.join(titles)}，"
            "请核对后重新选择。"
        )
    for each in titles if title is None else [title]:
        found = workbook.get_sheet_by_name(each)
        if found.height:
            return _sheet(found, [other for other in titles if other != each], name, limits)
    raise _empty(name)


def _worksheet_titles(workbook: calamine.CalamineWorkbook) -> list[str]:
    return [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == calamine.SheetTypeEnum.WorkSheet
        and each.visible == calamine.SheetVisibleEnum.Visible
    ]


def _sheet(
    found: calamine.CalamineSheet, others: Sequence[str], name: str, limits: TableLimits
) -> Sheet:
    check_size_of_table(found.total_height, found.total_width, name=name, limits=limits)
    rows = _filled(found.to_python(skip_empty_area=False))
    if not rows:
        raise _empty(name)
    merged = tuple(
        MergedRange(
            first_row=first_row + 1,
            last_row=last_row + 1,
            first_column=first_column,
            last_column=last_column,
        )
        for (first_row, first_column), (last_row, last_column) in (
            found.merged_cell_ranges or ()
        )
    )
    return Sheet(title=found.name, rows=rows, merged=merged, others=tuple(others))


def _filled(lines: Iterable[Sequence[Cell]]) -> tuple[SheetRow, ...]:
    """Number the rows as Excel does and leave the blank ones out."""
    numbered = (
        SheetRow(number, tuple(map(_value, line))) for number, line in enumerate(lines, 1)
    )
    return tuple(row for row in numbered if not row.is_blank)


def _value(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    # Sheets may write one as _x0000_, text files as itself; the database holds none.
    text = cell.replace("\x00", "")
    return restored(text) if text.strip() else None


def _read_csv(raw: bytes, name: str, limits: TableLimits) -> Sheet:
    content = encoding.decode(raw, name=name)
    lines = csv.reader(StringIO(content, newline=""), delimiter=_delimiter(content))
    try:
        table = list(lines)
    except csv.Error as damage:
        raise Broken(
            f"{called(name)}第 {lines.line_num} 行附近的分隔符或引号有误，"
            "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
        ) from damage
    check_size_of_table(
        len(table), max((len(line) for line in table), default=0), name=name, limits=limits
    )
    rows = _filled(table)
    if not rows:
        raise _empty(name)
    return Sheet(title=name, rows=rows)


def _delimiter(content: str) -> str:
    """Take the separator that the first filled line uses most."""
    first = next((line for line in content.split("\n") if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _empty(name: str) -> EmptyFile:
    return EmptyFile(f"{called(name)}里没有填写任何内容，请填写后重新导入。")


def _broken(name: str) -> Broken:
    return Broken(
        f"{called(name)}已损坏，无法打开，请用 Excel 或 WPS 打开原件另存为 .xlsx 后再导入。"
    )
