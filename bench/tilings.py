"""Made-up cities that tile: neighbours share crooked borders, vertex for vertex."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a tiling lies: its south-west corner and the side of a tile, in degrees."""

    west: float = 116.0
    south: float = 39.0
    side: float = 0.003


GROUND = Ground()


def crooked(
    across: int, up: int, *, bends: int = 6, seed: int = 7, ground: Ground = GROUND
) -> Shapes:
    """Return `across` times `up` polygons of `4 * bends` vertices, row by row from the south-west."""
    rng = np.random.default_rng(seed)
    corners = _corners(rng, across, up, ground)
    flat = _bent(rng, corners[:-1], corners[1:], bends, ground)
    steep = _bent(rng, corners[:, :-1], corners[:, 1:], bends, ground)
    return np.array(
        [
            shapely.polygons(
                np.concatenate(
                    [
                        flat[x, y],
                        steep[x + 1, y],
                        _back(corners[x + 1, y + 1], flat[x, y + 1]),
                        _back(corners[x, y + 1], steep[x, y]),
                    ]
                )
            )
            for y in range(up)
            for x in range(across)
        ],
        dtype=np.object_,
    )


def _corners(rng: np.random.Generator, across: int, up: int, ground: Ground) -> Floats:
    x, y = np.meshgrid(np.arange(across + 1.0), np.arange(up + 1.0), indexing="ij")
    grid = np.stack([x, y], axis=-1)
    grid += rng.uniform(-0.2, 0.2, grid.shape)
    corners: Floats = grid * ground.side + np.array([ground.west, ground.south])
    return corners


def _bent(
    rng: np.random.Generator, start: Floats, end: Floats, bends: int, ground: Ground
) -> Floats:
    """Return the vertices of each edge from its start to just before its end."""
    share = (np.arange(bends) / bends)[:, None]
    line = start[..., None, :] * (1 - share) + end[..., None, :] * share
    line[..., 1:, :] += rng.uniform(-0.03, 0.03, line[..., 1:, :].shape) * ground.side
    return line


def _back(corner: Floats, edge: Floats) -> Floats:
    """Walk an edge from its end, which is the corner, to just before its start."""
    walked: Floats = np.concatenate([corner[None], edge[:0:-1]])
    return walked
