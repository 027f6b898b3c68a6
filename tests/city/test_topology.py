"""What does not fit is found, and after mending the checks pass and mending again changes nothing."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pytest
import shapely
from bench import tilings
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries.mending import LARGEST_GAP, Mended, Repair, mend
from chuangcheng.city.boundaries.plane import square_metres
from chuangcheng.city.boundaries.tiles import Tile
from chuangcheng.city.boundaries.topology import Kind, check

# About 86 by 111 metres.
SIDE = 0.001
METRES = np.array([1 / 86_400, 1 / 111_195])


def box(column: float, row: float, *, width: float = 1, height: float = 1) -> BaseGeometry:
    """A rectangle counted in sides from a corner of the city."""
    west, south = 116 + column * SIDE, 39 + row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + height * SIDE)


def tile(
    code: str, shape: BaseGeometry, *, parent: str = "P", is_fixed: bool = False
) -> Tile:
    return Tile(
        code=code, name=f"{code}网格", parent=parent, shape=shape, is_fixed=is_fixed
    )


def parents(*shapes: BaseGeometry) -> dict[str, Tile]:
    return {
        code: Tile(code=code, name=f"{code}社区", parent="", shape=shape)
        for code, shape in zip("PQR", shapes, strict=False)
    }


NO_PARENTS: Mapping[str, Tile] = {}


def found(
    tiles: Sequence[Tile], around: Mapping[str, Tile] = NO_PARENTS
) -> list[tuple[Kind, tuple[str, ...]]]:
    return [(each.kind, each.codes) for each in check(tiles, around)]


def mended(
    tiles: Sequence[Tile],
    around: Mapping[str, Tile] = NO_PARENTS,
    repairs: Collection[Repair] = frozenset(Repair),
) -> Mended:
    return mend(tiles, around, repairs, check(tiles, around))


def test_areas_that_fit_are_not_touched() -> None:
    tiles = [tile("A", box(0, 0)), tile("B", box(1, 0))]
    around = parents(box(0, 0, width=2))

    assert found(tiles, around) == []
    assert mended(tiles, around).tiles == tiles


def test_an_overlap_is_told_with_both_and_goes_to_the_smaller_code() -> None:
    tiles = [tile("B", box(0.5, 0)), tile("A", box(0, 0))]

    [finding] = check(tiles, {})
    after = mended(tiles)

    assert (finding.kind, finding.codes) == (Kind.OVERLAP, ("A", "B"))
    assert finding.square_metres == pytest.approx(43.2 * 111.2, rel=0.01)
    assert finding.text.startswith("A网格与B网格重叠 4,8")
    assert areas(after) == pytest.approx([86.4 * 111.2, 43.2 * 111.2], rel=0.01)
    assert found(after.tiles) == []
    assert after.square_metres == pytest.approx(finding.square_metres, rel=0.01)


def areas(after: Mended) -> list[float]:
    shapes = np.array([each.shape for each in after.tiles], dtype=np.object_)
    return [float(area) for area in square_metres(shapes)]


def test_what_the_city_has_keeps_its_shape() -> None:
    tiles = [tile("A", box(0, 0)), tile("B", box(0.5, 0), is_fixed=True)]

    after = mended(tiles)

    assert {each.code: each.shape for each in after.tiles}["B"] == tiles[1].shape
    assert found(after.tiles) == []


def test_two_that_the_city_has_are_nobody_s_business_now() -> None:
    tiles = [tile("A", box(0, 0), is_fixed=True), tile("B", box(0.5, 0), is_fixed=True)]

    assert found(tiles) == []


def test_a_gap_inside_the_parent_goes_to_the_longest_neighbour() -> None:
    tiles = [tile("A", box(0, 0, height=2)), tile("B", box(1, 1))]
    around = parents(box(0, 0, width=2, height=2))

    assert found(tiles, around) == [(Kind.GAP, ("P",))]

    after = mended(tiles, around)
    assert found(after.tiles, around) == []
    assert areas(after) == pytest.approx([3 * 86.4 * 111.2, 86.4 * 111.2], rel=0.01)


def test_a_hole_between_areas_is_found_without_a_parent() -> None:
    ring = box(0, 0, width=3, height=3) - box(1, 1)

    assert found([tile("A", ring)]) == [(Kind.GAP, ("A",))]


def test_a_gap_as_large_as_a_grid_is_told_but_not_filled() -> None:
    tiles = [tile("A", box(0, 0, height=3)), tile("B", box(2.5, 0, height=3))]
    around = parents(box(0, 0, width=3.5, height=3))

    after = mended(tiles, around)

    [left] = check(after.tiles, around)
    assert left.kind == Kind.GAP
    assert left.square_metres > LARGEST_GAP
    assert after.square_metres == 0


def test_a_slip_of_the_pen_is_a_sliver() -> None:
    tiles = [tile("A", box(0, 0, width=1.01)), tile("B", box(1, 0))]

    assert found(tiles) == [(Kind.SLIVER, ("A", "B"))]
    assert found(mended(tiles).tiles) == []


def test_what_reaches_beyond_the_parent_is_cut() -> None:
    tiles = [tile("A", box(0, 0, width=1.5))]
    around = parents(box(0, 0))

    after = mended(tiles, around)

    assert found(tiles, around) == [(Kind.OUTSIDE, ("A", "P"))]
    assert found(after.tiles, around) == []


def test_a_repair_not_asked_for_is_not_done() -> None:
    tiles = [tile("A", box(0, 0)), tile("B", box(0.5, 0))]

    after = mended(tiles, repairs=[Repair.CUT, Repair.FILL])

    assert [kind for kind, _ in found(after.tiles)] == [Kind.OVERLAP]
    assert after.square_metres == 0


def test_each_repair_tells_how_much_it_moved() -> None:
    tiles = [tile("A", box(0, 0)), tile("B", box(0.75, 0, width=1.75))]
    cell = 86.4 * 111.2

    after = mended(tiles, parents(box(0, 0, width=2)))

    assert after.by_repair == {
        Repair.CUT: pytest.approx(cell / 2, rel=0.01),
        Repair.MATCH: pytest.approx(cell / 4, rel=0.01),
    }


def test_a_parent_without_parts_is_told() -> None:
    tiles = [tile("A", box(0, 0))]

    assert found(tiles, parents(box(0, 0), box(1, 0))) == [(Kind.CHILDLESS, ("Q",))]


def test_nothing_is_found_in_nothing() -> None:
    assert check([], {}) == []


def _jittered(shape: BaseGeometry, rng: np.random.Generator) -> BaseGeometry:
    """Move every vertex by up to 60 centimetres, as drawing each area by itself does."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = points[:-1] + rng.uniform(-0.6, 0.6, (len(points) - 1, 2)) * METRES
        closed: NDArray[np.float64] = np.concatenate([moved, moved[:1]])
        return closed

    jittered: BaseGeometry = shapely.transform(shape, move)
    return jittered


