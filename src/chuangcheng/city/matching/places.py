"""The city's own place names, and which tier a name speaks of."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Tier(IntEnum):
    """How high a body stands; 区 and 县 are the same tier, as are 街道, 乡 and 镇."""

    PROVINCE = 1
    CITY = 2
    DISTRICT = 3
    STREET = 4


TIER_OF_LETTER = {
    "省": Tier.PROVINCE,
    "市": Tier.CITY,
    "州": Tier.CITY,
    "区": Tier.DISTRICT,
    "县": Tier.DISTRICT,
    "旗": Tier.DISTRICT,
    "镇": Tier.STREET,
    "乡": Tier.STREET,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A city or district whose name stands in front of its bodies' names."""

    name: str
    tier: Tier

    @property
    def stem(self) -> str:
        """Return the name without its kind: 云溪 for 云溪区."""
        return self.name[:-1] if self.name[-1] in TIER_OF_LETTER else self.name


_PREFIX = re.compile(r"^(?:中共)?([一-鿿]{2,4}?[市区县旗州])(?=[一-鿿]{2})")
_ENOUGH = 3


def infer_places(names: Iterable[str]) -> tuple[Place, ...]:
    """Guess the places from what several unit names begin with, for a city without regions yet."""
    found = Counter(match.group(1) for name in names if (match := _PREFIX.match(name)))
    return tuple(
        Place(name, TIER_OF_LETTER[name[-1]])
        for name, times in sorted(found.items())
        if times >= _ENOUGH
    )
