"""Whole documents of many layouts, scored against the ledgers written for them."""

from datetime import date

import pytest

from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.platform.readers.source import Source
from tests.ledger.extraction.score import KINDS, Tally, names, read_pair, score


@pytest.mark.parametrize("name", names())
def test_every_layout_is_read_well(name: str) -> None:
    text, gold = read_pair(name)

    tally = score(text, gold["tasks"])

    assert tally.overall >= gold.get("floor", 0.90), {
        kind: round(tally.f1(kind), 2) for kind in KINDS
    }


def test_no_measure_is_weak_over_all_documents() -> None:
    total = Tally()
    for name in names():
        text, gold = read_pair(name)
        total.add(score(text, gold["tasks"]))

    assert min(total.f1(kind) for kind in KINDS) >= 0.95
    assert total.overall >= 0.97


@pytest.mark.parametrize("name", names())
def test_the_date_of_a_document_is_found(name: str) -> None:
    text, gold = read_pair(name)
    expected = gold["document"]["date"]

    found = extract(Source(text=text)).date

    assert found == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize("name", names())
def test_a_reader_can_find_each_task_in_the_source(name: str) -> None:
    text, _ = read_pair(name)

    for task in extract(Source(text=text)).tasks:
        assert text[task.start : task.end] == task.text


def test_two_thirds_wrong_would_be_noticed() -> None:
    text, gold = read_pair("village_stages")
    spoiled = [{**task, "deadline": "1999-01-01"} for task in gold["tasks"]]

    assert score(text, spoiled).f1("deadlines") == 0


def test_a_sentence_that_reads_like_an_assignment_is_marked() -> None:
    text = "某市工作方案\n一、工作要求\n要建立健全长效管护机制,切实巩固整治成果。\n"

    extraction = extract(Source(text=text))

    assert not extraction.tasks
    assert [text[s.start : s.end] for s in extraction.doubtful] == [
        "要建立健全长效管护机制,切实巩固整治成果。"
    ]


def test_a_named_owner_is_surer_than_a_carried_one() -> None:
    text = "区城管局牵头清理积存垃圾200吨。拆除沿街破损广告牌,规范设置停车线。\n"

    first, *others = extract(Source(text=text)).tasks

    assert others
    assert all(first.confidence > other.confidence for other in others)


def test_section_is_the_path_of_headings() -> None:
    text = "某区方案\n一、重点任务\n(一)整治市容\n1.区城管局要清理占道经营。\n二、保障\n区财政局要安排经费。\n"

    sections = [task.section for task in extract(Source(text=text)).tasks]

    assert sections == [("一、重点任务", "(一)整治市容"), ("二、保障",)]
