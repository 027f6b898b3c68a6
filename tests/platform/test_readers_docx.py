"""Word documents: numbers as shown, tables as lines, tracked changes as accepted."""

import time
from io import BytesIO

import docx
import pytest

from chuangcheng.platform.readers import read
from chuangcheng.platform.readers.docx import numerals
from chuangcheng.platform.readers.source import Format
from tests.platform.files import (
    cell,
    item,
    level,
    lists,
    paragraph,
    part,
    run,
    table,
    zipped,
)
from tests.platform.files import (
    docx as built,
)

OFFICIAL = lists(
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>"),
    "",
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
    '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1．"/></w:lvl></w:lvlOverride>',
)


def lines(body: str, *, numbering: str = "", styles: str = "") -> list[str]:
    return read(built(body, numbering=numbering, styles=styles)).text.split("\n")


def test_automatic_numbers_are_written_out_and_start_again() -> None:
    body = (
        item("总体要求") + item("目标", depth=1) + item("原则", depth=1)
        + item("2026年完成", depth=2) + item("任务", depth=2) + item("细目", depth=3)
        + item("重点任务") + item("环境", depth=1) + item("路面", depth=2)
    )  # fmt: skip

    assert lines(body, numbering=OFFICIAL) == [
        "一、总体要求",
        "（一）目标",
        "（二）原则",
        "1. 2026年完成",
        "2.任务",
        "1.1 细目",
        "二、重点任务",
        "（一）环境",
        "1.路面",
    ]


def test_another_use_of_a_list_starts_again_where_it_says_so() -> None:
    body = item("甲") + item("乙") + item("丙", list_id=2) + item("丁", list_id=2)

    assert lines(body, numbering=OFFICIAL) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_another_use_of_a_list_goes_on_counting_where_it_does_not() -> None:
    body = item("甲") + item("乙", list_id=3)

    assert lines(body, numbering=OFFICIAL) == ["一、甲", "B．乙"]


def test_a_level_told_never_to_restart_counts_on() -> None:
    numbering = lists(
        level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2．", '<w:lvlRestart w:val="0"/>')
    )
    body = item("甲") + item("子", depth=1) + item("乙") + item("丑", depth=1)

    assert lines(body, numbering=numbering) == ["一、甲", "1．子", "二、乙", "2．丑"]


def test_headings_take_their_numbers_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        paragraph("一、总体要求\t1", about='<w:pStyle w:val="t1"/>')
        + paragraph("总体要求", about='<w:pStyle w:val="h1"/>')
        + paragraph("目标", about='<w:pStyle w:val="h2"/>')
        + paragraph(
            "附", about='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        )
    )

    assert lines(body, numbering=OFFICIAL, styles=styles) == [
        "一、总体要求",
        "（一）目标",
        "附",
    ]


def test_bullets_are_not_written() -> None:
    numbering = lists(level(0, "bullet", "\uf0b7"))

    assert lines(item("清理垃圾"), numbering=numbering) == ["清理垃圾"]


def test_a_table_is_one_line_a_row_with_merged_cells_repeated() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = paragraph("分工表") + table(
        ["项目", "任务", "单位"],
        [cell("环境", about=start), cell("清扫", "保洁"), "市城管局"],
        [cell(about=goes_on), "绿化|亮化", "市园林局"],
        [cell("合计", about='<w:gridSpan w:val="2"/>'), "两家"],
        [cell("左", about='<w:hMerge w:val="restart"/>'), cell(about="<w:hMerge/>"), "右"],
        ["", "", ""],
    )

    assert lines(body + paragraph("以上")) == [
        "分工表",
        "项目 | 任务 | 单位",
        "环境 | 清扫 保洁 | 市城管局",
        "环境 | 绿化｜亮化 | 市园林局",
        "合计 | 两家",
        "左 | 右",
        "以上",
    ]


def test_numbered_cells_count_even_when_empty() -> None:
    body = table(
        [cell(item("", depth=2)), "修路"],
        [cell(item("", depth=2)), "种树"],
    )

    assert lines(body, numbering=OFFICIAL) == ["1. | 修路", "2. | 种树"]


