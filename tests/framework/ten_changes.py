"""Ten things that an officer changes in an exported edition, and what each must show."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Worksheet], None]

# By the name of the standard: the words of the change, and the points of score it moves.
EXPECTED: Mapping[str, tuple[str, str]] = {
    "党委党组理论学习制度": ("调整分值", "0.5"),
    "基层理论宣讲活动": ("改写", "0"),
    "户外公益广告刊播": ("调整测评方法", "0.5"),
    "空气优良天数比例": ("调整达标值", "1"),
    "先进事迹展示": ("移动", "0"),
    "文明实践阵地体系": ("调整点位类型", "0"),
    "文明实践活动开展": ("调整申报材料", "0"),
    "核心价值观阵地宣传": ("调整常见责任单位", "0"),
    "共享单车停放秩序": ("新增", "1"),
    "城乡结对共建与全域创建": ("删去", "0.85"),
}
MOVED = "3.85"


def cell(sheet: Worksheet, code: str, header: str) -> Any:
    """Return the cell of a row, found by its code, under a header."""
    headers = [each.value for each in sheet[1]]
    row = next(
        row
        for row in sheet.iter_rows(min_row=2)
        if row[headers.index("编号")].value == code
    )
    return row[headers.index(header)]


def put(code: str, header: str, value: object) -> Change:
    def edit(sheet: Worksheet) -> None:
        cell(sheet, code, header).value = value

    return edit


def drop(code: str) -> Change:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(cell(sheet, code, "编号").row)

    return edit


def _add(sheet: Worksheet) -> None:
    headers = [each.value for each in sheet[1]]
    row = {
        "层级": "测评标准",
        "编号": "III-106",
        "名称": "共享单车停放秩序",
        "上级编号": "II-47",
        "测评方法": "实地考察",
        "分值": 1,
    }
    sheet.append([row.get(str(header)) for header in headers])


EDITS: Sequence[tuple[str, Change]] = (
    ("指标", put("III-1", "分值", 1.5)),
    ("指标", put("III-2", "名称", "基层理论宣讲活动")),
    ("指标", put("III-6", "测评方法", "实地考察、网络抓取")),
    ("指标", put("III-92", "达标值", "≥80%")),
    ("指标", put("III-9", "上级编号", "II-6")),
    ("指标", put("III-13", "涉及点位类型", "PT48、PT49")),
    ("指标", put("III-14", "申报材料形式", "说明报告、统计表格、实景图片")),
    ("指标", put("III-4", "常见责任单位", "市委宣传部、街道(乡镇)")),
    ("指标", _add),
    ("指标", drop("III-105")),
)


def edited(raw: bytes, edits: Sequence[tuple[str, Change]] = EDITS) -> bytes:
    """Edit an exported workbook the way Excel would."""
    book = openpyxl.load_workbook(BytesIO(raw))
    for title, edit in edits:
        edit(book[title])
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()
