"""Read a Shapefile: the three to five files of a layer, packed into one zip."""

import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import shapefile

from chuangcheng.city.boundaries.layer import (
    BoundariesRefused,
    Draft,
    Layer,
    labels_of,
)
from chuangcheng.city.boundaries.systems import System, from_wkt
from chuangcheng.platform.intake.archive import Archive

# UTF-8 proves itself; what is not UTF-8 was written by a Chinese desktop.
_ENCODINGS = ("utf-8", "gb18030")
_POLYGONS = (shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM)


def read(raw: bytes, *, name: str) -> Layer:
    """Read the areas of a zipped Shapefile, in the coordinates it has.

    Raises:
        BoundariesRefused: files of the layer are missing, damaged or not of areas.
        SystemRefused: its .prj names coordinates that cannot be taken.
        FileRefused: the zip is damaged, locked or inflates to too much.
    """
    files = _files(Archive(raw, name=name), name)
    system = _system(files)
    draft = Draft()
    for number, (properties, geometry) in enumerate(_records(files, name), start=1):
        labels = labels_of(properties)
        if geometry is None:
            draft.refuse(number, labels, "没有边界，请补上或删去这个要素")
        elif geometry["type"] == "Polygon":
            draft.take(number, labels, [geometry["coordinates"]])
        else:
            draft.take(number, labels, geometry["coordinates"])
    if not draft.features and not draft.problems:
        raise BoundariesRefused(f"文件“{name}”里没有要素，请核对导出的图层。")
    return draft.layer(system)


def _files(archive: Archive, name: str) -> Mapping[str, bytes]:
    """Take the files of the one layer out of the zip, by their endings."""
    paths = [
        PurePosixPath(path)
        for path in archive.names
        if "__MACOSX" not in path and not path.endswith("/")
    ]
    layers = [path for path in paths if path.suffix.lower() == ".shp"]
    if not layers:
        raise BoundariesRefused(
            f"压缩包“{name}”里没有 .shp 文件，请把 .shp、.shx、.dbf、.prj 一起打包成 zip。"
        )
    if len(layers) > 1:
        listed = "、".join(path.name for path in layers[:5])
        raise BoundariesRefused(
            f"压缩包“{name}”里有 {len(layers)} 个图层（{listed}），每次请只打包一个。"
        )
    files = {
        path.suffix.lower(): archive.part(str(path)) or b""
        for path in paths
        if _stem(path) == _stem(layers[0])
    }
    if ".dbf" not in files:
        raise BoundariesRefused(
            f"压缩包“{name}”里缺少 .dbf 属性表，没有它就不知道编码和名称，请一起打包。"
        )
    return files


def _stem(path: PurePosixPath) -> str:
    """Name a path without its ending, as Windows does: WG.shp and wg.dbf belong together."""
    return str(path.with_suffix("")).casefold()


def _system(files: Mapping[str, bytes]) -> System | None:
    projection = (
        files.get(".prj", b"").decode("utf-8", errors="replace").strip("\ufeff\x00 \r\n")
    )
    return from_wkt(projection) if projection else None


def _records(
    files: Mapping[str, bytes], name: str
) -> list[tuple[dict[str, object], Mapping[str, Any] | None]]:
    failures: list[Exception] = []
    for encoding in _encodings(files):
        try:
            # Read to the end before anything is used: only then the encoding has proved itself.
            return list(_decoded(files, encoding))
        except BoundariesRefused:
            raise
        except Exception as failure:
            failures.append(failure)
    raise BoundariesRefused(
        f"Shapefile“{name}”已损坏，或属性表的编码既不是 UTF-8 也不是 GBK，请用制图软件重新导出后打包。"
    ) from failures[0]


def _encodings(files: Mapping[str, bytes]) -> tuple[str, ...]:
    said = files.get(".cpg", b"").decode("ascii", errors="ignore").strip().lower()
    if said in ("936", "gbk", "gb2312", "cp936", "gb18030"):
        return ("gb18030", "utf-8")
    return _ENCODINGS


def _decoded(
    files: Mapping[str, bytes], encoding: str
) -> Iterator[tuple[dict[str, object], Mapping[str, Any] | None]]:
    with warnings.catch_warnings():
        # Told to nobody: what they are about is checked later, in words.
        warnings.simplefilter("ignore")
        reader = shapefile.Reader(
            shp=BytesIO(files[".shp"]),
            shx=BytesIO(files[".shx"]) if ".shx" in files else None,
            dbf=BytesIO(files[".dbf"]),
            encoding=encoding,
        )
        if reader.shapeType not in _POLYGONS:
            raise BoundariesRefused(
                f"图层是{reader.shapeTypeName}，不是面，请导出面(Polygon)图层。"
            )
        for record in reader.iterShapeRecords():
            is_empty = record.shape.shapeType == shapefile.NULL
            geometry = None if is_empty else record.shape.__geo_interface__
            yield record.record.as_dict(), geometry
