"""The outlines of a level as the maps draw them: simplified, and with who answers for each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import shapely
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Level, RegionShape
from chuangcheng.city.queries import answerable, regions
from chuangcheng.city.queries.locating import Version, version

# How far a line may be moved, in degrees of latitude: 30 m for a district, 2 m for a grid.
_TOLERANCE: Mapping[Level, float] = {
    Level.CITY: 50 / 111_000,
    Level.DISTRICT: 30 / 111_000,
    Level.STREET: 12 / 111_000,
    Level.COMMUNITY: 5 / 111_000,
    Level.GRID: 2 / 111_000,
}
# A tenth of a metre.
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """The outlines of one level, and a mark that changes with whatever they say."""

    level: Level
    mark: str
    _version: Version
    _answering: Mapping[int, answerable.Answering]

    def written(self) -> bytes:
        """Write them as a GeoJSON FeatureCollection."""
        features = ",".join(
            f'{{"type":"Feature","geometry":{each.text},"properties":{self._said_of(each)}}}'
            for each in _drawn(self.level, self._version)
        )
        return f'{{"type":"FeatureCollection","features":[{features}]}}'.encode()

    def _said_of(self, drawn: "_Drawn") -> str:
        who = self._answering.get(drawn.region_id, answerable.NOBODY)
        properties = {
            "code": drawn.code,
            "name": drawn.name,
            "level": self.level.value,
            "answerable": who.answerable_shown,
            "patron": who.patron_shown,
        }
        return json.dumps(properties, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    region_id: int
    code: str
    name: str
    text: str


def outlines(user: User, level: Level, *, day: date) -> Outlines:
    """Return the outlines of a level that a person may see."""
    current = version()
    seen = regions.visible_to(user).filter(level=level, is_active=True)
    who = answerable.answering(seen, day=day)
    said = repr((level, current, sorted((pk, repr(each)) for pk, each in who.items())))
    return Outlines(
        level=level,
        mark=said,
        _version=current,
        _answering=who,
    )


@lru_cache(maxsize=8)
def _drawn(level: Level, _version: Version) -> Sequence[_Drawn]:
    """Simplify the shapes of a level once for each version."""
    rows = list(
        RegionShape.objects.filter(region__level=level, region__is_active=True)
        .annotate(text=Cast("geometry", TextField()))
        .order_by("region__code")
        .values_list("region_id", "region__code", "region__name", "text")
    )
    if not rows:
        return ()
    shapes = simplified(shapely.from_geojson([row[3] for row in rows]), level)
    return tuple(
        _Drawn(region_id=row[0], code=row[1], name=row[2], text=text)
        for row, text in zip(rows, shapely.to_geojson(shapes), strict=True)
    )


def simplified(shapes: NDArray[np.object_], level: Level) -> NDArray[np.object_]:
    """Take vertices away, from common borders on both sides the same."""
    simple = shapely.coverage_simplify(shapes, _TOLERANCE[level])
    # A shape so small that nothing is left of it is drawn as it is.
    kept = np.where(shapely.is_empty(simple), shapes, simple)
    return shapely.transform(kept, lambda points: np.round(points, _DECIMALS))
