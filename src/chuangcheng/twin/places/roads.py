"""The town's named roads: two bundles of almost straight lines along its streets, and their crossings."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from chuangcheng.twin.ground.arrays import Floats, turned
from chuangcheng.twin.ground.terrain import Terrain

_SPACING = 780.0
# A road ends where the town does.
_TOWN_EDGE = 0.3
_STEP = 40.0
_SWING = 90.0
_KEPT_NAMES = [
    "中山路",
    "五一路",
    "人民路",
    "解放路",
    "建设路",
    "和平路",
    "文化路",
    "新华路",
    "滨河路",
    "云溪大道",
    "胜利路",
    "友谊路",
    "迎宾大道",
    "朝阳路",
    "健康路",
    "学府路",
    "站前路",
    "凤凰路",
    "长江路",
    "黄河路",
]
_FIRST = "兴安康宁泰丰裕昌盛荣华锦绣春晖朝霞明德崇文尚武敬业立新振中"
_SECOND = "业民国乡城园山河源达通顺平和庆祥瑞福禄"


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road through the town, as points some tens of metres apart."""

    name: str
    is_main: bool
    line: Floats
    # Where the others cross it, in order along it.
    crossings: Sequence["Crossing"]


@dataclass(frozen=True, slots=True)
class Crossing:
    place: tuple[float, float]
    other: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a bundle: so far off the middle, swinging a little."""

    off: float
    length: float
    phase: float

    def across(self, along: Floats) -> Floats:
        swings: Floats = self.off + _SWING * np.sin(along / self.length + self.phase)
        return swings


def laid(terrain: Terrain, random: Random) -> list[Road]:
    """Lay the roads; every third one is a main road, and so are the two through the centre."""
    count = 2 * round(terrain.town / _SPACING) + 1
    bundles = [[_drawn(at - count // 2, random) for at in range(count)] for _ in range(2)]
    names = _names(2 * count, random)
    east = dict(zip(_from_the_middle(count), names[::2], strict=True))
    north = dict(zip(_from_the_middle(count), names[1::2], strict=True))
    roads = []
    for own, others, own_names, other_names in (
        (bundles[0], bundles[1], east, north),
        (bundles[1], bundles[0], north, east),
    ):
        is_east = own is bundles[0]
        for at, line in enumerate(own):
            crossings = [
                Crossing(place, other_names[number])
                for number, other in enumerate(others)
                if _in_town(
                    terrain,
                    np.array([place := _meeting(line, other, terrain, is_east=is_east)]),
                )[0]
            ]
            road = Road(
                name=own_names[at],
                is_main=(at - count // 2) % 3 == 0,
                line=_course(line, terrain, is_east=is_east),
                crossings=crossings,
            )
            if len(road.line) and crossings:
                roads.append(road)
    return roads


def _drawn(at: int, random: Random) -> _Line:
    off = _SPACING * (at + random.uniform(-0.22, 0.22))
    return _Line(off, random.uniform(900, 1800), random.uniform(0, 6.28))


def _from_the_middle(count: int) -> list[int]:
    """Order the lines so that the best known names come to the centre."""
    return sorted(range(count), key=lambda at: (abs(at - count // 2), at))


def _names(count: int, random: Random) -> list[str]:
    drawn = [
        f"{first}{second}路" for first in _FIRST for second in _SECOND if first != second
    ]
    random.shuffle(drawn)
    named = list(dict.fromkeys([*_KEPT_NAMES, *drawn]))
    more = [name.replace("路", f"{side}路") for side in "东西南北" for name in named]
    return [*named, *more][:count]


def _course(line: _Line, terrain: Terrain, *, is_east: bool) -> Floats:
    along = np.arange(-2 * terrain.town, 2 * terrain.town, _STEP)
    course = _laid(along, line.across(along), terrain, is_east=is_east)
    return course[_in_town(terrain, course)]


def _meeting(
    line: _Line, other: _Line, terrain: Terrain, *, is_east: bool
) -> tuple[float, float]:
    """Find where two lines of the two bundles cross, by going to and fro between them."""
    along, across = np.array([other.off]), np.array([line.off])
    for _ in range(12):
        across = line.across(along)
        along = other.across(across)
    east, north = _laid(along, across, terrain, is_east=is_east)[0].tolist()
    return east, north


def _laid(along: Floats, across: Floats, terrain: Terrain, *, is_east: bool) -> Floats:
    points = np.column_stack([along, across] if is_east else [across, along])
    return turned(points, terrain.angle)


def _in_town(
    terrain: Terrain, points: Floats
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    inside: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        terrain.density(points) > _TOWN_EDGE
    )
    return inside
