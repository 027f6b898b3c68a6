"""The body of a Word document as lines of text."""

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from chuangcheng.platform.intake.archive import Archive
from chuangcheng.platform.intake.limits import DEFAULT, Limits
from chuangcheng.platform.intake.markup import (
    attribute,
    child,
    child_value,
    children,
    local_name,
    parse,
)
from chuangcheng.platform.intake.refusals import Broken, NoText, called
from chuangcheng.platform.readers.docx import runs
from chuangcheng.platform.readers.docx.numbering import Numbering, read_numbering
from chuangcheng.platform.readers.docx.styles import Styles
from chuangcheng.platform.readers.docx.tables import CellText, rows_of
from chuangcheng.platform.readers.tidying import tidy

PACKAGE_LINKS = "_rels/.rels"
MAIN_PART = "word/document.xml"
WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
CELL_SEPARATOR = " | "
DEEPEST = 40


def read(raw: bytes, *, name: str = "", limits: Limits = DEFAULT) -> str:
    """Write out a Word document: one line a paragraph, one line a table row.

    Raises:
        FileRefused: the file is broken, locked, a bomb, or holds no text.
    """
    archive = Archive(raw, name=name, limits=limits)
    main = _main_part(archive, name)
    content = archive.part(main)
    body = None if content is None else child(parse(content, name=name), "body")
    if body is None:
        raise Broken(
            f"{called(name)}缺少正文部分，请用 Word 或 WPS 打开原件另存为 .docx 后再上传。"
        )
    folder = posixpath.dirname(main)
    styles = Styles(_part(archive, f"{folder}/styles.xml", name))
    numbering = read_numbering(_part(archive, f"{folder}/numbering.xml", name))
    writer = _Writer(styles, numbering, name)
    text = tidy("\n".join(line for line in writer.lines(body) if line.strip()))
    if not text:
        raise NoText(
            f"{called(name)}里没有文字，可能只有图片，请改传文字版原件，"
            "或先作文字识别后再上传。"
        )
    return text


def _main_part(archive: Archive, name: str) -> str:
    links = _part(archive, PACKAGE_LINKS, name)
    for link in () if links is None else children(links, "Relationship"):
        if (attribute(link, "Type") or "").endswith("/officeDocument"):
            return (attribute(link, "Target") or MAIN_PART).lstrip("/")
    return MAIN_PART


def _part(archive: Archive, path: str, name: str) -> Element | None:
    content = archive.part(path)
    return None if content is None else parse(content, name=name)


class _Writer:
    """Walks the body once, counting list items as they come."""

    def __init__(self, styles: Styles, numbering: Numbering, name: str) -> None:
        self._styles = styles
        self._numbering = numbering
        self._name = name
        self._depth = 0

    def lines(self, container: Element) -> Iterator[str]:
        """Write the blocks of a body, a cell or a text box."""
        self._enter()
        carried = ""
        for each in container:
            name = local_name(each)
            if name == "p":
                line, goes_on = self._paragraph(each, carried)
                carried = line if goes_on else ""
                yield from () if goes_on else line.split("\n")
                for box in runs.text_boxes_of(each):
                    yield from self.lines(box)
            elif name == "tbl":
                yield from self._table(each)
            elif name in WRAPPERS:
                yield from self.lines(each)
        if carried:
            yield carried
        self._depth -= 1

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Broken(
                f"{called(self._name)}的表格嵌套层数过多，请把内容粘贴到新文档，"
                "存为 .docx 后再上传。"
            )

    def _paragraph(self, paragraph: Element, carried: str) -> tuple[str, bool]:
        """Write a paragraph, and tell whether its end mark is deleted so that it goes on."""
        properties = child(paragraph, "pPr")
        style = child_value(properties, "pStyle")
        if self._styles.is_contents(style):
            return carried, False
        words = runs.words_of(paragraph)
        # The number belongs to the paragraph whose beginning is shown.
        label = "" if carried else self._label(properties, style)
        mark = child(properties, "rPr")
        is_joined = mark is not None and child(mark, "del") is not None
        if is_joined and not words:
            return carried, bool(carried)
        # Without the space, item 1. about the year 2026 would read as 1.2026.
        space = " " if label.endswith((".", "．")) and words[:1].isdigit() else ""
        return carried + label + space + words, is_joined

    def _label(self, properties: Element | None, style: str | None) -> str:
        list_id, depth = self._styles.list_of(style)
        own = child(properties, "numPr")
        own_list = child_value(own, "numId")
        own_depth = child_value(own, "ilvl")
        if own_list is not None:
            list_id, depth = own_list, 0
        if own_depth is not None and own_depth.isdigit():
            depth = int(own_depth)
        list_id = self._followed(list_id)
        return "" if list_id is None else self._numbering.next_label(list_id, depth)

    def _followed(self, list_id: str | None) -> str | None:
        """Follow a list that only points to the list of a numbering style."""
        link = self._numbering.style_links.get(list_id or "")
        return list_id if link is None else self._styles.list_of(link)[0]

    def _table(self, table: Element) -> Iterator[str]:
        rows = [row for row in rows_of(table) if row]
        # A table of one column is a frame around ordinary text.
        if rows and all(len(row) == 1 for row in rows):
            for row in rows:
                if not row[0].is_repeated:
                    yield from self.lines(row[0].element)
            return
        shown: dict[int, str] = {}
        for row in rows:
            line = CELL_SEPARATOR.join(self._cell(cell, shown) for cell in row)
            yield line if line.strip(" |") else ""

    def _cell(self, cell: CellText, shown: dict[int, str]) -> str:
        """Write a cell; one merged downwards repeats what stands above it."""
        if cell.is_repeated:
            return shown.get(cell.column, "")
        words = " ".join(
            line.strip() for line in self.lines(cell.element) if line.strip(" |")
        )
        for column in range(cell.column, cell.column + cell.width):
            shown[column] = ""
        # A bar inside a cell would look like the edge of one.
        shown[cell.column] = " ".join(words.replace(CELL_SEPARATOR, " ").split("\n"))
        shown[cell.column] = shown[cell.column].replace("|", "｜")
        return shown[cell.column]
