"""PDF: hard-wrapped lines become paragraphs, columns become cells."""

import time
from collections.abc import Sequence

import pytest
import typst

from chuangcheng.platform.readers import read
from chuangcheng.platform.readers.source import Format
from tests.platform.files import Line, pdf

LEFT, SET_IN, SIZE = 90, 114, 12
FULL = 34  # Characters of a full line at this size.
SENTENCE = (
    "为深入推进全国文明城市创建工作，按照市委、市政府统一部署，结合本地实际制定本方案"
)


def typst_knows(font: str) -> bool:
    return font in typst.Fonts().families()


def wrapped(text: str, top: float) -> list[Line]:
    """Break a paragraph into lines the way a word processor does, first line set in."""
    first, rest = text[: FULL - 2], text[FULL - 2 :]
    parts = [rest[start : start + FULL] for start in range(0, len(rest), FULL)]
    placed: list[Line] = [(SET_IN, top, first)]
    placed += [
        (LEFT, top - 20 * number, each) for number, each in enumerate(parts, start=1)
    ]
    return placed


def lines(*pages: Sequence[Line]) -> list[str]:
    source = read(pdf(*pages), name="方案.pdf")
    assert source.format is Format.PDF
    return source.text.split("\n")


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    long, other = SENTENCE * 3 + "。", SENTENCE * 2 + "并抓好落实。"
    page = [(200, 780, "创建工作实施方案"), *wrapped(long, 740), *wrapped(other, 640)]

    assert lines(page) == ["创建工作实施方案", long, other]


@pytest.mark.skipif(not typst_knows("Noto Serif CJK SC"), reason="needs a Chinese font")
def test_a_printed_plan_is_read_as_written() -> None:
    """A plan set by a real typesetting program: mixed widths, justified, with a table."""
    clause = (
        "市城管局牵头，2026年9月底前完成20条背街小巷整治，建成 5G smart city 示范点3个。"
        * 4
    )
    title = "关于开展2026年全国文明城市创建重点任务集中攻坚行动的实施方案"
    marked = f"""
#set page(paper: "a4", header: [某市创城指挥部], footer: context [— #counter(page).display() —])
#set text(font: "Noto Serif CJK SC", size: 14pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
#align(center)[#text(size: 20pt)[{title}]]

一、总体要求

{clause}

#pagebreak()
#table(columns: (1cm, 6cm, 4cm), align: horizon, [序号], [任务], [单位],
  [1], [开展背街小巷整治，完成路面硬化、管线入地、立面改造等工作], [市城管局 \\ 市住建局],
  [2], [清扫], [各街道])
"""

    text = read(typst.compile(marked.encode())).text

    assert text.split("\n") == [
        title,
        "一、总体要求",
        clause,
        "序号 | 任务 | 单位",
        "1 | 开展背街小巷整治，完成路面硬化、管线入地、立面改造等工作 | 市城管局 市住建局",
        "2 | 清扫 | 各街道",
    ]


def test_an_item_begins_a_line_even_after_a_full_one() -> None:
    full = "一、" + SENTENCE[: FULL - 2]
    page = [(LEFT, 740, full), (LEFT, 720, "二、保障措施"), (LEFT, 700, "1.加强领导")]

    assert lines(page) == [full, "二、保障措施", "1.加强领导"]


def test_a_decimal_at_the_start_of_a_line_does_not_begin_an_item() -> None:
    first = SENTENCE[:FULL]

    assert lines([(LEFT, 740, first), (LEFT, 720, "1.5亿元用于整治")]) == [
        first + "1.5亿元用于整治"
    ]


def test_heads_feet_and_page_numbers_are_dropped_and_paragraphs_go_on() -> None:
    text = SENTENCE * 4
    placed = wrapped(text, 200)
    pages = [
        [
            (LEFT, 810, "某市创城办文件"),
            *(
                placed[:3]
                if number == 1
                else [(LEFT, 700, f"{'甲乙丙'[number - 1]}节正文")]
            ),
            (280, 30, f"— {number} —"),
        ]
        for number in (1, 2, 3)
    ]
    pages[1][1:2] = [(x, y + 500, each) for x, y, each in placed[3:]]

    assert lines(*pages) == [text, "丙节正文"]


def test_a_number_in_the_text_is_not_a_page_number() -> None:
    page = [*wrapped(SENTENCE * 2, 700), (LEFT, 400, "20"), (280, 30, "第 1 页 共 9 页")]

    assert lines(page) == [SENTENCE * 2, "20"]


def test_columns_become_cells_in_the_order_of_the_row() -> None:
    page: list[Line] = [
        (LEFT, 700, "任务分工表如下"),
        (90, 660, "序号"), (150, 660, "任务"), (350, 660, "单位"),
        (90, 630, "1"), (150, 640, "开展背街小巷整治工"), (150, 620, "作"),
        (350, 640, "市城管局"), (350, 620, "市住建局"),
        (90, 580, "2"), (150, 580, "清扫"), (350, 580, "市卫健委"),
        (LEFT, 540, "以上任务年底前完成"),
    ]  # fmt: skip

    assert lines(page) == [
        "任务分工表如下",
        "序号 | 任务 | 单位",
        "1 | 开展背街小巷整治工作 | 市城管局 市住建局",
        "2 | 清扫 | 市卫健委",
        "以上任务年底前完成",
    ]


def test_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    left = [(90.0, 700.0 - 20 * number, f"左栏第{number}行文字") for number in range(12)]
    right = [(320.0, 700.0 - 20 * number, f"右栏第{number}行文字") for number in range(12)]

    text = lines([*left, *right])

    assert [line for line in text if "|" in line] == []
    assert text[0].startswith("左栏第0行")
    assert text[-1].endswith("右栏第11行文字")


def test_a_long_pdf_is_read_within_seconds() -> None:
    pages = [wrapped(SENTENCE * 12, 780) for _ in range(40)]

    start = time.perf_counter()
    text = read(pdf(*pages)).text

    assert time.perf_counter() - start < 5
    assert len(text) > 15_000
