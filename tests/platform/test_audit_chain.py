"""The chain's arithmetic: nothing can be moved, swapped or blurred without another digest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.platform.audit import chain

HEADING = chain.Heading(
    number=7,
    at=datetime(2026, 3, 2, 4, tzinfo=UTC),
    algorithm="sm3",
    previous=bytes(32),
    columns={"city_unitevent": ["id", "name"]},
    first=12,
    count=3,
    is_complete=True,
)
PLACE = chain.Place(position=12, table="city_unitevent", row=5, is_ours=True)


def test_sm3_is_the_published_one() -> None:
    # GB/T 32905-2016, example 1: the message is "abc".
    digest = chain._digest("sm3", b"abc").hex()

    assert digest == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(["ab", "c"], ["a", "bc"], id="letters move to the next column"),
        pytest.param([None], [""], id="nothing is not empty"),
        pytest.param([None], ["-;"], id="text that looks like nothing"),
        pytest.param(["1:a;"], ["a"], id="text that looks framed"),
        pytest.param(["城"], ["城 "], id="a space"),
        pytest.param(["a"], ["a", None], id="one column more"),
    ],
)
def test_rows_that_differ_have_different_contents(
    one: list[str | None], other: list[str | None]
) -> None:
    assert chain.content("sm3", one) != chain.content("sm3", other)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 8},
        {"at": HEADING.at + timedelta(microseconds=1)},
        {"algorithm": "sha256"},
        {"previous": bytes(31) + b"1"},
        {"columns": {"city_unitevent": ["id"]}},
        {"first": 13},
        {"count": 4},
        {"is_complete": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_seal_vouches_for_all_it_says(change: dict[str, Any]) -> None:
    assert chain.opening(replace(HEADING, **change)) != chain.opening(HEADING)


@pytest.mark.parametrize(
    "change",
    [{"position": 13}, {"table": "city_postevent"}, {"row": 6}, {"is_ours": False}],
    ids=lambda change: next(iter(change)),
)
def test_a_link_vouches_for_its_place(change: dict[str, Any]) -> None:
    moved = chain.link("sm3", b"before", replace(PLACE, **change), b"content")

    assert moved != chain.link("sm3", b"before", PLACE, b"content")


def test_a_seal_opens_the_same_in_every_time_zone() -> None:
    shanghai = HEADING.at.astimezone(tz=datetime.now().astimezone().tzinfo)

    assert chain.opening(replace(HEADING, at=shanghai)) == chain.opening(HEADING)
