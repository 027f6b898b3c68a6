"""Write a city as the folder of files that a real city would bring: all of them or none."""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.platform import geo
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.twin import tables
from chuangcheng.twin.city import City
from chuangcheng.twin.ground.arrays import Floats
from chuangcheng.twin.ground.outlines import DECIMALS

CITY, SHAPES, POINTS, RESPONSIBILITIES, README = (
    "区划与单位.xlsx",
    "边界.geojson",
    "点位.xlsx",
    "指标责任.xlsx",
    "说明.txt",
)


class FolderRefused(Refused):
    """The files cannot be written there."""


def files(city: City, datum: Datum = Datum.WGS84) -> dict[str, Callable[[], bytes]]:
    """Return the files by name, each made when it is asked for."""
    return {
        CITY: lambda: tables.workbook(tables.of_city(city)),
        SHAPES: lambda: shapes(city, datum),
        POINTS: lambda: tables.workbook([tables.of_points(city, datum)]),
        RESPONSIBILITIES: lambda: tables.workbook([tables.of_responsibilities(city)]),
        README: lambda: _readme(city, datum).encode(),
    }


def check(folder: Path) -> None:
    """See early whether a folder can be written there.

    Raises:
        FolderRefused: something is in the way.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderRefused(f"文件夹“{folder}”里已有文件，请换一个空文件夹或新的名称。")
    if folder.exists() and not folder.is_dir():
        raise FolderRefused(f"“{folder}”是一个文件，请换一个文件夹名称。")
    if not folder.absolute().parent.is_dir():
        raise FolderRefused(f"没有上级文件夹“{folder.absolute().parent}”，请先建好。")


def write(
    city: City,
    folder: Path,
    *,
    datum: Datum = Datum.WGS84,
    tell: Callable[[str], None] = lambda step: None,
) -> None:
    """Write the files beside the folder first, and give them its name when all are there.

    Raises:
        FolderRefused: the folder cannot be written.
    """
    check(folder)
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=".", dir=folder.absolute().parent))
        try:
            for name, content in files(city, datum).items():
                tell(name)
                (unfinished / name).write_bytes(content())
            unfinished.chmod(0o755)
            unfinished.replace(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as failure:
        raise FolderRefused(
            f"无法写入文件夹“{folder}”，请核对写入权限和磁盘空间后重试。"
        ) from failure


def shapes(city: City, datum: Datum) -> bytes:
    """Write all regions' outlines as one GeoJSON collection, the whole before its parts."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": region.code, "name": region.name, "level": region.level},
            "geometry": _geometry(city.shapes[region.code], datum),
        }
        for region in city.regions
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(shape: BaseGeometry, datum: Datum) -> dict[str, Any]:
    geometry: dict[str, Any] = shapely.geometry.mapping(_shifted(shape, datum))
    return geometry


def _shifted(shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    if datum is not Datum.GCJ02:
        return shape

    def shift(points: Floats) -> Floats:
        shifted = np.column_stack(geo.wgs84_to_gcj02(points[:, 0], points[:, 1]))
        rounded: Floats = np.round(shifted, DECIMALS)
        return rounded

    return shapely.transform(shape, shift)


def _readme(city: City, datum: Datum) -> str:
    counted = "".join(f"  {name}：{count}\n" for name, count in tables.counts(city).items())
    return (
        f"{city.regions[0].name}（仿真城市，一切名称、编码、人员和电话均为虚构）\n\n"
        f"种子 {city.seed}，人口 {city.size.population}，坐标系 {datum}。"
        "种子和人口相同，生成的内容相同。\n\n"
        f"{counted}\n"
        f"导入：chuangcheng import 本文件夹 --datum {datum}\n"
        f"顺序为 {CITY}、{SHAPES}、测评体系（系统自带）、{POINTS}、{RESPONSIBILITIES}。\n"
    )
