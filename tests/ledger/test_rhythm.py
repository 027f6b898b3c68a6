"""How often, as people write it."""

import pytest

from chuangcheng.ledger import rhythm
from chuangcheng.ledger.occurrences import BadRule


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("", ""),
        ("每月11日", "FREQ=MONTHLY;BYMONTHDAY=11"),
        ("每周1次", "FREQ=WEEKLY"),
        ("每季度一次", "FREQ=MONTHLY;INTERVAL=3"),
        ("每周一、四", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("每 2 周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每月第一个周一", "FREQ=MONTHLY;BYDAY=1MO"),
        ("rrule:freq=monthly", "FREQ=MONTHLY"),
    ],
)
def test_what_people_write_becomes_a_rule(said: str, rule: str) -> None:
    assert rhythm.read(said) == rule


@pytest.mark.parametrize(
    "said", ["随便", "每月2次", "FREQ=HOURLY", "每月45日", "每月11日前后"]
)
def test_what_cannot_be_understood_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(BadRule, match="频次“"):
        rhythm.read(said)


@pytest.mark.parametrize(
    "rule",
    [
        *(rhythm.read(said) for said in rhythm.COMMON),
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",
        "FREQ=WEEKLY;UNTIL=20261231",
    ],
)
def test_saying_a_rule_and_reading_it_again_changes_nothing(rule: str) -> None:
    assert rhythm.read(rhythm.say(rule)) == rule
