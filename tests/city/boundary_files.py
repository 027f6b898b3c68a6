"""Boundary files as cities send them, and the tree of regions they are about."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

import shapefile
import shapely
from shapely.geometry.base import BaseGeometry

from chuangcheng.city.models import Level, Region

CITY, DISTRICT, STREET, COMMUNITY = "990100", "990102", "990102001", "990102001001"
GCS_2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
GK_117 = (
    f'PROJCS["CGCS2000_3_Degree_GK_CM_117E",{GCS_2000},PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def tree() -> dict[str, Region]:
    """Make one region of each level down to the community."""
    made: dict[str, Region] = {}
    above: Region | None = None
    for code, level, name in (
        (CITY, Level.CITY, "云溪市"),
        (DISTRICT, Level.DISTRICT, "东城区"),
        (STREET, Level.STREET, "东街街道"),
        (COMMUNITY, Level.COMMUNITY, "东街社区"),
    ):
        path = f"{above.path if above else ''}{code}/"
        above = made[code] = Region.objects.create(
            code=code, name=name, level=level, parent=above, path=path
        )
    return made


def square(west: float = 116.0, south: float = 39.0, side: float = 0.01) -> BaseGeometry:
    return shapely.box(west, south, west + side, south + side)


def feature(
    shape: BaseGeometry | Mapping[str, object] | None,
    *,
    code: object = f"{COMMUNITY}001",
    name: object = "东街一网格",
    **more: object,
) -> dict[str, object]:
    geometry = (
        json.loads(shapely.to_geojson(shape)) if isinstance(shape, BaseGeometry) else shape
    )
    properties = {"code": code, "name": name, **more}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def ring(*points: Sequence[object]) -> dict[str, object]:
    """A polygon of the numbers given, whatever they are."""
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def geojson(*features: Mapping[str, object], crs: str = "") -> bytes:
    document: dict[str, object] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document, ensure_ascii=False).encode()


def zipped(
    *rows: tuple[BaseGeometry, str, str],
    prj: str | None = GCS_2000,
    encoding: str = "utf-8",
    without: Sequence[str] = (),
) -> bytes:
    """A Shapefile of areas with code and name."""
    parts = {ending: BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(
        **parts, shapeType=shapefile.POLYGON, encoding=encoding
    ) as writer:
        writer.field("CODE", "C", 20)
        writer.field("NAME", "C", 60)
        for shape, code, name in rows:
            # Outer rings clockwise, as Shapefiles have them.
            writer.shape(shapely.orient_polygons(shape, exterior_cw=True).__geo_interface__)
            writer.record(code, name)
    files = {ending: part.getvalue() for ending, part in parts.items()}
    if prj is not None:
        files["prj"] = prj.encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in files.items():
            if ending not in without:
                archive.writestr(f"网格/wg.{ending}", content)
    return packed.getvalue()
