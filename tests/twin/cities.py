"""Made-up cities for tests, imagined once."""

from functools import cache

from chuangcheng.twin import tables
from chuangcheng.twin.city import City, imagined

SMALL = 400_000
COUNTY = 150_000


@cache
def city(seed: int = 1, population: int = SMALL) -> City:
    """Imagine a city with districts, or another one."""
    return imagined(seed, population)


@cache
def workbook(seed: int = 1, population: int = SMALL) -> bytes:
    """Write its regions, units and people as the workbook that the import reads."""
    return tables.workbook(tables.of_city(city(seed, population)))
