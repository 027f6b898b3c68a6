"""Pairs that are likely one place."""

import time

import numpy as np
import pytest

from chuangcheng.platform.geo import metres_between
from chuangcheng.points.duplicates import Places, Strength, find, likenesses, plain_names

METRE = 1 / 111_194
NAN = float("nan")
Spot = tuple[str, float, float]


def places(*spots: Spot, kinds: tuple[int, ...] = (), address: str = "") -> Places:
    """Places by name and metres east and north of one corner; NaN is without position."""
    east = np.array([spot[1] for spot in spots])
    return Places(
        kinds=np.array(kinds or [1] * len(spots), dtype=np.int64),
        lons=112 + east * METRE / np.cos(np.radians(30)),
        lats=30 + np.array([spot[2] for spot in spots]) * METRE,
        names=[spot[0] for spot in spots],
        addresses=[address] * len(spots),
    )


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        pytest.param(
            "云溪区人民路农贸市场", "人民路农贸市场", 100, 100, id="district in front"
        ),
        pytest.param(
            "大华超市（人民路分店）", "大华超市人民路店", 100, 100, id="brackets, branch"
        ),
        pytest.param("第三小学", "第3小学", 100, 100, id="written numeral"),
        pytest.param("第十二小学", "第12小学", 100, 100, id="longer numeral"),
        pytest.param("第一小学", "第二小学", 0, 50, id="numbered otherwise"),
        pytest.param("3号公厕", "4号公厕", 0, 50, id="numbered by digits"),
        pytest.param("火车站东广场", "火车站西广场", 0, 50, id="the other side"),
        pytest.param("人民路农贸市场", "人民路农贸大市场", 85, 99, id="one word more"),
        pytest.param("大华超市", "大华超市人民路店", 85, 95, id="inside the longer name"),
        pytest.param("人民公园", "滨江社区服务中心", 0, 40, id="strangers"),
        pytest.param("三里河市场", "四里河市场", 60, 90, id="numerals that count nothing"),
    ],
)
def test_names_are_compared_by_what_tells_places_apart(
    first: str, second: str, least: float, most: float
) -> None:
    plain = plain_names([first, second], prefixes=["云溪区", "云溪"])

    assert least <= likenesses(plain[:1], plain[1:])[0] <= most


@pytest.mark.parametrize(
    ("second", "strength"),
    [
        pytest.param(("人民路市场", 20.0, 0.0), Strength.SURE, id="close, same name"),
        pytest.param(("人民路市场", 150.0, 0.0), Strength.SURE, id="near, same name"),
        pytest.param(("人民路大市场", 20.0, 0.0), Strength.SURE, id="close, like name"),
        pytest.param(("滨江菜场", 29.9, 0.0), Strength.NEAR, id="just within 30 m"),
        pytest.param(("滨江菜场", 30.2, 0.0), None, id="just beyond 30 m"),
        pytest.param(("人民路市场", 900.0, 0.0), None, id="far, same name"),
        pytest.param(
            ("人民路市场", NAN, NAN), Strength.LIKELY, id="no position, same name"
        ),
        pytest.param(("滨江菜场", NAN, NAN), None, id="no position, other name"),
    ],
)
def test_pairs_are_weighed(second: Spot, strength: Strength | None) -> None:
    pairs = find(places(("人民路市场", 0, 0), second))

    assert [pair.strength for pair in pairs] == ([strength] if strength else [])


def test_two_types_on_one_spot_are_two_places() -> None:
    assert not find(places(("人民路市场", 0, 0), ("人民路市场", 1, 0), kinds=(1, 2)))


def test_other_addresses_tell_places_without_position_apart() -> None:
    both = places(("建设银行", NAN, NAN), ("建设银行", NAN, NAN))
    apart = Places(
        kinds=both.kinds,
        lons=both.lons,
        lats=both.lats,
        names=both.names,
        addresses=["人民路 12 号", "滨江大道 230 号"],
    )

    assert (len(find(both)), len(find(apart))) == (1, 0)


def test_only_pairs_with_something_new_are_looked_for() -> None:
    three = places(("市场", 0, 0), ("市场", 5, 0), ("市场", 10, 0))

    pairs = find(three, fresh=np.array([False, False, True]))

    assert [(pair.first, pair.second) for pair in pairs] == [(0, 2), (1, 2)]


def test_a_crowd_on_one_spot_says_nothing_of_where_they_are() -> None:
    crowd = places(*((f"第{number}号公厕", 0.0, 0.0) for number in range(40)))

    assert not find(crowd)


def test_the_index_finds_what_comparing_everything_finds() -> None:
    chance = np.random.default_rng(7)
    count = 600
    east, north = chance.uniform(0, 1500, (2, count))
    kinds = chance.integers(0, 3, count)
    listed = places(
        *(
            (f"市场{n % 7}", float(e), float(y))
            for n, (e, y) in enumerate(zip(east, north, strict=True))
        ),
        kinds=tuple(int(kind) for kind in kinds),
    )

    found = {(pair.first, pair.second) for pair in find(listed) if (pair.metres or 0) <= 30}

    metres = metres_between(
        listed.lons[:, None], listed.lats[:, None], listed.lons, listed.lats
    )
    close = (
        (metres <= 30)
        & (kinds[:, None] == kinds)
        & np.triu(np.ones((count, count), bool), 1)
    )
    assert found == set(zip(*np.nonzero(close), strict=True))


@pytest.mark.parametrize("spread", [10.0, NAN], ids=["one courtyard", "without position"])
def test_a_senseless_list_ends_as_well(spread: float) -> None:
    chance = np.random.default_rng(7)
    listed = places(*(("市场", float(e) * spread, 0.0) for e in chance.random(5000)))

    started = time.perf_counter()
    assert len(find(listed)) == 20_000
    assert time.perf_counter() - started < 20
