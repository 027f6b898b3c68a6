"""Formula cells without a usable result, which a reader would silently take for empty ones."""

import re
from collections.abc import Mapping

from chuangcheng.platform.exchange.sheet import Sheet
from chuangcheng.platform.intake import markup
from chuangcheng.platform.intake.archive import Archive
from chuangcheng.platform.intake.kinds import ZIP_SIGNATURES
from chuangcheng.platform.intake.refusals import FileRefused

_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>""",
    re.DOTALL,
)
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NAMED_AT_MOST = 5


class NoResult(FileRefused):
    """A formula shows an error, or was saved without ever being worked out."""


def refuse_without_result(
    raw: bytes, sheet: Sheet, *, from_row: int, name: str = ""
) -> None:
    """Turn down a sheet in which a formula gives nothing that could be taken over.

    Raises:
        NoResult: naming the cells.
    """
    found = [
        f"{column}{row}（{shown}）" if shown else f"{column}{row}"
        for (column, row), shown in _without_result(raw, sheet.title, name).items()
        if row >= from_row
    ]
    if not found:
        return
    more = f"等 {len(found)} 处" if len(found) > _NAMED_AT_MOST else " "
    raise NoResult(
        f"工作表“{sheet.title}”的 {'、'.join(found[:_NAMED_AT_MOST])}{more}是没有结果或结果出错的公式，"
        "请在 Excel 或 WPS 中改为实际内容，保存后重新导入。"
    )


def _without_result(raw: bytes, title: str, name: str) -> Mapping[tuple[str, int], str]:
    if not raw.startswith(ZIP_SIGNATURES):
        return {}
    archive = Archive(raw, name=name)
    xml = archive.part(_path_of(archive, title, name)) or b""
    if not (_FORMULA.search(xml) or _ERROR.search(xml)):
        return {}
    found: dict[tuple[str, int], str] = {}
    for attributes, content in _CELL.findall(xml):
        address = _ADDRESS.search(attributes)
        value = _VALUE.search(content)
        is_error = _ERROR.search(attributes) is not None
        if address and (is_error or (_FORMULA.search(content) and value is None)):
            shown = value[1].decode(errors="replace") if value else ""
            found[address[1].decode(), int(address[2])] = shown
    return found


def _path_of(archive: Archive, title: str, name: str) -> str:
    """Find the part that holds a sheet; workbooks name it only through their relations."""
    workbook = markup.parse(archive.part(_WORKBOOK) or b"<none/>", name=name)
    relations = markup.parse(archive.part(_RELATIONS) or b"<none/>", name=name)
    wanted = next(
        (
            markup.attribute(each, "id")
            for each in workbook.iter()
            if markup.local_name(each) == "sheet" and each.attrib.get("name") == title
        ),
        None,
    )
    for each in relations:
        if wanted and each.attrib.get("Id") == wanted:
            target = each.attrib.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""
