"""What the city knows already when boundaries come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely
from django.db.models import TextField
from django.db.models.functions import Cast
from shapely.geometry.base import BaseGeometry

from chuangcheng.city import codes
from chuangcheng.city.models import Region, RegionShape
from chuangcheng.city.queries.choices import profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All regions by code, the shapes that those in use have, and the city's grid codes."""

    regions: Mapping[str, Region]
    shapes: Mapping[str, BaseGeometry]
    grid_digits: int
    root: Region | None = field(default=None)

    def home_of(self, code: str, parent: str) -> BaseGeometry | None:
        """Return the shape a code has now, or that of the nearest region it lies in."""
        region = self.regions.get(code)
        trail = region.path.rstrip("/").split("/") if region else _prefixes(code or parent)
        found = (self.shapes[each] for each in reversed(trail) if each in self.shapes)
        return next(found, None)


def _prefixes(code: str) -> list[str]:
    return [code[:length] for length in (6, 9, codes.COMMUNITY_DIGITS, len(code))]


def now() -> Ground:
    """Read what the city knows now, in three statements."""
    regions = {
        region.code: region
        for region in Region.objects.select_related("parent").order_by("path")
    }
    rows = list(
        RegionShape.objects.filter(region__is_active=True)
        .annotate(text=Cast("geometry", TextField()))
        .order_by("region__code")
        .values_list("region__code", "text")
    )
    drawn = shapely.from_geojson([text for _, text in rows])
    return Ground(
        regions=regions,
        shapes=dict(zip((code for code, _ in rows), drawn, strict=True)),
        grid_digits=profile().grid_digits,
        root=next((each for each in regions.values() if each.level == codes.CITY), None),
    )
