"""A made-up city to show and to test with: 示例市 and its core district 云溪区.

All names, codes and telephone numbers are invented; the codes begin with 9901, which GB/T 2260
gives to no city. Names of bodies follow the pattern after the reforms of 2018 and 2019.
"""

from random import Random

from chuangcheng.city import sheets
from chuangcheng.city.samples import bodies, groups, people, places


def sample_tables(seed: int) -> dict[str, list[tuple[object, ...]]]:
    """Invent a city, the same for the same seed, as the rows of the workbook's sheets."""
    random = Random(seed)  # noqa: S311 - the same city for the same seed is the point
    regions = places.regions(random)
    units = bodies.units(regions)
    staff = people.staff(units, regions, random)
    return {
        "区划": [region.row() for region in regions],
        "单位": [unit.row() for unit in units],
        "别名": [(alias, unit.code, "名录") for unit in units for alias in unit.aliases],
        "岗位": [post.row() for post in staff.posts],
        "任职": [seat.row() for seat in staff.seats],
        "工作组": groups.forces(),
        "成员": groups.members(units, staff),
    }


def write_sample_workbook(seed: int = 1) -> bytes:
    """Write an invented city as the workbook that the import reads."""
    return sheets.write(sample_tables(seed))
