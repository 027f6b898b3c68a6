"""How large a city of so many people is: its parts, its area, its places."""

from dataclasses import dataclass
from math import exp, log, log10, pi, sqrt

SMALLEST, LARGEST = 100_000, 20_000_000
# Below this a city has no districts: its streets and towns lie right under it (县级市).
_WITHOUT_DISTRICTS = 400_000
# About 430 households of 2.9 people.
_PEOPLE_IN_GRID = 1_250
_FEWEST_GRIDS = 140
_TOWN_DENSITY = 8_500e-6
_COUNTRY_DENSITY = 330e-6
_PEOPLE_BEHIND_POINT = 660
_FEWEST_POINTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What follows from the number of people; lengths in metres."""

    population: int

    @property
    def has_districts(self) -> bool:
        return self.population >= _WITHOUT_DISTRICTS

    @property
    def districts(self) -> int:
        """Three at 800,000, fourteen at ten million."""
        return max(3, min(18, round(1 + 2 * exp(0.75 * log(self.population / 800_000)))))

    @property
    def grids(self) -> int:
        return max(_FEWEST_GRIDS, round(self.population / _PEOPLE_IN_GRID))

    @property
    def points(self) -> int:
        return max(_FEWEST_POINTS, round(self.population / _PEOPLE_BEHIND_POINT))

    @property
    def urban_share(self) -> float:
        """Half of a county lives in town, four fifths of a city of ten million."""
        return min(0.85, max(0.45, 0.5 + 0.18 * (log10(self.population) - 5.3)))

    @property
    def town_radius(self) -> float:
        return sqrt(self.population * self.urban_share / _TOWN_DENSITY / pi)

    @property
    def city_radius(self) -> float:
        country = self.population * (1 - self.urban_share) / _COUNTRY_DENSITY
        return sqrt(self.town_radius**2 + country / pi)

    @property
    def towns(self) -> int:
        """Return how many seats of towns lie out in the country."""
        return max(3, round(self.population * (1 - self.urban_share) / 45_000))