def test_a_table_inside_a_cell_stays_in_its_line() -> None:
    inner = table(["甲", "乙"], ["丙", "丁"])

    assert lines(table(["任务", cell("分工", inner)])) == ["任务 | 分工 甲 乙 丙 丁"]


def test_a_frame_of_one_column_is_ordinary_text() -> None:
    body = table([cell(paragraph("标题"), table(["甲", "乙"]), paragraph("正文"))])

    assert lines(body) == ["标题", "甲 | 乙", "正文"]


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = f"<w:del>{run('10').replace('w:t', 'w:delText')}</w:del>"
    inserted = f"<w:ins>{run('20')}</w:ins>"
    moved = f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>"
    joined = paragraph("上半", about="<w:rPr><w:del/></w:rPr>") + paragraph("下半")
    rows = table(["甲", "乙"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")

    body = paragraph("整治", deleted, inserted, "条", moved) + joined + rows

    assert lines(body) == ["整治20条新", "上半下半"]


def test_only_what_is_seen_is_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>'
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    ruby = (
        f"<w:ruby><w:rt>{run('chéng')}</w:rt><w:rubyBase>{run('城')}</w:rubyBase></w:ruby>"
    )
    breaks = '<w:r><w:br/><w:t>次行</w:t><w:br w:type="page"/><w:tab/><w:t>后</w:t></w:r>'

    assert lines(paragraph(hidden, shown, field, ruby, breaks)) == ["可见城", "次行 后"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert lines(paragraph("框外", drawn) + paragraph("下文")) == ["框外", "框内", "下文"]


def test_controls_and_links_are_read_through() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('链接')}</w:hyperlink>"

    assert lines(control + paragraph("见", link)) == ["控件", "见链接"]


def test_the_main_part_is_found_where_the_package_says() -> None:
    links = (
        '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/>'
        "</Relationships>"
    )
    main = part("document", f"<w:body>{paragraph('正文')}</w:body>")

    assert read(zipped({"_rels/.rels": links, "word/document2.xml": main})).text == "正文"


def test_a_document_of_python_docx_is_read() -> None:
    document = docx.Document()
    document.add_heading("创建工作方案", 0)
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    grid = document.add_table(rows=2, cols=3)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "环境"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "清扫"
    packed = BytesIO()
    document.save(packed)

    source = read(packed.getvalue(), name="方案.docx")

    assert source.format is Format.DOCX
    assert source.text.split("\n") == [
        "创建工作方案",
        "1.第一项",
        "2.第二项",
        "环境 | 清扫",
        "环境 |  | ",
    ]


def test_a_long_document_is_read_quickly() -> None:
    body = item("整治背街小巷二十条，市城管局牵头。" * 3) * 4000
    raw = built(body, numbering=OFFICIAL)

    start = time.perf_counter()
    text = read(raw).text

    assert time.perf_counter() - start < 2
    assert text.startswith("一、整治")
    assert "\n四千、整治" in text


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("chineseCounting", ["一", "十", "十一", "二十", "一百零五", "一百一十"]),
        (
            "chineseLegalSimplified",
            ["壹", "壹拾", "壹拾壹", "贰拾", "壹佰零伍", "壹佰壹拾"],
        ),
        ("decimal", ["1", "10", "11", "20", "105", "110"]),
        ("decimalZero", ["01", "10", "11", "20", "105", "110"]),
        ("lowerRoman", ["i", "x", "xi", "xx", "cv", "cx"]),
        ("upperLetter", ["A", "J", "K", "T", "AAAAA", "FFFFF"]),
        ("decimalEnclosedCircleChinese", ["①", "⑩", "⑪", "⑳", "105", "110"]),
        ("ideographTraditional", ["甲", "癸", "11", "20", "105", "110"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "一〇五", "一一〇"]),
        ("decimalFullWidth", ["１", "１０", "１１", "２０", "１０５", "１１０"]),
        ("none", [""] * 6),
        ("unheardOf", ["1", "10", "11", "20", "105", "110"]),
    ],
)
def test_numbers_are_written_in_the_format_of_the_list(
    number_format: str, shown: list[str]
) -> None:
    numbers = [1, 10, 11, 20, 105, 110]

    assert [numerals.written(number, number_format) for number in numbers] == shown
