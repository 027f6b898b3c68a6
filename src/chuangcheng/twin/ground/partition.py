"""Part neighbouring cells into connected areas of wanted weight: districts, streets, communities."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chuangcheng.twin.ground import splitting
from chuangcheng.twin.ground.arrays import Bools, Floats, Ints
from chuangcheng.twin.ground.settling import Land

_ROUNDS = 9
# Going across the river is as far as going through so many cells more.
_RIVER = 2.5
# How slowly the core grows away from the side to which it is drawn out: 1 there more than here.
_AGAINST = 1.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Who lies next to whom, and how far apart in widths of a cell."""

    places: Floats
    # For each cell its neighbours and their distances.
    around: Sequence[Sequence[tuple[int, float]]]


def neighbours(land: Land) -> Neighbours:
    """Find the neighbours among the city's own cells."""
    mesh = land.mesh
    own = (mesh.left < land.cells) & (mesh.right < land.cells)
    left, right = mesh.left[own], mesh.right[own]
    apart = np.hypot(*(mesh.sites[left] - mesh.sites[right]).T)
    far = apart * 2 / (land.widths[left] + land.widths[right])
    far += _RIVER * (land.is_left_bank[left] != land.is_left_bank[right])
    around: list[list[tuple[int, float]]] = [[] for _ in range(land.cells)]
    for one, other, distance in zip(
        left.tolist(), right.tolist(), far.tolist(), strict=True
    ):
        around[one].append((other, distance))
        around[other].append((one, distance))
    return Neighbours(places=mesh.sites[: land.cells], around=around)


def parted(near: Neighbours, cells: Ints, count: int) -> list[Ints]:
    """Part connected cells into so many connected areas of about as many cells each.

    Areas grow from seeds, each cell going to the seed it reaches first. An area that came out too
    large grows more slowly in the next round, and each seed moves to the middle of its area.
    """
    if count == 1:
        return [cells]
    seeds = _first_seeds(near, cells, count)
    paces = np.ones(count)
    rounds: list[tuple[int, Ints]] = []
    for _ in range(_ROUNDS):
        owners = _grown(near, cells, seeds, paces)
        got = np.bincount(owners, minlength=count)
        rounds.append((int(got.max() - got.min()), owners))
        paces *= np.clip((len(cells) / count / got) ** 0.35, 0.7, 1.4)
        seeds = [_middle(near, cells[owners == area]) for area in range(count)]
    _, best = min(rounds, key=lambda each: each[0])
    return [cells[best == area] for area in range(count)]


def core(
    near: Neighbours, cells: Ints, share: float, *, towards: float
) -> tuple[Ints, Ints]:
    """Cut out the area around the town's centre, drawn out towards one side; return it and the rest.

    The rest is connected: what the core cuts off from it falls to the core.
    """
    east, north = near.places[cells].T
    seed = int(cells[np.hypot(east, north).argmin()])
    bearing = np.arctan2(near.places[:, 1], near.places[:, 0])
    slowness = _AGAINST - np.cos(bearing - towards)
    arrivals = _arrivals(near, cells, {seed: 0.0}, slowness)
    taken = set(list(arrivals)[: round(share * len(cells))])
    rest = set(cells.tolist()) - taken
    kept = max(_pieces(near, rest), key=len)
    inside = np.array(sorted(set(cells.tolist()) - kept), dtype=np.int64)
    return inside, np.array(sorted(kept), dtype=np.int64)


def _arrivals(
    near: Neighbours, cells: Ints, starts: dict[int, float], slowness: Floats
) -> dict[int, float]:
    """Walk from the starts over the cells; return when each is reached, the earliest first."""
    wanted = set(cells.tolist())
    reached: dict[int, float] = {}
    heap = [(at, cell) for cell, at in starts.items()]
    while heap:
        at, cell = heapq.heappop(heap)
        if cell in reached:
            continue
        reached[cell] = at
        for other, distance in near.around[cell]:
            if other in wanted and other not in reached:
                heapq.heappush(heap, (at + distance * slowness[other], other))
    return reached


def _pieces(near: Neighbours, cells: set[int]) -> list[set[int]]:
    """Part cells into connected pieces."""
    pieces = []
    waiting = set(cells)
    while waiting:
        start = min(waiting)
        piece = set(
            _arrivals(
                near, np.array(sorted(waiting)), {start: 0.0}, np.ones(len(near.around))
            )
        )
        pieces.append(piece)
        waiting -= piece
    return pieces


def _first_seeds(near: Neighbours, cells: Ints, count: int) -> list[int]:
    heaps = splitting.heaps(near.places[cells], count)
    return [_middle(near, cells[heap]) for heap in heaps]


def _middle(near: Neighbours, cells: Ints) -> int:
    places = near.places[cells]
    off = ((places - places.mean(axis=0)) ** 2).sum(axis=1)
    return int(cells[off.argmin()])


def _grown(near: Neighbours, cells: Ints, seeds: Sequence[int], paces: Floats) -> Ints:
    """Let all seeds grow at once; tell for each cell which seed came first."""
    is_wanted: Bools = np.zeros(len(near.around), dtype=bool)
    is_wanted[cells] = True
    owners: dict[int, int] = {}
    # A seed keeps its own cell, however fast another one comes.
    heap = [(0.0, area, seed) for area, seed in enumerate(seeds)]
    while heap:
        far, area, cell = heapq.heappop(heap)
        if cell in owners:
            continue
        owners[cell] = area
        for other, distance in near.around[cell]:
            if is_wanted[other] and other not in owners:
                heapq.heappush(heap, (far + distance / paces[area], area, other))
    return np.array([owners[cell] for cell in cells.tolist()], dtype=np.int64)
