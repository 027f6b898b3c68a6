"""Read GeoJSON: a collection of areas with their codes and names."""

import json
from collections.abc import Mapping
from typing import Any

from chuangcheng.city.boundaries.layer import (
    BoundariesRefused,
    Draft,
    Layer,
    labels_of,
)
from chuangcheng.city.boundaries.systems import System, from_crs
from chuangcheng.platform.intake.encoding import decode

_OTHER_KINDS = {
    "Point": "点",
    "MultiPoint": "点",
    "LineString": "线",
    "MultiLineString": "线",
    "GeometryCollection": "几何集合",
}


def read(raw: bytes, *, name: str) -> Layer:
    """Read the areas of a GeoJSON file, in the coordinates it has.

    Raises:
        BoundariesRefused: it is no JSON, no collection of features, or has none.
        SystemRefused: it names coordinates that cannot be taken.
    """
    document = _document(raw, name)
    draft = Draft()
    for number, feature in enumerate(_features(document, name), start=1):
        _take(draft, number, feature)
    return draft.layer(_system(document))


def _document(raw: bytes, name: str) -> Mapping[str, Any]:
    try:
        document = json.loads(decode(raw, name=name))
    except RecursionError as deep:
        raise BoundariesRefused(
            f"文件“{name}”的括号嵌套过深，不是正常的边界文件，请用制图软件重新导出。"
        ) from deep
    except ValueError as bad:
        where = (
            f"（第 {bad.lineno} 行第 {bad.colno} 个字符）"
            if isinstance(bad, json.JSONDecodeError)
            else ""
        )
        raise BoundariesRefused(
            f"文件“{name}”不是完整的 GeoJSON{where}，请用制图软件重新导出。"
        ) from bad
    if isinstance(document, dict):
        return document
    raise BoundariesRefused(
        f"文件“{name}”只有几何数组，没有编码和名称，请导出为 FeatureCollection(要素集)。"
    )


def _features(document: Mapping[str, Any], name: str) -> list[Any]:
    kind = document.get("type")
    if kind == "Feature":
        return [document]
    features = document.get("features")
    if kind == "FeatureCollection" and isinstance(features, list):
        if features:
            return features
        raise BoundariesRefused(f"文件“{name}”里没有要素，请核对导出的图层。")
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise BoundariesRefused(
            f"文件“{name}”只有几何图形，没有编码和名称，请导出为 FeatureCollection(要素集)。"
        )
    raise BoundariesRefused(
        f"文件“{name}”不是 FeatureCollection(要素集)，请用制图软件导出为 GeoJSON。"
    )


def _system(document: Mapping[str, Any]) -> System | None:
    crs = document.get("crs")
    said = crs.get("properties") if isinstance(crs, dict) else None
    name = said.get("name") if isinstance(said, dict) else None
    return from_crs(name) if isinstance(name, str) and name.strip() else None


def _take(draft: Draft, number: int, feature: object) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    labels = labels_of(properties if isinstance(properties, dict) else {})
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        draft.refuse(number, labels, "没有边界(geometry)，请补上或删去这个要素")
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        draft.take(number, labels, [coordinates])
    elif kind == "MultiPolygon" and isinstance(coordinates, list):
        draft.take(number, labels, coordinates)
    else:
        shown = _OTHER_KINDS.get(str(kind), str(kind))
        draft.refuse(number, labels, f"是{shown}，不是面，请只导出面图层")
