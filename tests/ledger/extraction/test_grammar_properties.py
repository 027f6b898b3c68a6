"""What holds of any text whatever."""

import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chuangcheng.ledger.extraction.cleaning import clean
from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.ledger.extraction.wire import as_json
from chuangcheng.platform.readers.source import Source
from tests.ledger.extraction.score import names, read_pair

PIECES = st.sampled_from(
    [
        *"一二三、。,;:()|\n 0123456789%“”每月日前底年的和及由至—",
        "区城管局",
        "各街道",
        "责任单位:",
        "牵头",
        "配合",
        "完成",
        "(一)",
        "1.",
        "6月底前",
        "2021年",
        "不少于20个",
        "序号 | 任务 | 责任单位 | 时限 |",
        "上述工作由",
        "縣級河長",
        "(xiàn)",
        "第一阶段(3月1日—4月30日)",
        "99月99日",
        "每月45日",
        "百分之",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


@given(TEXTS)
@example("第一阶段0:")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_complaint(text: str) -> None:
    extraction = extract(Source(text=text))

    for task in extraction.tasks:
        assert 0 <= task.start < task.end <= len(text)
        assert text[task.start : task.end] == task.text
        assert 0 <= task.confidence <= 1
        assert task.lead_units or task.deadline or task.recurrence or task.targets
    for span in extraction.doubtful:
        assert 0 <= span.start < span.end <= len(text)
    json.dumps(as_json(extraction), ensure_ascii=False)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert extract(Source(text=text)) == extract(Source(text=text))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_character_kept_knows_its_place(text: str) -> None:
    cleaned = clean(text)

    assert len(cleaned.origin) == len(cleaned.text) + 1
    assert list(cleaned.origin) == sorted(set(cleaned.origin))
    assert cleaned.origin[-1] == len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "区城管局牵头,6月底前完成20个项目,",
        "(区城管局负责)",
        "1个",
        "(“",
        "责任单位:区城管局;",
        "1、加强管理\n",
        "每月",
        " ",
        "一、加强管理。",
    ],
)
def test_reading_time_grows_with_length_alone(piece: str) -> None:
    def best(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        took = []
        for _ in range(3):
            begun = time.process_time()
            extract(Source(text=text))
            took.append(time.process_time() - begun)
        return min(took)

    # Twice the text may take noise more than twice the time; four times would be quadratic.
    assert best(40_000) <= 3.2 * best(20_000) + 0.02


def test_a_long_document_is_read_at_once() -> None:
    text = "".join(read_pair(name)[0] for name in names())
    text = (text * 3)[:20_000]
    took = []
    for _ in range(5):
        begun = time.process_time()
        extract(Source(text=text))
        took.append(time.process_time() - begun)

    assert min(took) < 0.25
