"""What taking a boundary file over would do, worked out without doing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from shapely.geometry.base import BaseGeometry

from chuangcheng.city import codes
from chuangcheng.city.boundaries import placing, reading
from chuangcheng.city.boundaries.layer import Layer, Problem
from chuangcheng.city.boundaries.mending import Mended, Repair, mend
from chuangcheng.city.boundaries.tiles import Tile
from chuangcheng.city.boundaries.topology import Finding, check
from chuangcheng.city.services.shapes import ground as grounds
from chuangcheng.city.services.shapes.ground import Ground
from chuangcheng.city.services.shapes.naming import Entry, Naming
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused

# CGCS2000 is WGS-84 for our purposes: only the shifted datum can be told from it.
_TELLABLE = (Datum.WGS84, Datum.GCJ02)


class DatumUnknown(Refused):
    """Nobody said which datum the file is in, and it cannot be seen from it."""


class Source(Enum):
    """How the datum became known."""

    SAID = "由您指定"
    FILE = "文件中写明"
    FIT = "与现有边界比对得出"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The areas of a file with their regions, and what is wrong with the file."""

    name: str
    datum: Datum
    source: Source
    entries: Sequence[Entry]
    problems: Sequence[Problem]
    notes: Sequence[str]
    may_be_swapped: bool
    ground: Ground

    @property
    def new(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.region is None]

    def levels(self) -> list[str]:
        """Name the levels that come, the largest areas first."""
        coming = {entry.level for entry in self.entries}
        return [level for level in codes.NAMES if level in coming]


def plan(raw: bytes, *, name: str, datum: Datum | None, is_swapped: bool = False) -> Plan:
    """Read a file and give each of its areas a region.

    Raises:
        FileRefused, BoundariesRefused, SystemRefused: the file cannot be read.
        DatumUnknown: nothing says which datum it is in.
    """
    ground = grounds.now()
    read = reading.read(raw, name=name)
    layer = placing.degrees(read, is_swapped=is_swapped)
    if layer.features:
        chosen, source = _datum(layer, datum, ground)
    else:
        # Nothing is left to be shifted; what is wrong with the file is told whatever its datum.
        chosen, source = datum or Datum.WGS84, Source.SAID
    layer = placing.to_wgs84(layer, chosen)
    layer = placing.refuse_far(layer, list(ground.shapes.values()))
    naming = Naming(layer.features, ground)
    entries = naming.entries()
    return Plan(
        name=name,
        datum=chosen,
        source=source,
        entries=entries,
        problems=layer.with_problems(naming.problems).problems,
        notes=layer.notes,
        may_be_swapped=not is_swapped and placing.look_swapped(read),
        ground=ground,
    )


def _datum(layer: Layer, said: Datum | None, ground: Ground) -> tuple[Datum, Source]:
    if said is not None:
        return said, Source.SAID
    if layer.system is not None:
        return layer.system.datum, Source.FILE
    homes: dict[int, BaseGeometry] = {}
    for feature in layer.features:
        home = ground.home_of(feature.code, feature.parent)
        if home is not None:
            homes[feature.number] = home
    found = placing.likely_datum(layer, homes, _TELLABLE)
    if found is not None:
        return found, Source.FIT
    raise DatumUnknown(
        "文件没有写明坐标系，也无法从现有边界看出，请选择坐标系后重新核对。"
        "测绘部门的数据一般是 CGCS2000，网络地图上描的一般是 GCJ-02。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The areas of one level: what does not fit among them, and what mending makes of them."""

    level: str
    findings: Sequence[Finding]
    mended: Mended


def stages(plan: Plan, repairs: Iterable[Repair]) -> list[Stage]:
    """Check and mend the areas level by level, the largest first: the smaller must fit into them."""
    chosen = frozenset(repairs)
    shapes = dict(plan.ground.shapes) | {each.code: each.shape for each in plan.entries}
    done = []
    for level in plan.levels():
        tiles, parents = _level(plan, level, shapes)
        findings = check(tiles, parents)
        mended = mend(tiles, parents, chosen, findings)
        shapes |= {tile.code: tile.shape for tile in mended.tiles}
        done.append(Stage(level=level, findings=findings, mended=mended))
    return done


def _level(
    plan: Plan, level: str, shapes: dict[str, BaseGeometry]
) -> tuple[list[Tile], dict[str, Tile]]:
    """Gather a level's areas, those it has already beside them, and the parents of the new ones."""
    new = [each for each in plan.entries if each.level == level]
    codes_of_new = {each.code for each in new}
    tiles = [
        Tile(code=each.code, name=each.name, parent=each.parent, shape=each.shape)
        for each in new
    ]
    regions = plan.ground.regions
    for code in plan.ground.shapes:
        region = regions[code]
        if region.level == level and code not in codes_of_new:
            above = region.parent.code if region.parent else ""
            tiles.append(
                Tile(
                    code=code,
                    name=region.name,
                    parent=above,
                    shape=shapes[code],
                    is_fixed=True,
                )
            )
    names = {code: region.name for code, region in regions.items()}
    names |= {each.code: each.name for each in plan.entries}
    parents = {
        code: Tile(code=code, name=names[code], parent="", shape=shapes[code])
        for code in sorted({each.parent for each in new})
        if code in shapes
    }
    return tiles, parents
