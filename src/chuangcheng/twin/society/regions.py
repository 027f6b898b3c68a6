"""A region of the city: its code, its name, and the cells it has."""

from dataclasses import dataclass

from chuangcheng.twin.ground.arrays import Ints

CITY, DISTRICT, STREET, COMMUNITY, GRID = "市", "区县", "街道(乡镇)", "社区(村)", "网格"
CITY_CODE, HOME_CODE, COUNTY_CITY_CODE = "990100", "990102", "990181"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the city and the cells it has."""

    code: str
    name: str
    level: str
    parent: str | None
    cells: Ints
    # Whether most of it is built up.
    is_urban: bool

    @property
    def is_village(self) -> bool:
        return self.level == COMMUNITY and self.name.endswith("村")

    def row(self) -> tuple[object, ...]:
        return self.code, self.name, self.level, self.parent, True
