"""责任状 as a Word file, laid out like an official paper (GB/T 9704-2012), ready to be signed."""

from collections.abc import Sequence, Set
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from chuangcheng.ledger.queries.pledges import (
    PledgeFacts,
    PledgeStandard,
    PledgeTask,
)

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
SECOND_FONT, PAGE_FONT = "楷体_GB2312", "宋体"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE, PAGE_SIZE = Pt(22), Pt(16), Pt(12), Pt(14)
LINE = Pt(28)
INDENT = Pt(32)
WIDTHS = (Mm(11), Mm(62), Mm(43), Mm(26), Mm(14))
HEADERS = ("序号", "任务", "量化指标", "完成时限", "责任")
STANDARD_WIDTHS = (Mm(11), Mm(28), Mm(85), Mm(18), Mm(14))
STANDARD_HEADERS = ("序号", "编号", "测评标准", "分值", "职责")
DUTIES = (
    "主要负责人为第一责任人，明确分管领导、责任科室和联络员，把任务分解到岗、到人。",
    "按完成时限倒排工期，按期反馈进展，做到数据真实、佐证齐全。",
    "牵头单位统筹推进并审签结果，配合单位主动衔接；遇到困难及时提出，不推诿、不拖延。",
    "完成的任务须经创城办验收；未按期完成的，书面说明原因和整改措施。",
)


