"""The lie of the land: how far the city reaches, where people live thickly, where the river runs.

Everything is in metres east and north of the town's centre.
"""

from dataclasses import dataclass

import numpy as np

from chuangcheng.twin.ground.arrays import Bools, Floats, turned
from chuangcheng.twin.size import Size

# Sampled and meshed beyond the border, so that the border itself is an edge between two cells.
BEYOND = 1.3
_RASTER = 900
# People of the open country for each of the town's edge, on the same area.
_COUNTRY = 0.035
# A small town, and the seat of a county.
_SEAT_WIDTHS = (700.0, 2_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class River:
    """A winding line through the town: north of it is one bank, south of it the other."""

    angle: float
    offset: float
    swings: Floats
    lengths: Floats
    phases: Floats

    def side(self, points: Floats) -> Bools:
        """Tell which points lie on the left bank."""
        along, across = turned(points, -self.angle).T
        left: Bools = across > self._bend(along)
        return left

    def line(self, reach: float, step: float) -> Floats:
        """Return the middle of the river from one end of the land to the other."""
        along = np.arange(-reach, reach, step)
        return turned(np.column_stack([along, self._bend(along)]), self.angle)

    def _bend(self, along: Floats) -> Floats:
        waves = self.swings * np.sin(along[:, None] / self.lengths + self.phases)
        bend: Floats = self.offset + waves.sum(axis=1)
        return bend


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """Where people live; drawn once for a city."""

    town: float
    reach: float
    # The way the town's streets run.
    angle: float
    river: River
    town_shape: Floats
    city_shape: Floats
    # Towns out in the country: east, north, width.
    seats: Floats

    def inside(self, points: Floats) -> Bools:
        """Tell which points belong to the city."""
        east, north = points.T
        reach = self.reach * (1 + _lobes(np.arctan2(north, east), self.city_shape))
        within: Bools = np.hypot(east, north) < reach
        return within

    def density(self, points: Floats) -> Floats:
        """Return how thickly people live, as a share of the town's edge."""
        east, north = points.T
        far = np.hypot(east, north) / self.town
        edge = 1 + _lobes(np.arctan2(north, east), self.town_shape)
        town = (1 + 1.2 * np.exp(-((far / 0.45) ** 2))) / (1 + np.exp((far - edge) / 0.09))
        away = np.hypot(east[:, None] - self.seats[:, 0], north[:, None] - self.seats[:, 1])
        seats = 0.6 * np.exp(-((away / self.seats[:, 2]) ** 2)).max(axis=1, initial=0)
        density: Floats = np.maximum(town, seats) + _COUNTRY
        return density

    def drawn_people(self, count: int, random: np.random.Generator) -> Floats:
        """Draw where so many people live, some way beyond the border too."""
        edge = self.reach * BEYOND
        width = 2 * edge / _RASTER
        middles = -edge + width * (np.arange(_RASTER) + 0.5)
        lattice = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
        weights = np.concatenate([self.density(part) for part in np.split(lattice, 30)])
        chosen = random.choice(len(lattice), size=count, p=weights / weights.sum())
        people: Floats = lattice[chosen] + random.uniform(-width / 2, width / 2, (count, 2))
        return people


def drawn(size: Size, random: np.random.Generator) -> Terrain:
    """Draw the land for a city of that size."""
    town, reach = size.town_radius, size.city_radius
    angle = random.uniform(-0.45, 0.45)
    swings = town * random.uniform(0.5, 1.0, 3) * np.array([0.5, 0.18, 0.06])
    river = River(
        angle=angle + random.uniform(-0.5, 0.5),
        offset=town * random.uniform(-0.35, 0.35),
        swings=swings,
        lengths=town * random.uniform(0.8, 1.2, 3) * np.array([1.3, 0.5, 0.2]),
        phases=random.uniform(0, 2 * np.pi, 3),
    )
    around = random.uniform(0, 2 * np.pi, size.towns)
    far = np.sqrt(random.uniform((1.5 * town / reach) ** 2, 0.7, size.towns)) * reach
    # Many small ones, few large ones.
    widths = _SEAT_WIDTHS[0] * (_SEAT_WIDTHS[1] / _SEAT_WIDTHS[0]) ** random.beta(
        0.6, 1.8, size.towns
    )
    return Terrain(
        town=town,
        reach=reach,
        angle=angle,
        river=river,
        town_shape=_drawn_lobes(random, 0.22, 6),
        city_shape=_drawn_lobes(random, 0.15, 24),
        seats=np.column_stack([far * np.cos(around), far * np.sin(around), widths]),
    )


def _drawn_lobes(random: np.random.Generator, height: float, count: int) -> Floats:
    heights = height * random.uniform(0.2, 1.0, count) / np.arange(1, count + 1)
    return np.column_stack([heights, random.uniform(0, 2 * np.pi, count)])


def _lobes(around: Floats, shape: Floats) -> Floats:
    """Return by how much a rounded shape reaches out in each direction, or falls short."""
    waves = np.arange(2, 2 + len(shape))
    lobes: Floats = (shape[:, 0] * np.sin(around[:, None] * waves + shape[:, 1])).sum(
        axis=1
    )
    return lobes
