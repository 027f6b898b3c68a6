"""Settle the land: a site for every grid, thick in town, in pairs along the river."""

from dataclasses import dataclass

import numpy as np

from chuangcheng.twin.ground import mesh, splitting
from chuangcheng.twin.ground.arrays import Bools, Floats, turned
from chuangcheng.twin.ground.mesh import Mesh
from chuangcheng.twin.ground.terrain import BEYOND, Terrain

_SAMPLES_FOR_SITE = 60
_FEWEST_SAMPLES = 60_000
# No cell beyond the border is drawn, but the last of them must end somewhere.
_RIM = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """The city's cells; the first `cells` sites are its own, the others lie beyond the border."""

    terrain: Terrain
    mesh: Mesh
    cells: int
    # How long a cell is across, by site.
    widths: Floats
    is_left_bank: Bools


def settled(terrain: Terrain, grids: int, random: np.random.Generator) -> Land:
    """Put about so many grids where people live and mesh them."""
    wanted = max(_FEWEST_SAMPLES, _SAMPLES_FOR_SITE * grids)
    people = terrain.drawn_people(wanted, random)
    is_inside = terrain.inside(people)
    own = _sites(people[is_inside], grids, terrain.angle, random)
    for_one = is_inside.sum() / grids
    beyond = _sites(
        people[~is_inside],
        max(_RIM, round((~is_inside).sum() / for_one)),
        terrain.angle,
        random,
    )
    scale = _width_scale(terrain, own)
    banks = _banks(terrain, scale)
    own, beyond = (_off_the_river(sites, banks, terrain, scale) for sites in (own, beyond))
    is_inside = terrain.inside(banks)
    own = np.vstack([own, banks[is_inside]])
    sites = np.vstack([_rim(terrain), beyond, banks[~is_inside], own])
    is_own = _whole(sites, np.arange(len(sites)) >= len(sites) - len(own))
    sites = np.vstack([sites[is_own], sites[~is_own]])
    cells = int(is_own.sum())
    return Land(
        terrain=terrain,
        mesh=mesh.around(sites, np.arange(len(sites)) < cells),
        cells=cells,
        widths=scale / np.sqrt(terrain.density(sites)),
        is_left_bank=terrain.river.side(sites),
    )


def _whole(sites: Floats, is_own: Bools) -> Bools:
    """Take in what the city would enclose, and give away what would lie apart from it."""
    near = mesh.around(sites, np.ones(len(sites), dtype=bool))
    is_beyond = _connected(near, ~is_own, start=0)
    inner = int(np.hypot(*sites.T).argmin())
    return _connected(near, ~is_beyond, start=inner)


def _connected(near: Mesh, wanted: Bools, start: int) -> Bools:
    """Keep those of the wanted cells that can be reached from one of them."""
    both = wanted[near.left] & wanted[near.right]
    left, right = near.left[both], near.right[both]
    reached = np.zeros(len(wanted), dtype=bool)
    reached[start] = True
    count = 0
    while reached.sum() > count:
        count = int(reached.sum())
        touching = reached[left] | reached[right]
        reached[left[touching]] = reached[right[touching]] = True
    return reached


def _sites(people: Floats, count: int, angle: float, random: np.random.Generator) -> Floats:
    along_streets = turned(people, -angle)
    middles = [along_streets[heap] for heap in splitting.heaps(along_streets, count)]
    # A little off the middle: in no town is every block the same.
    noise = random.uniform(-0.12, 0.12, (count, 2))
    sites = np.array(
        [
            part.mean(axis=0) + shift * np.ptp(part, axis=0)
            for part, shift in zip(middles, noise, strict=True)
        ]
    )
    return turned(sites, angle)


def _width_scale(terrain: Terrain, sites: Floats) -> float:
    """Return the width of a cell where the density is one."""
    area = float(terrain.reach**2 * np.pi)
    spread = float((1 / terrain.density(sites)).sum())
    return float(np.sqrt(area / spread))


def _banks(terrain: Terrain, scale: float) -> Floats:
    """Put sites in pairs left and right of the river, so that it runs between cells."""
    line = terrain.river.line(terrain.reach * BEYOND, step=10.0)
    widths = scale / np.sqrt(terrain.density(line))
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    steps = np.concatenate([[0.0], np.cumsum(np.diff(walked) / widths[1:])])
    at = np.searchsorted(steps, np.arange(1.0, steps[-1] - 1))
    ahead = line[np.minimum(at + 3, len(line) - 1)] - line[at - 3]
    normal = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.hypot(*ahead.T)[:, None]
    off = normal * (0.42 * widths[at])[:, None]
    banks = np.vstack([line[at] + off, line[at] - off])
    # Where the river bends back on itself, a site may have come to lie on the wrong bank.
    is_left = terrain.river.side(banks)
    wanted = np.arange(len(banks)) < len(at)
    pairs = (is_left == wanted)[: len(at)] & (is_left == wanted)[len(at) :]
    paired: Floats = banks[np.concatenate([pairs, pairs])]
    return paired


def _off_the_river(sites: Floats, banks: Floats, terrain: Terrain, scale: float) -> Floats:
    """Leave out the sites in whose place a bank has come."""
    widths = scale / np.sqrt(terrain.density(sites))
    kept = np.ones(len(sites), dtype=bool)
    for bank in banks:
        kept &= np.hypot(*(sites - bank).T) > 0.62 * widths
    free: Floats = sites[kept]
    return free


def _rim(terrain: Terrain) -> Floats:
    around = np.arange(_RIM) * 2 * np.pi / _RIM
    rim: Floats = np.column_stack([np.cos(around), np.sin(around)])
    rim *= 1.8 * BEYOND * terrain.reach
    return rim