def write(facts: PledgeFacts, *, city: str, on: date) -> bytes:
    """Write a unit's pledge for a plan; the places for signatures and seals stay open."""
    document = Document()
    _lay_out(document)
    _title(document, facts)
    _preamble(document, facts, city)
    _tasks(document, facts)
    _standards(document, facts.standards)
    _duties(document)
    _signatures(document, facts, city, on)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def _lay_out(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    _number_pages(document, section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY_FONT, BODY_SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    document.core_properties.author = "创城通"


def _number_pages(document: DocumentType, section: Section) -> None:
    """Put — 1 — at the outer foot: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        side = "right" if alignment == WD_ALIGN_PARAGRAPH.RIGHT else "left"
        setattr(paragraph.paragraph_format, f"{side}_indent", PAGE_SIZE)
        _run(paragraph, "— ", PAGE_FONT, PAGE_SIZE)
        _page_field(paragraph)
        _run(paragraph, " —", PAGE_FONT, PAGE_SIZE)


def _page_field(paragraph: Paragraph) -> None:
    run = _run(paragraph, "", PAGE_FONT, PAGE_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run.append(_field_part(kind, text))


def _field_part(kind: str, text: str) -> BaseOxmlElement:
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    return instruction


def _title(document: DocumentType, facts: PledgeFacts) -> None:
    for line in (facts.plan, "目标任务责任状"):
        paragraph = _paragraph(document, WD_ALIGN_PARAGRAPH.CENTER, indent=False)
        paragraph.paragraph_format.line_spacing = Pt(36)
        _run(paragraph, line, TITLE_FONT, TITLE_SIZE)
    _paragraph(document)


def _preamble(document: DocumentType, facts: PledgeFacts, city: str) -> None:
    count = len(facts.own)
    also = f"，配合完成 {len(facts.support)} 项任务" if facts.support else ""
    _text(
        document,
        f"为落实《{facts.plan}》，压实创建责任，{city}创城办与{facts.unit}签订本责任状。"
        f"责任期限自{_day(facts.starts_on)}至{_day(facts.ends_on)}，"
        f"由{facts.unit}承担 {count} 项任务{also}。",
    )


def _tasks(document: DocumentType, facts: PledgeFacts) -> None:
    _heading(document, "一、目标任务")
    if facts.own:
        _task_table(document, facts.own)
    else:
        _text(document, "本单位在本方案中没有牵头或主责的任务。")
    if facts.support:
        paragraph = _paragraph(document)
        _run(paragraph, "配合完成下列任务：", SECOND_FONT, BODY_SIZE)
        _task_table(document, facts.support)


def _task_table(document: DocumentType, tasks: Sequence[PledgeTask]) -> None:
    rows = [
        (
            f"{task.title}（{task.project}）" if task.project else task.title,
            task.targets or "—",
            task.due,
            task.role,
        )
        for task in tasks
    ]
    _table(document, HEADERS, rows, widths=WIDTHS, centred={0, 3, 4})


def _standards(document: DocumentType, standards: Sequence[PledgeStandard]) -> None:
    """List what the unit answers for in the assessment; many a unit answers for nothing."""
    if not standards:
        return
    paragraph = _paragraph(document)
    words = f"负责下列 {len(standards)} 条测评标准："
    _run(paragraph, words, SECOND_FONT, BODY_SIZE)
    rows = [(each.code, each.name, each.points, each.role) for each in standards]
    centred = {0, 1, 3, 4}
    _table(document, STANDARD_HEADERS, rows, widths=STANDARD_WIDTHS, centred=centred)


def _table(
    document: DocumentType,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[Length],
    centred: Set[int],
) -> None:
    """Write numbered rows under headers; `centred` names the columns set in the middle."""
    table = document.add_table(rows=1, cols=len(headers))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    header = table.rows[0]
    _repeat_on_each_page(header._tr)
    for cell, text in zip(header.cells, headers, strict=True):
        _fill(cell, text, HEAD_FONT, centred=True)
    for number, texts in enumerate(rows, start=1):
        row = table.add_row()
        _keep_whole(row._tr)
        for place, cell in enumerate(row.cells):
            text = texts[place - 1] if place else str(number)
            _fill(cell, text, BODY_FONT, centred=place in centred)
    # Word goes by the cells, other programs by the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _repeat_on_each_page(row: BaseOxmlElement) -> None:
    _row_property(row, "w:tblHeader")


def _keep_whole(row: BaseOxmlElement) -> None:
    _row_property(row, "w:cantSplit")


def _row_property(row: BaseOxmlElement, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)


def _fill(cell: _Cell, text: str, font: str, *, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, font, TABLE_SIZE)


def _duties(document: DocumentType) -> None:
    _heading(document, "二、工作要求")
    for number, duty in enumerate(DUTIES, start=1):
        _text(document, f"{number}. {duty}")
    _heading(document, "三、其他")
    _text(
        document,
        "本责任状一式两份，双方各执一份，自签字盖章之日起生效。"
        "任务调整、延期或移交的，以台账中经批准的记录为准。",
    )


def _signatures(document: DocumentType, facts: PledgeFacts, city: str, on: date) -> None:
    _paragraph(document)
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _keep_whole(table.rows[0]._tr)
    sides = (
        (f"{city}创城办（盖章）", "负责人（签字）："),
        (
            f"{facts.unit}（盖章）",
            f"主要负责人{facts.head}（签字）：" if facts.head else "主要负责人（签字）：",
        ),
    )
    for cell, (seal, signature) in zip(table.rows[0].cells, sides, strict=True):
        lines = (seal, "", signature, "", f"{on.year}年　　月　　日")
        for place, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
            _space(paragraph)
            _run(paragraph, line, BODY_FONT, BODY_SIZE)


def _heading(document: DocumentType, text: str) -> None:
    paragraph = _paragraph(document)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, HEAD_FONT, BODY_SIZE)


def _text(document: DocumentType, text: str) -> None:
    paragraph = _paragraph(document, WD_ALIGN_PARAGRAPH.JUSTIFY)
    _run(paragraph, text, BODY_FONT, BODY_SIZE)


def _paragraph(
    document: DocumentType,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    *,
    indent: bool = True,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _space(paragraph)
    if indent:
        paragraph.paragraph_format.first_line_indent = INDENT
    return paragraph


def _space(paragraph: Paragraph) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _run(paragraph: Paragraph, text: str, font: str, size: Length) -> BaseOxmlElement:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    # Word takes Chinese letters from a font slot of their own.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run._element


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
