"""All points at once for the map: columns instead of rows, small enough to be sent whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Aggregate, BigIntegerField, Count, F, Func, Value

from chuangcheng.points.models import Point, PointState

SCALE = 1_000_000
"""Steps in a degree; one is a tenth of a metre."""

DECLARED, KEY, VOID = 1, 2, 4

_SHOWN = (
    "code", "name", "lon", "lat", "is_declared", "is_key", "state",
    "type__code", "unit__path", "region__path",
)  # fmt: skip
# Whoever changes a point, or moves a unit or region that it names, need not say so: what is sent
# is itself the version. No two points are alike, so that none cancels another out.
_FINGERPRINT = Aggregate(
    Func(
        Func(*map(F, _SHOWN), function="ROW"),
        Value(0),
        function="hash_record_extended",
        output_field=BigIntegerField(),
    ),
    function="BIT_XOR",
    output_field=BigIntegerField(),
    default=0,
)


@dataclass(frozen=True, kw_only=True)
class MapColumns:
    """The points that have a position, in the order of their codes; one list an attribute.

    Coordinates are whole steps, each told as the difference from the one before. `types` holds
    codes, `units` and `regions` paths from the root down, so that a script can ask for all below
    one; `type`, `unit` and `region` name them by their place, −1 is none.
    `flags` adds up declared 1, key 2, void 4. `unplaced` counts the points left out.
    """

    scale: int
    unplaced: int
    types: Sequence[str]
    units: Sequence[str]
    regions: Sequence[str]
    code: Sequence[str]
    name: Sequence[str]
    lon: Sequence[int]
    lat: Sequence[int]
    type: Sequence[int]
    unit: Sequence[int]
    region: Sequence[int]
    flags: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapVersion:
    """How the points stand; equal as long as the map would be sent the same."""

    count: int
    placed: int
    fingerprint: int

    def __str__(self) -> str:
        return f"{self.count}-{self.placed}-{self.fingerprint}"


def version() -> MapVersion:
    """Work out the version from all that is shown, in one statement."""
    return MapVersion(
        **Point.objects.aggregate(
            count=Count("id"), placed=Count("lon"), fingerprint=_FINGERPRINT
        )
    )


def columns(at: MapVersion) -> MapColumns:
    """Read every point that has a position, in one statement."""
    rows = Point.objects.placed().order_by("code").values_list(*_SHOWN)
    turned = list(zip(*rows, strict=True)) or [()] * len(_SHOWN)
    code, name, lon, lat, declared, key, state, *coded = turned
    (types, type_places), (units, unit_places), (regions, region_places) = map(
        _numbered, coded
    )
    return MapColumns(
        scale=SCALE,
        unplaced=at.count - at.placed,
        types=types,
        units=units,
        regions=regions,
        code=code,
        name=name,
        lon=_differences(lon),
        lat=_differences(lat),
        type=type_places,
        unit=unit_places,
        region=region_places,
        flags=[
            DECLARED * is_declared + KEY * is_key + VOID * (stands == PointState.VOID)
            for is_declared, is_key, stands in zip(declared, key, state, strict=True)
        ],
    )


def _numbered(codes: Iterable[str | None]) -> tuple[list[str], list[int]]:
    """List what is distinct, and for each of those given its place in that list."""
    places: dict[str, int] = {}
    found = [-1 if code is None else places.setdefault(code, len(places)) for code in codes]
    return list(places), found


def _differences(degrees: Sequence[float]) -> list[int]:
    steps = np.rint(np.asarray(degrees, dtype=np.float64) * SCALE).astype(np.int64)
    differences: list[int] = np.diff(steps, prepend=np.int64(0)).tolist()
    return differences
