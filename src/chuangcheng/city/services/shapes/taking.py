"""Write planned boundaries into the city: all of them, or nothing."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from django.db import IntegrityError, transaction
from shapely.geometry.base import BaseGeometry

from chuangcheng.accounts.models import User
from chuangcheng.city import codes
from chuangcheng.city.boundaries.mending import Repair
from chuangcheng.city.boundaries.plane import square_metres
from chuangcheng.city.events import BoundariesChanged
from chuangcheng.city.models import Region, RegionShape
from chuangcheng.city.services.regions import path_of
from chuangcheng.city.services.shapes.naming import Entry
from chuangcheng.city.services.shapes.planning import Plan, Stage, plan, stages
from chuangcheng.platform import audit, events
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused

ALL_REPAIRS = frozenset(Repair)
_BATCH = 500


class ShapesRefused(Refused):
    """The boundaries cannot be taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many areas a file had, and how many regions were drawn anew by it."""

    areas: int
    changed: int


def load(
    raw: bytes, *, name: str, datum: Datum | None, by: User | None = None, at: datetime
) -> Taken:
    """Take a boundary file over, with everything mended that can be; tells how many areas came.

    Raises:
        Refused: the file cannot be read, or something in it is wrong; nothing is taken over.
    """
    return take(plan(raw, name=name, datum=datum), ALL_REPAIRS, by=by, at=at)


def take(
    planned: Plan, repairs: Collection[Repair], *, by: User | None, at: datetime
) -> Taken:
    """Take planned boundaries over, mended as chosen; the same again changes nothing.

    Raises:
        ShapesRefused: the file has problems, or the city has changed since it was read.
    """
    if planned.problems:
        first = planned.problems[0]
        raise ShapesRefused(
            f"{planned.name}有 {len(planned.problems)} 个要素要改，没有导入。首处：{first.text}。"
        )
    if not planned.entries:
        raise ShapesRefused(f"{planned.name}里没有可导入的边界。")
    done = stages(planned, repairs)
    shapes = {
        tile.code: tile.shape
        for stage in done
        for tile in stage.mended.tiles
        if not tile.is_fixed
    }
    with transaction.atomic():
        changed = _write(planned, _regions(planned), shapes, at=at)
        if changed:
            _tell(planned, changed, done, repairs, by=by)
    return Taken(areas=len(shapes), changed=changed)


def _tell(
    planned: Plan,
    changed: int,
    done: Sequence[Stage],
    repairs: Collection[Repair],
    *,
    by: User | None,
) -> None:
    events.publish(BoundariesChanged())
    audit.record(
        "city.shapes.imported",
        subject="边界",
        key=planned.name,
        by=by,
        detail={
            "datum": planned.datum.value,
            "drawn": changed,
            "regions": len(planned.new),
            "repairs": sorted(repairs),
            "moved": round(sum(stage.mended.square_metres for stage in done)),
        },
    )


def _regions(planned: Plan) -> dict[str, Region]:
    """Lock the regions, see that they are as they were, and add the new ones."""
    wanted = {each.code for each in planned.entries} | {e.parent for e in planned.entries}
    known = {
        region.code: region
        for region in Region.objects.select_for_update()
        .filter(code__in=wanted)
        .order_by("id")
    }
    for entry in planned.entries:
        region = known.get(entry.code)
        if (entry.region is None) != (region is None) or (region and not region.is_active):
            raise ShapesRefused(
                f"区划“{entry.name}”（{entry.code}）在核对之后有变动，没有导入，请重新上传核对。"
            )
    for level in codes.NAMES:
        _add(known, [each for each in planned.new if each.level == level])
    return known


def _add(known: dict[str, Region], new: Sequence[Entry]) -> None:
    rows = []
    for entry in new:
        parent = known.get(entry.parent)
        rows.append(
            Region(
                code=entry.code,
                name=entry.name,
                level=entry.level,
                parent=parent,
                path=path_of(entry.code, parent),
            )
        )
    try:
        with transaction.atomic():
            created = Region.objects.bulk_create(rows, batch_size=_BATCH)
    except IntegrityError as clash:
        raise ShapesRefused(
            "要新增的区划在核对之后有的已被别人建立，没有导入，请重新上传核对。"
        ) from clash
    known.update((region.code, region) for region in created)


def _write(
    planned: Plan,
    regions: Mapping[str, Region],
    shapes: Mapping[str, BaseGeometry],
    *,
    at: datetime,
) -> int:
    """Write the shapes that are new or not as they were; tells how many."""
    old = {
        shape.region_id: shape
        for shape in RegionShape.objects.select_for_update().filter(
            region__in=[regions[code].pk for code in shapes]
        )
    }
    new: list[RegionShape] = []
    redrawn: list[RegionShape] = []
    for code, drawn in _drawn(shapes).items():
        region = regions[code]
        row = old.get(region.pk) or RegionShape(region=region)
        if row.pk and row.geometry == drawn.geometry:
            continue
        (redrawn if row.pk else new).append(row)
        row.geometry, row.area = drawn.geometry, drawn.area
        row.west, row.south, row.east, row.north = drawn.box
        row.source, row.datum = planned.name[:255], planned.datum.value
        row.updated_at = at
    RegionShape.objects.bulk_create(new, batch_size=_BATCH)
    fields = ("geometry", "west", "south", "east", "north", "area", "source", "datum")
    RegionShape.objects.bulk_update(redrawn, [*fields, "updated_at"], batch_size=_BATCH)
    return len(new) + len(redrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A shape as the database keeps it."""

    geometry: Mapping[str, object]
    box: Sequence[float]
    area: float


def _drawn(shapes: Mapping[str, BaseGeometry]) -> dict[str, _Drawn]:
    """Bring shapes, in the order of their codes, to what is kept of them."""
    order = sorted(shapes)
    ordered = np.array([shapes[code] for code in order], dtype=np.object_)
    return {
        code: _Drawn(geometry=json.loads(text), box=box, area=area)
        for code, text, box, area in zip(
            order,
            shapely.to_geojson(ordered),
            shapely.bounds(ordered).tolist(),
            square_metres(ordered).tolist(),
            strict=True,
        )
    }