@st.composite
def drawn_cities(draw: st.DrawFn) -> tuple[list[Tile], dict[str, Tile]]:
    """A city whose grids were each drawn by themselves, with or without its communities."""
    seed = draw(st.integers(0, 10_000))
    across = draw(st.integers(2, 5))
    rng = np.random.default_rng(seed)
    whole: dict[str, list[BaseGeometry]] = {}
    tiles = []
    for place, shape in enumerate(tilings.crooked(across, across, bends=3, seed=seed)):
        community = f"C{place % across // 2}{place // across // 2}"
        whole.setdefault(community, []).append(shape)
        tiles.append(
            tile(f"{community}{place:03d}", _jittered(shape, rng), parent=community)
        )
    if draw(st.booleans()):
        return tiles, {}
    return tiles, {
        code: Tile(code=code, name=code, parent="", shape=shapely.union_all(shapes))
        for code, shapes in whole.items()
    }


@settings(max_examples=40, deadline=None)
@given(drawn_cities())
def test_after_mending_the_checks_pass_and_mending_again_changes_nothing(
    city: tuple[list[Tile], dict[str, Tile]],
) -> None:
    tiles, around = city

    once = mended(tiles, around)
    twice = mended(once.tiles, around)

    assert [each.text for each in check(once.tiles, around)] == []
    assert twice.square_metres == 0
    assert all(
        a.shape.equals(b.shape) for a, b in zip(once.tiles, twice.tiles, strict=True)
    )
