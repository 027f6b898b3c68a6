"""Cells that tile: every border is one line, kept once and shared by the cells on its two sides."""

from dataclasses import dataclass

import numpy as np
import shapely

from chuangcheng.twin.ground.arrays import Bools, Floats, Ints

# Corners closer than this are pushed apart: rounding must not make them one.
_CLOSEST_CORNERS = 1.5
_BENDS_AT_MOST = 11
# How far an edge may swing out, as a share of its own length.
_SWING_OF_LENGTH = 0.22


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """The nearest land of each site; edge `e` runs from a corner to another, a cell on either hand."""

    sites: Floats
    corners: Floats
    starts: Ints
    ends: Ints
    left: Ints
    right: Ints


def around(sites: Floats, is_own: Bools) -> Mesh:
    """Give every site the land nearest to it; edges that touch none of one's own are left out.

    The corners are the centres of the circles through three neighbouring sites (Voronoi from
    Delaunay). A corner belongs to one triangle, so the three cells that meet there share it exactly.
    """
    triangles = _triangles(sites)
    corners = _centres(sites[triangles])
    froms = triangles.ravel()
    tos = np.roll(triangles, -1, axis=1).ravel()
    owner = np.repeat(np.arange(len(triangles)), 3)
    # Each inner edge occurs twice, once in either direction; sorting brings the two together.
    low, high = np.minimum(froms, tos), np.maximum(froms, tos)
    order = np.lexsort((froms > tos, high, low))
    paired = (low[order][:-1] == low[order][1:]) & (high[order][:-1] == high[order][1:])
    first, second = order[:-1][paired], order[1:][paired]
    left, right = froms[first], tos[first]
    kept = is_own[left] | is_own[right]
    starts, ends = owner[second][kept], owner[first][kept]
    return Mesh(
        sites=sites,
        corners=_apart(corners, starts, ends),
        starts=starts,
        ends=ends,
        left=left[kept],
        right=right[kept],
    )


def _triangles(sites: Floats) -> Ints:
    """Return the corners of the Delaunay triangles as numbers of sites, counter-clockwise."""
    shapes = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(sites)))
    found = shapely.get_coordinates(shapely.orient_polygons(shapes)).reshape(-1, 4, 2)
    keys = sites[:, 0] + 1j * sites[:, 1]
    order = np.argsort(keys)
    wanted = found[:, :3, 0] + 1j * found[:, :3, 1]
    numbers: Ints = order[np.searchsorted(keys[order], wanted)]
    return numbers[np.lexsort(np.sort(numbers, axis=1).T)]


def _centres(triangles: Floats) -> Floats:
    """Return the centres of the circles around triangles."""
    a, b, c = (triangles[:, at] for at in range(3))
    to_b, to_c = b - a, c - a
    twice = 2 * (to_b[:, 0] * to_c[:, 1] - to_b[:, 1] * to_c[:, 0])
    b_squared, c_squared = (to_b**2).sum(axis=1), (to_c**2).sum(axis=1)
    east = (to_c[:, 1] * b_squared - to_b[:, 1] * c_squared) / twice
    north = (to_b[:, 0] * c_squared - to_c[:, 0] * b_squared) / twice
    centres: Floats = a + np.column_stack([east, north])
    return centres


def _apart(corners: Floats, starts: Ints, ends: Ints) -> Floats:
    moved = corners.copy()
    gap = moved[ends] - moved[starts]
    length = np.hypot(*gap.T)
    short = length < _CLOSEST_CORNERS
    push = gap[short] / np.maximum(length[short], 1e-9)[:, None] * _CLOSEST_CORNERS / 2
    np.add.at(moved, ends[short], push)
    np.add.at(moved, starts[short], -push)
    return moved


def bent_edges(
    mesh: Mesh, *, step: Floats, swing: Floats, random: np.random.Generator
) -> list[Floats]:
    """Bend every edge once, for both its cells; return its points from start to end.

    Points are drawn from the straight edge towards one of its two sites, by a share of the way. They
    stay inside that site's own triangle with the edge and in order around the site, so no two edges
    can cross. `step` is the length between bends, `swing` the largest share, both by edge.
    """
    starts, ends = mesh.corners[mesh.starts], mesh.corners[mesh.ends]
    length = np.hypot(*(ends - starts).T)
    counts = np.clip(length // step, 1, _BENDS_AT_MOST).astype(np.int64)
    towards = np.where(random.random(len(starts)) < 0.5, mesh.left, mesh.right)
    away = np.hypot(*(mesh.sites[towards] - (starts + ends) / 2).T)
    heights = np.minimum(swing, _SWING_OF_LENGTH * length / away)
    heights *= random.uniform(0.2, 1.0, len(starts))
    phases = random.uniform(0, 2 * np.pi, (len(starts), 2))
    bent: list[Floats] = [np.empty((0, 2))] * len(starts)
    for count in range(1, _BENDS_AT_MOST + 1):
        [chosen] = np.nonzero(counts == count)
        at = np.arange(1, count + 1) / (count + 1)
        straight = starts[chosen, None] + at[:, None] * (ends - starts)[chosen, None]
        rough = np.sin(11 * at + phases[chosen, :1]) + np.sin(29 * at + phases[chosen, 1:])
        share = heights[chosen, None] * np.sin(np.pi * at) ** 0.7 * (0.6 + 0.2 * rough)
        site = mesh.sites[towards[chosen], None]
        inner = straight + share[..., None] * (site - straight)
        for edge, points in zip(chosen.tolist(), inner, strict=True):
            bent[edge] = np.vstack([starts[edge], points, ends[edge]])
    return bent
