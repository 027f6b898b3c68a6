"""How large a sheet claims to be, found out before a program makes room for it."""

import re

from chuangcheng.platform.exchange.sheet import TableLimits, column_letter
from chuangcheng.platform.intake.archive import Archive
from chuangcheng.platform.intake.refusals import Broken, TooLarge, called

SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
# Cells with something in them; styled but empty ones take no room.
FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>"""
)
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
ADDRESSED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=")
ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)""")
ROW_END = re.compile(rb"</(?:\w+:)?row>")
# A sheet cut off in the middle would be read as far as it goes, without a word.
SHEET_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
SHEET_END = re.compile(rb"(?:</(?:\w+:)?worksheet\s*>|/>)\s*\Z")
LONGEST_END = 200
ALPHABET = 26
DIGITS_AT_MOST = 9


def check_workbook(raw: bytes, *, name: str, limits: TableLimits) -> None:
    """Inflate an Excel file once and measure its sheets.

    A program that reads sheets reserves the rectangle from the first cell to the last, so a
    tiny file with one cell at XFD1048576 would fill the memory of the machine.

    Raises:
        FileRefused: the file is broken or a bomb, or a sheet is larger than the limits.
    """
    archive = Archive(raw, name=name, limits=limits.file)
    archive.check_all()
    for path in archive.names:
        if SHEET_PART.fullmatch(path):
            xml = archive.part(path) or b""
            if not (SHEET_START.match(xml) and SHEET_END.search(xml[-LONGEST_END:])):
                raise Broken(
                    f"{called(name)}的工作表已损坏，请用 Excel 或 WPS 另存一份后再导入。"
                )
            check_size_of_table(*_extent(xml), name=name, limits=limits)


def check_size_of_table(rows: int, columns: int, *, name: str, limits: TableLimits) -> None:
    """Turn down a table with too many rows or columns.

    Raises:
        TooLarge: naming how far the table reaches and how far it may.
    """
    if rows > limits.rows:
        raise TooLarge(
            f"{called(name)}的内容到了第 {rows} 行，超过 {limits.rows} 行的上限，"
            "请删去多余内容或拆分后再导入。"
        )
    if columns > limits.columns or rows * columns > limits.cells:
        raise TooLarge(
            f"{called(name)}的内容到了 {column_letter(columns - 1)} 列、第 {rows} 行，"
            "超过可导入的范围，请删去表格以外的内容后再导入。"
        )


def _extent(xml: bytes) -> tuple[int, int]:
    addresses = FILLED_CELL.findall(xml)
    rows = max((_number(number) for _, number in addresses), default=0)
    columns = max(
        (_column(letters) for letters in {each for each, _ in addresses}), default=0
    )
    if len(ANY_CELL.findall(xml)) > len(ADDRESSED_CELL.findall(xml)):
        # Cells without an address stand one after the other in rows that may have a number.
        lines = ROW_END.split(xml)
        columns = max(columns, *(len(ANY_CELL.findall(line)) for line in lines))
        numbers = (_number(number) for number in ROW_NUMBER.findall(xml))
        rows = max(rows, len(lines), *numbers)
    return rows, columns


def _number(digits: bytes) -> int:
    return int(digits[:DIGITS_AT_MOST])


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper()[:DIGITS_AT_MOST]:
        column = column * ALPHABET + letter - ord("A") + 1
    return column
