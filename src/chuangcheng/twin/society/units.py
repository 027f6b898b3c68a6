"""The bodies that can be given a task: departments, streets, communities, schools, clinics, companies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangcheng.twin.society.regions import (
    CITY_CODE,
    COMMUNITY,
    COUNTY_CITY_CODE,
    DISTRICT,
    HOME_CODE,
    STREET,
    Region,
)
from chuangcheng.twin.society.unit_lists import LISTED, OF_DISTRICT

# A listed body of the core district has its place in the list as its code: Z034.
_STREET_LETTER, _COMMUNITY_LETTER, _SCHOOL_LETTER, _CLINIC_LETTER = "J", "C", "X", "W"
_CITY_LETTER, _DISTRICT_LETTER = "S", "D"
_CITY_COMPANIES = ("示例市水", "示例市燃", "示例市公共")
_STREETS_FROM, _COMMUNITIES_FROM, _OTHERS_FROM = 3000, 5000, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None = None
    region: str
    order: int = 0
    aliases: tuple[str, ...] = ()
    # Schools, clinics and the like have no deputies of their own.
    is_small: bool = False

    def row(self) -> tuple[object, ...]:
        return (
            self.code,
            self.name,
            self.short_name,
            self.kind,
            self.parent,
            self.region,
            self.order,
            True,
        )


def invented(regions: Sequence[Region]) -> list[Unit]:
    """Invent the list of units, parents anywhere in it."""
    districts = [region for region in regions if region.level == DISTRICT]
    has_districts = bool(districts)
    home = HOME_CODE if has_districts else regions[0].code
    units = list(
        _listed(home, [each.name for each in districts], has_districts=has_districts)
    )
    for district in districts[1:]:
        units += _of_district(district, {unit.name for unit in units})
    units += _local(regions, {unit.short_name: unit for unit in units})
    return units


def _listed(home: str, districts: Sequence[str], *, has_districts: bool) -> Iterator[Unit]:
    rows = [
        (letter, kind, line.split("|"))
        for (letter, kind), lines in LISTED.items()
        for line in lines.strip().splitlines()
    ]
    codes = {
        parts[1]: f"{rows[at][0]}{at + 1:03d}" for at, (_, _, parts) in enumerate(rows)
    }
    regions = {name: str(int(HOME_CODE) + at) for at, name in enumerate(districts)}
    for at, (letter, kind, parts) in enumerate(rows):
        name, short_name, above, alias = [*parts, "", ""][:4]
        is_citys = letter == _CITY_LETTER
        if is_citys and not has_districts:
            continue
        of_city = is_citys or name.startswith(_CITY_COMPANIES)
        region = regions.get(name[:3]) or (CITY_CODE if of_city and has_districts else home)
        yield Unit(
            code=f"{letter}{at + 1:03d}",
            name=name,
            short_name=short_name,
            kind=kind,
            parent=codes[above.removeprefix("<")] if above else None,
            region=region,
            order=(at + 1) * 10,
            aliases=(alias,) if alias else (),
        )


def _of_district(district: Region, known: set[str]) -> Iterator[Unit]:
    for number, line in enumerate(OF_DISTRICT.splitlines(), start=1):
        kind, *names = line.split("|")
        name, short_name = (
            each.format(name=district.name, head=district.name[:-1]) for each in names
        )
        if name not in known:
            yield Unit(
                code=f"{_DISTRICT_LETTER}{district.code[3:]}{number:02d}",
                name=name,
                short_name=short_name,
                kind=kind,
                region=district.code,
                order=2000 + int(district.code[3:]) + number,
            )


def _local(regions: Sequence[Region], named: dict[str, Unit]) -> Iterator[Unit]:
    """Give each street its office, school and clinic, each community its committee."""
    by_code = {region.code: region for region in regions}
    for at, region in enumerate(regions):
        above = by_code.get(region.parent or "")
        if region.level == STREET and above:
            yield _office(region, above, _STREETS_FROM + at)
            for unit in _services(region, above, named, _OTHERS_FROM + at):
                if unit.short_name not in named:
                    yield unit
        elif region.level == COMMUNITY and above:
            yield _committee(
                region, above, by_code[above.parent or ""], _COMMUNITIES_FROM + at
            )


def _office(street: Region, district: Region, order: int) -> Unit:
    body = "人民政府" if street.name.endswith("镇") else "办事处"
    return Unit(
        code=f"{_STREET_LETTER}{street.code[3:]}",
        name=f"{district.name}{street.name}{body}",
        short_name=street.name,
        kind="街道(乡镇)",
        region=street.code,
        order=order,
    )


def _committee(community: Region, street: Region, district: Region, order: int) -> Unit:
    body = "民委员会" if community.is_village else "居民委员会"
    return Unit(
        code=f"{_COMMUNITY_LETTER}{community.code[3:]}",
        name=f"{district.name}{street.name}{community.name}{body}",
        short_name=community.name,
        kind="社区(村)",
        parent=f"{_STREET_LETTER}{street.code[3:]}",
        region=community.code,
        order=order,
    )


def _services(
    street: Region, district: Region, named: dict[str, Unit], order: int
) -> Iterator[Unit]:
    is_town = street.name.endswith("镇")
    head = street.name.removesuffix("街道").removesuffix("镇")
    is_core = district.code in (HOME_CODE, COUNTY_CITY_CODE)
    scope = "区" if is_core else district.name
    school = (
        (f"{street.name}中心学校", f"{head}中心校") if is_town else (f"{head}小学",) * 2
    )
    clinic = f"{street.name}{'卫生院' if is_town else '社区卫生服务中心'}"
    for letter, (name, short_name), bureaus in (
        (_SCHOOL_LETTER, school, ("教育局",)),
        (_CLINIC_LETTER, (clinic, clinic), ("卫生健康局", "卫生健康委")),
    ):
        parents = (named.get(f"{scope}{bureau}") for bureau in bureaus)
        parent = next(filter(None, parents), None)
        yield Unit(
            code=f"{letter}{street.code[3:]}",
            name=f"{district.name}{name}",
            short_name=short_name,
            kind="事业单位",
            parent=parent.code if parent else None,
            region=street.code,
            order=order,
            is_small=True,
        )
