"""Which region each area of a file is: one the city has, or a new one with its code and parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from chuangcheng.city import codes
from chuangcheng.city.boundaries import numbering
from chuangcheng.city.boundaries.layer import Feature, Problem
from chuangcheng.city.locating import Index, Located, Placed
from chuangcheng.city.models import Region
from chuangcheng.city.services.shapes.ground import Ground

_NAME_LENGTH = 60
_TOO_LONG = f"的名称超过 {_NAME_LENGTH} 字，请精简后重新上传"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An area that is to become the shape of a region; without `region` that one is new."""

    number: int
    code: str
    name: str
    level: str
    parent: str
    shape: BaseGeometry
    region: Region | None = None


class Naming:
    """Gives each area its region, and collects why some cannot have one."""

    def __init__(self, features: Sequence[Feature], ground: Ground) -> None:
        self.ground = ground
        self.features = features
        self.problems: list[Problem] = []
        # What the file itself brings, so that a grid may lie in a community that comes with it.
        self.coming = {each.code for each in features if each.code}

    def entries(self) -> list[Entry]:
        """Name all areas; those that cannot be named are among the problems."""
        named = [
            entry
            for feature in self._once()
            if feature.code and (entry := self._named(feature))
        ]
        return [*named, *self._numbered(self._bare(), named)]

    def _bare(self) -> list[Feature]:
        """Keep the areas without a code that can be given one."""
        bare = [feature for feature in self.features if not feature.code]
        for feature in bare:
            if len(feature.name) > _NAME_LENGTH:
                self._refuse(feature, _TOO_LONG)
        return [feature for feature in bare if len(feature.name) <= _NAME_LENGTH]

    def _refuse(self, feature: Feature, text: str) -> None:
        self.problems.append(Problem(number=feature.number, text=f"{feature.called}{text}"))

    def _once(self) -> list[Feature]:
        """Keep areas whose code comes once."""
        seen: dict[str, int] = {}
        kept = []
        for feature in self.features:
            if feature.code and feature.code in seen:
                self._refuse(
                    feature,
                    f"的编码 {feature.code} 与第 {seen[feature.code]} 个要素重复，"
                    "请改正或合并成一个要素",
                )
                continue
            seen[feature.code] = feature.number
            kept.append(feature)
        return kept

    def _named(self, feature: Feature) -> Entry | None:
        region = self.ground.regions.get(feature.code)
        if region is None:
            return self._new(feature)
        if not region.is_active:
            self._refuse(
                feature, f"对应的区划“{region.name}”已停用，请先启用或删去这个要素"
            )
            return None
        return Entry(
            number=feature.number,
            code=region.code,
            name=region.name,
            level=region.level,
            parent=region.parent.code if region.parent else "",
            shape=feature.shape,
            region=region,
        )

    def _new(self, feature: Feature) -> Entry | None:
        level = codes.level_of(feature.code)
        if level is None:
            self._refuse(
                feature,
                f"的编码“{feature.code}”不在区划中，也不像区划代码，请核对",
            )
            return None
        parent = self._parent_of(feature, level)
        above = self.ground.regions.get(parent or "")
        problem = self._objection(feature, level, parent, above)
        if problem:
            self._refuse(feature, problem)
            return None
        return Entry(
            number=feature.number,
            code=feature.code,
            name=feature.name,
            level=level,
            parent=parent or "",
            shape=feature.shape,
        )

    def _objection(
        self, feature: Feature, level: str, parent: str | None, above: Region | None
    ) -> str:
        """Say why a new region cannot be; empty if it can."""
        if parent is None:
            return (
                f"的编码 {feature.code} 不在区划中，也找不到它的上级，请先建上级或核对编码"
            )
        if not feature.name:
            return "是新的区划，但没有名称，请补上"
        if len(feature.name) > _NAME_LENGTH:
            return _TOO_LONG
        problem = codes.problem_with(
            feature.code,
            level=level,
            parent_code=parent,
            parent_level=above.level if above else codes.level_of(parent),
            grid_digits=self.ground.grid_digits,
        )
        return f"：{problem}" if problem else ""

    def _parent_of(self, feature: Feature, level: str) -> str | None:
        """Find the parent by what the file says, or by the digits of the code."""
        lengths = {
            codes.DISTRICT: 0,
            codes.STREET: 6,
            codes.COMMUNITY: 9,
            codes.GRID: codes.COMMUNITY_DIGITS,
        }
        likely = feature.parent or feature.code[: lengths[level]]
        if likely in self.ground.regions or likely in self.coming:
            return likely
        root = self.ground.root
        # A district lies in the city, and so do the streets of a city without districts.
        if level == codes.DISTRICT and root:
            return root.code
        return None

    def _numbered(self, bare: Sequence[Feature], named: Sequence[Entry]) -> list[Entry]:
        """Give codes to grids that come without, in their community's order."""
        if not bare:
            return []
        index = self._communities(named)
        homes: dict[str, list[Feature]] = {}
        for feature in bare:
            community = self._community_of(feature, index)
            if community is None:
                self._refuse(
                    feature, "没有编码，也不在任何社区的边界内，无法编号，请补上编码"
                )
            else:
                homes.setdefault(community, []).append(feature)
        taken = self.ground.regions.keys() | self.coming
        return [
            entry
            for community, features in homes.items()
            for entry in self._in_community(community, features, taken)
        ]

    def _in_community(
        self, community: str, features: Sequence[Feature], taken: "set[str]"
    ) -> list[Entry]:
        by_number = {feature.number: feature for feature in features}
        order = numbering.sequence({n: f.shape for n, f in by_number.items()})
        digits = self.ground.grid_digits
        given = numbering.numbered(community, order, taken=taken, digits=digits)
        for number in by_number.keys() - given.keys():
            self._refuse(
                by_number[number],
                f"无法编号：社区 {community} 的 {digits} 位顺序码已用完，请在城市设置中加长",
            )
        return [
            Entry(
                number=number,
                code=code,
                name=by_number[number].name or f"第{code[codes.COMMUNITY_DIGITS :]}网格",
                level=codes.GRID,
                parent=community,
                shape=by_number[number].shape,
            )
            for number, code in given.items()
        ]

    def _communities(self, named: Sequence[Entry]) -> Index:
        shapes: dict[str, BaseGeometry] = {
            code: shape
            for code, shape in self.ground.shapes.items()
            if self.ground.regions[code].level == codes.COMMUNITY
        }
        shapes |= {e.code: e.shape for e in named if e.level == codes.COMMUNITY}
        return Index([_placed(*each) for each in shapes.items()], levels=(codes.COMMUNITY,))

    def _community_of(self, feature: Feature, index: Index) -> str | None:
        known: Mapping[str, object] = self.ground.regions
        if feature.parent and (feature.parent in known or feature.parent in self.coming):
            return feature.parent
        middle = feature.shape.representative_point()
        found = index.find(middle.x, middle.y)
        return found.code if found else None


def _placed(code: str, shape: BaseGeometry) -> Placed:
    return Placed(
        Located(region_id=0, code=code, name="", level=codes.COMMUNITY, path=""), shape
    )
