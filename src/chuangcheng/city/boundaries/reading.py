"""Tell the two kinds of boundary files apart and read them."""

from chuangcheng.city.boundaries import geojson, shapefiles
from chuangcheng.city.boundaries.layer import BoundariesRefused, Layer

_ZIP = b"PK\x03\x04"
_MEGABYTE = 1024 * 1024
LIMIT = 60 * _MEGABYTE
"""More than ten thousand grids with every bend in them."""


def read(raw: bytes, *, name: str) -> Layer:
    """Read a GeoJSON file or a zipped Shapefile, in the coordinates it has.

    Raises:
        BoundariesRefused: it is neither, is damaged or has no areas; the message says which.
        SystemRefused: it names coordinates that cannot be taken.
        FileRefused: it cannot be opened.
    """
    # By size alone, before anything is parsed.
    if len(raw) > LIMIT:
        raise BoundariesRefused(
            f"文件“{name}”有 {len(raw) / _MEGABYTE:.0f} MB，超过边界文件 {LIMIT // _MEGABYTE} MB "
            "的上限，请按街道拆分，或用制图软件简化后再上传。"
        )
    if not raw.strip():
        raise BoundariesRefused(f"文件“{name}”是空的，请重新选择。")
    if raw.startswith(_ZIP):
        return shapefiles.read(raw, name=name)
    if name.lower().endswith((".shp", ".dbf", ".shx", ".kml", ".kmz", ".dwg", ".dxf")):
        raise BoundariesRefused(
            f"不能直接读取“{name}”。Shapefile 请把 .shp、.shx、.dbf、.prj 打包成一个 zip，"
            "其他格式请先转成 GeoJSON。"
        )
    return geojson.read(raw, name=name)
