"""The pairs with the greatest sum, each row and each column used at most once."""

import numpy as np
from numpy.typing import NDArray


def best_pairs(gain: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the (row, column) pairs whose gains add up to the most; none without a gain.

    This is the Hungarian method with potentials: each row looks for the cheapest chain of
    changed partners that gives it a column.
    """
    if 0 in gain.shape:
        return []
    if gain.shape[0] > gain.shape[1]:
        return sorted((row, column) for column, row in best_pairs(gain.T))
    # A pair without a gain costs as much as none, so that a row may stay alone at no loss.
    cost = -np.maximum(gain, 0.0)
    row_of = _assign(cost)
    return sorted(
        (int(row), column)
        for column, row in enumerate(row_of)
        if row >= 0 and gain[row, column] > 0
    )


def _assign(cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each column its row, -1 for none; there are no more rows than columns."""
    rows, columns = cost.shape
    potential_of_row = np.zeros(rows)
    # The last column is a gate: the row that is looking for a column stands there.
    potential = np.zeros(columns + 1)
    row_of = np.full(columns + 1, -1, dtype=np.int64)
    for row in range(rows):
        row_of[columns] = row
        _find_column(cost, potential_of_row, potential, row_of)
    return row_of[:columns]


def _find_column(
    cost: NDArray[np.float64],
    potential_of_row: NDArray[np.float64],
    potential: NDArray[np.float64],
    row_of: NDArray[np.int64],
) -> None:
    columns = cost.shape[1]
    slack = np.full(columns, np.inf)
    came_from = np.full(columns, columns, dtype=np.int64)
    used = np.zeros(columns + 1, dtype=np.bool_)
    at = columns
    while row_of[at] != -1:
        used[at] = True
        row = row_of[at]
        reduced = cost[row] - potential_of_row[row] - potential[:columns]
        closer = ~used[:columns] & (reduced < slack)
        slack[closer] = reduced[closer]
        came_from[closer] = at
        nearest = int(np.argmin(np.where(used[:columns], np.inf, slack)))
        step = slack[nearest]
        potential_of_row[row_of[used]] += step
        potential[used] -= step
        slack[~used[:columns]] -= step
        at = nearest
    while at != columns:
        before = came_from[at]
        row_of[at] = row_of[before]
        at = before
