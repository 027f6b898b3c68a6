"""Write planned boundaries into the city: all of them, or nothing."""

import json
from collections.abc import Collection, Mapping, Sequence
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
from chuangcheng.city.services.shapes.planning import Plan, plan, stages
from chuangcheng.platform import audit, events
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused

ALL_REPAIRS = frozenset(Repair)
_BATCH = 500


class ShapesRefused(Refused):
    """The boundaries cannot be taken over."""


def load(
    raw: bytes, *, name: str, datum: Datum | None, by: User | None = None, at: datetime
) -> int:
    """Take a boundary file over, with everything mended that can be; tells how many areas came.

    Raises:
        Refused: the file cannot be read, or something in it is wrong; nothing is taken over.
    """
    return take(plan(raw, name=name, datum=datum), ALL_REPAIRS, by=by, at=at)


def take(
    planned: Plan, repairs: Collection[Repair], *, by: User | None, at: datetime
) -> int:
    """Take planned boundaries over, mended as chosen; tells how many areas came.

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
        regions = _regions(planned)
        _write(planned, regions, shapes, at=at)
        events.publish(BoundariesChanged())
        audit.record(
            "city.shapes.imported",
            subject="边界",
            key=planned.name,
            by=by,
            detail={
                "datum": planned.datum.value,
                "drawn": len(shapes),
                "regions": len(planned.new),
                "repairs": sorted(repairs),
                "moved": round(sum(stage.mended.square_metres for stage in done)),
            },
        )
    return len(shapes)


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
) -> None:
    order = sorted(shapes)
    drawn = np.array([shapes[code] for code in order], dtype=np.object_)
    old = {
        shape.region_id: shape
        for shape in RegionShape.objects.select_for_update().filter(
            region__in=[regions[code].pk for code in order]
        )
    }
    new: list[RegionShape] = []
    for code, text, box, area in zip(
        order,
        shapely.to_geojson(drawn),
        shapely.bounds(drawn).tolist(),
        square_metres(drawn).tolist(),
        strict=True,
    ):
        row = old.get(regions[code].pk)
        if row is None:
            row = RegionShape(region=regions[code])
            new.append(row)
        row.geometry = json.loads(text)
        row.west, row.south, row.east, row.north = box
        row.area, row.updated_at = area, at
        row.source, row.datum = planned.name[:255], planned.datum.value
    RegionShape.objects.bulk_create(new, batch_size=_BATCH)
    fields = ("geometry", "west", "south", "east", "north", "area", "source", "datum")
    RegionShape.objects.bulk_update(
        old.values(), [*fields, "updated_at"], batch_size=_BATCH
    )
