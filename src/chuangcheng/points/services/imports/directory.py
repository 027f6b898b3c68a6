"""What the city and the framework call things, fetched once for a whole list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from chuangcheng.city.api import Post, Region, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.platform.refusal import Refused

_SUGGESTED = 3
_WORTH_SUGGESTING = 40


class Unknown(Refused):
    """A name in a cell leads to nothing, or to several things."""


@dataclass(slots=True, kw_only=True)
class Directory:
    """Finds types, units, regions and posts by what a clerk writes."""

    types: dict[str, PointType]
    units: dict[str, set[int]]
    unit_by_id: dict[int, Unit]
    regions: dict[str, Region]
    region_by_id: dict[int, Region]
    posts: dict[tuple[str, int, str], Post]

    def type(self, written: str) -> PointType:
        """Find a type by name or code.

        Raises:
            Unknown: naming the types that come nearest.
        """
        found = self.types.get(_squeezed(written))
        if found is None:
            raise Unknown(f"没有“{written}”这种点位类型{self._nearest(written)}")
        if not found.is_active:
            raise Unknown(f"点位类型“{found.name}”已停用，请改用其他类型")
        return found

    def _nearest(self, written: str) -> str:
        names = [
            each.name
            for key, each in self.types.items()
            if key == _squeezed(each.name) and each.is_active
        ]
        near = process.extract(
            written,
            names,
            scorer=fuzz.WRatio,
            limit=_SUGGESTED,
            score_cutoff=_WORTH_SUGGESTING,
        )
        if not near:
            return "，请按测评体系里的类型名称填写"
        return f"，相近的有：{'、'.join(name for name, _, _ in near)}，请改写"

    def unit(self, written: str) -> Unit:
        """Find a unit by code, name, short name or alias.

        Raises:
            Unknown: there is none, or several, or it is out of use.
        """
        found = self.units.get(_squeezed(written), set())
        if not found:
            raise Unknown(f"没有“{written}”这个单位，请核对名称，或先在“单位与区划”里补上")
        if len(found) > 1:
            names = "、".join(sorted(self.unit_by_id[pk].name for pk in found))
            raise Unknown(f"“{written}”可以指{names}，请填全称或单位编码")
        unit = self.unit_by_id[next(iter(found))]
        if not unit.is_active:
            raise Unknown(f"单位“{unit.name}”已停用，请改填现在的单位")
        return unit

    def region(self, written: str) -> Region:
        """Find a region by code.

        Raises:
            Unknown: there is none, or it is out of use.
        """
        found = self.regions.get(written.strip())
        if found is None:
            raise Unknown(f"没有代码为“{written}”的网格，请核对，有位置的可以空着")
        if not found.is_active:
            raise Unknown(f"网格“{found.name}”已停用，请改填现在的网格")
        return found

    def post(self, written: str, *, unit: Unit | None, region: Region | None) -> Post:
        """Find a post by title in the unit, or else in the grid and the regions above it.

        Raises:
            Unknown: nobody has such a post.
        """
        title = _squeezed(written)
        if unit and (found := self.posts.get(("unit", unit.pk, title))):
            return found
        for code in reversed(region.path.split("/")[:-1] if region else []):
            above = self.regions.get(code)
            if above and (found := self.posts.get(("region", above.pk, title))):
                return found
        where = "、".join(each.name for each in (unit, region) if each)
        if not where:
            raise Unknown("填了责任岗位，却没有责任单位或网格，请补填")
        raise Unknown(f"{where}没有“{written}”这个岗位，请核对，或先增设岗位")


def open_directory() -> Directory:
    """Fetch everything that names can mean, in five statements."""
    types: dict[str, PointType] = {}
    for each in PointType.objects.order_by("-is_active", "order", "id"):
        types.setdefault(_squeezed(each.name), each)
        types.setdefault(_squeezed(each.code), each)
    regions = list(Region.objects.all())
    units = Unit.objects.in_bulk()
    return Directory(
        types=types,
        units=_unit_names(units.values()),
        unit_by_id=units,
        regions={each.code: each for each in regions},
        region_by_id={each.pk: each for each in regions},
        posts={_key(each): each for each in Post.objects.all()},
    )


def _unit_names(units: Iterable[Unit]) -> dict[str, set[int]]:
    """List which units every name may mean; a full name or code means that unit alone."""
    names: dict[str, set[int]] = defaultdict(set)
    listed = list(units)
    aliases = Unit.objects.filter(aliases__isnull=False)
    for pk, alias in aliases.values_list("id", "aliases__name"):
        names[_squeezed(alias)].add(pk)
    for unit in listed:
        if unit.short_name:
            names[_squeezed(unit.short_name)].add(unit.pk)
    for unit in listed:
        names[_squeezed(unit.name)] = {unit.pk}
        names[_squeezed(unit.code)] = {unit.pk}
    return names


def _key(post: Post) -> tuple[str, int, str]:
    title = _squeezed(post.title)
    if post.unit_id:
        return "unit", post.unit_id, title
    return "region", post.region_id or 0, title


def _squeezed(name: str) -> str:
    return "".join(name.split()).casefold()
