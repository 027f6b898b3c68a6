"""Bring the areas of a file to where they lie: longitudes and latitudes in WGS-84."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries.layer import Feature, Layer, Problem
from chuangcheng.city.boundaries.plane import DECIMALS
from chuangcheng.platform import geo
from chuangcheng.platform.geo import Datum

Floats = NDArray[np.float64]
# Where the land of China lies: the two ranges do not meet, so that swapped numbers show.
_LONGITUDES, _LATITUDES = (73.0, 136.0), (3.0, 54.0)
# Ten metres of the shift of some five hundred, as a share of an area two kilometres wide.
_CLEARLY = 0.01
# How far new areas may lie from what the city has; it grows by annexation, not by provinces.
_NEAR = 0.3


def degrees(layer: Layer, *, is_swapped: bool = False) -> Layer:
    """Turn metres of a map into degrees, and refuse what cannot be degrees in China."""
    if is_swapped:
        layer = _moved(layer, lambda points: points[:, ::-1])
    projection = layer.system.projection if layer.system else None
    if projection is not None:
        layer = _moved(
            layer, lambda points: np.stack(projection.to_degrees(*points.T), axis=-1)
        )
    return layer.with_problems(
        [
            Problem(number=each.number, text=f"{each.called}{text}")
            for each in layer.features
            if (text := _misplaced(each))
        ]
    )


def look_swapped(layer: Layer) -> bool:
    """Tell whether the areas would lie in China if longitude and latitude changed places."""
    return bool(layer.features) and all(_is_swapped(each) for each in layer.features)


def _is_swapped(feature: Feature) -> bool:
    west, south, east, north = feature.shape.bounds
    return (
        _LATITUDES[0] <= west <= east <= _LATITUDES[1]
        and _LONGITUDES[0] <= south <= north <= _LONGITUDES[1]
    )


def _misplaced(feature: Feature) -> str:
    """Say why the numbers are no place in China; empty if they are."""
    west, south, east, north = feature.shape.bounds
    if (
        _LONGITUDES[0] <= west
        and east <= _LONGITUDES[1]
        and _LATITUDES[0] <= south
        and north <= _LATITUDES[1]
    ):
        return ""
    said = f"（{west:.6g}，{south:.6g}）"
    if _is_swapped(feature):
        return f"的经度和纬度写反了{said}，请改正，或按“经纬度互换”重新核对"
    if max(abs(west), abs(east), abs(south), abs(north)) > 180:
        return (
            f"的坐标{said}像是投影坐标(米)，而文件没有说明投影；"
            "Shapefile 请连同 .prj 一起打包，GeoJSON 请转成经纬度"
        )
    return f"的坐标{said}不在中国范围内，请核对坐标系"


def to_wgs84(layer: Layer, datum: Datum) -> Layer:
    """Bring degrees of a datum to WGS-84, to the millimetre."""

    def move(points: Floats) -> Floats:
        lons, lats = geo.to_wgs84(points[:, 0], points[:, 1], datum)
        moved: Floats = np.stack([lons, lats], axis=-1).round(DECIMALS)
        return moved

    return _moved(layer, move)


def refuse_far(layer: Layer, known: Sequence[BaseGeometry]) -> Layer:
    """Refuse areas that lie far from everything the city has already."""
    if not known:
        return layer
    west, south, east, north = shapely.total_bounds(np.array(known, dtype=np.object_))
    city = shapely.box(west - _NEAR, south - _NEAR, east + _NEAR, north + _NEAR)
    return layer.with_problems(
        [
            Problem(
                number=each.number,
                text=f"{each.called}在（{each.shape.bounds[0]:.4f}，{each.shape.bounds[1]:.4f}），"
                "离本市现有边界三十公里以上，请核对坐标或删去",
            )
            for each in layer.features
            if not city.intersects(each.shape)
        ]
    )


def likely_datum(
    layer: Layer, homes: Mapping[int, BaseGeometry], candidates: Sequence[Datum]
) -> Datum | None:
    """Tell in which datum the areas fit best into where they belong; None if none is clearly best.

    `homes` has, by feature number, the shape that a feature had before or lies in.
    """
    if not homes:
        return None
    fits = sorted(
        ((_fit(to_wgs84(layer, datum), homes), datum) for datum in candidates), reverse=True
    )
    best, second = fits[0], fits[1]
    return best[1] if best[0] - second[0] > _CLEARLY else None


def _fit(layer: Layer, homes: Mapping[int, BaseGeometry]) -> float:
    """Return which share of the areas lies at home."""
    there = [each for each in layer.features if each.number in homes]
    shapes = shapely.make_valid(np.array([each.shape for each in there], dtype=np.object_))
    around = np.array([homes[each.number] for each in there], dtype=np.object_)
    inside = shapely.area(shapely.intersection(shapes, around)).sum()
    return float(inside / max(shapely.area(shapes).sum(), 1e-12))


def _moved(layer: Layer, move: Callable[[Floats], Floats]) -> Layer:
    if not layer.features:
        return layer
    shapes = np.array([each.shape for each in layer.features], dtype=np.object_)
    moved = shapely.orient_polygons(shapely.transform(shapes, move))
    return replace(
        layer,
        features=[
            replace(each, shape=shape)
            for each, shape in zip(layer.features, moved, strict=True)
        ],
    )
