"""Pairs of points in the library that are likely one place and that nobody has decided on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from django.conf import settings

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Level, Region
from chuangcheng.framework.api import PointType
from chuangcheng.points.duplicates import Places, Strength, find
from chuangcheng.points.models import Point, PointsApart
from chuangcheng.points.queries.points import visible_to

_WORDS = {
    Strength.SURE: "很可能",
    Strength.LIKELY: "可能",
    Strength.NEAR: "位置很近",
}


class Listed(Protocol):
    """Anything with what duplicates are known by."""

    type: PointType
    name: str
    address: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two points and what speaks for their being one."""

    first: Point
    second: Point
    metres: float | None
    likeness: float
    said: str


def undecided(user: User) -> list[Twins]:
    """List the pairs a person sees and nobody has decided on, the likeliest first."""
    points = list(
        visible_to(user).in_use().select_related("type", "region", "unit").order_by("id")
    )
    apart = set(PointsApart.objects.values_list("first_id", "second_id"))
    pairs = find(columns(points), prefixes=name_prefixes())
    return [
        Twins(
            first=points[pair.first],
            second=points[pair.second],
            metres=pair.metres,
            likeness=pair.likeness,
            said=_WORDS[pair.strength],
        )
        for pair in pairs
        if (points[pair.first].pk, points[pair.second].pk) not in apart
    ]


def columns(listed: Sequence[Listed]) -> Places:
    """Write points, or rows on their way in, as the search for duplicates reads them."""
    return Places(
        kinds=np.array([each.type.pk for each in listed], dtype=np.int64),
        lons=np.array([_degrees(each.lon) for each in listed], dtype=np.float64),
        lats=np.array([_degrees(each.lat) for each in listed], dtype=np.float64),
        names=[each.name for each in listed],
        addresses=[each.address for each in listed],
    )


def _degrees(value: float | None) -> float:
    return float("nan") if value is None else value


def name_prefixes() -> list[str]:
    """List the names that places of this city begin with, and that tell nothing of them."""
    names = [
        settings.CITY_NAME,
        *Region.objects.filter(level__in=[Level.CITY, Level.DISTRICT]).values_list(
            "name", flat=True
        ),
    ]
    bare = [name[:-1] for name in names if len(name) > 2 and name[-1] in "市区县旗"]
    return [name for name in (*names, *bare) if name]
