"""A chessboard laid over shapes: most of its cells lie in one shape, and answer without geometry."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

OUTSIDE = -1
"""No shape holds any position of the cell."""

BORDER = -2
"""A border runs through the cell, so that each position must be looked at by itself."""

_CELLS_PER_SHAPE = 256
_FEWEST, _MOST = 1 << 16, 1 << 21
# Added around every piece of border: a tenth of a millimetre, far above what rounding can move.
_MARGIN = 1e-9


@dataclass(frozen=True, slots=True)
class Board:
    """Where the cells lie."""

    west: float
    south: float
    east: float
    north: float
    across: int
    up: int
    # Cells a degree.
    rate_across: float
    rate_up: float

    def cells_of(self, lons: Floats, lats: Floats) -> Places:
        """Return the cell of each position; all must lie on the board."""
        column = np.minimum((lons - self.west) * self.rate_across, self.across - 1)
        row = np.minimum((lats - self.south) * self.rate_up, self.up - 1)
        cells: Places = row.astype(np.int64) * self.across + column.astype(np.int64)
        return cells

    def holds(self, lons: Floats, lats: Floats) -> NDArray[np.bool_]:
        """Tell which positions lie on the board; what is not a number does not."""
        return (
            (lons >= self.west)
            & (lons <= self.east)
            & (lats >= self.south)
            & (lats <= self.north)
        )

    def centres(self, cells: Places) -> tuple[Floats, Floats]:
        row, column = np.divmod(cells, self.across)
        lons: Floats = self.west + (column + 0.5) / self.rate_across
        lats: Floats = self.south + (row + 0.5) / self.rate_up
        return lons, lats


def board_over(shapes: NDArray[np.object_]) -> Board:
    """Lay about 256 cells over each shape, fewer where a city has thousands, as square as may be."""
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    # A board without width has no cells; one of a metre hurts nobody.
    west, south, east, north = west - 1e-5, south - 1e-5, east + 1e-5, north + 1e-5
    wanted = float(np.clip(_CELLS_PER_SHAPE * len(shapes), _FEWEST, _MOST))
    width = (east - west) * float(np.cos(np.radians((south + north) / 2)))
    ratio = width / (north - south)
    across = int(np.clip(np.sqrt(wanted * ratio), 1, wanted))
    up = max(1, int(wanted / across))
    return Board(
        west=west,
        south=south,
        east=east,
        north=north,
        across=across,
        up=up,
        rate_across=across / (east - west),
        rate_up=up / (north - south),
    )


def border_cells(board: Board, shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Mark every cell that a border touches."""
    marked = np.zeros(board.across * board.up, dtype=np.bool_)
    start, end = _pieces(board, shapes)
    low = np.minimum(start, end) - _MARGIN
    high = np.maximum(start, end) + _MARGIN
    # A piece is no longer than a cell: the corners of its box lie in every cell that it touches.
    for lons in (low[:, 0], high[:, 0]):
        for lats in (low[:, 1], high[:, 1]):
            marked[board.cells_of(lons, lats)] = True
    return marked


def _pieces(board: Board, shapes: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Cut all borders into pieces that are at most as long as a cell."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    start, step = points[:-1][joined], (points[1:] - points[:-1])[joined]
    rates = np.array([board.rate_across, board.rate_up])
    # A little more than needed: the margin must fit into the cell too.
    counts = np.ceil(np.abs(step * rates).max(axis=1) * 1.01).astype(np.int64) + 1
    which = np.repeat(np.arange(len(start)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    number = (np.arange(len(which)) - first).astype(np.float64)
    share = 1 / counts[which]
    begin = start[which] + step[which] * (number * share)[:, None]
    finish = start[which] + step[which] * ((number + 1) * share)[:, None]
    return begin, finish


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """Unmarked cells in patches that no border divides: one look answers for all of a patch."""

    # The unmarked cells, and for each the number of its patch.
    cells: Places
    numbers: Places
    # One cell of each patch.
    samples: Places


def patches(marked: NDArray[np.bool_], board: Board) -> Patches:
    """Group the unmarked cells: first into runs along a row, then runs with those below them."""
    free = np.flatnonzero(~marked)
    begins = np.ones(len(free), dtype=np.bool_)
    begins[1:] = (np.diff(free) != 1) | (free[1:] % board.across == 0)
    run = np.cumsum(begins) - 1
    run_of = np.full(board.across + len(marked), OUTSIDE, dtype=np.int64)
    # One row more at the south, so that the lowest row too has something below.
    run_of[board.across + free] = run
    below = run_of[free]
    joined = below != OUTSIDE
    first = np.arange(np.count_nonzero(begins))
    # Of several runs below any will do: all are of the same shape.
    first[run[joined]] = below[joined]
    while not np.array_equal(first, further := first[first]):
        first = further
    heads, numbers = np.unique(first, return_inverse=True)
    return Patches(cells=free, numbers=numbers[run], samples=free[begins][heads])
