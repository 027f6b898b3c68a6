"""What cities send: every fault is told with the feature's number, and nothing is half imported."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from chuangcheng.city import api as city
from chuangcheng.city.boundaries import reading
from chuangcheng.city.models import Level, Profile, Region, RegionShape
from chuangcheng.city.queries.locating import version
from chuangcheng.city.services import shapes
from chuangcheng.city.services.shapes.planning import stages
from chuangcheng.platform import geo
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.mercator import TransverseMercator
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make
from tests.city.boundary_files import (
    COMMUNITY,
    DISTRICT,
    GCS_2000,
    GK_117,
    feature,
    geojson,
    ring,
    square,
    tree,
    zipped,
)

pytestmark = pytest.mark.django_db
GRID = f"{COMMUNITY}001"
OTHER = f"{COMMUNITY}002"
BOWTIE = ring((116, 39), (116.01, 39.01), (116.01, 39), (116, 39.01), (116, 39))


def load(
    raw: bytes, *, name: str = "网格.geojson", datum: Datum | None = Datum.WGS84
) -> int:
    return city.load_shapes(raw, name=name, datum=datum, at=make.NOON).areas


PROBLEMS = {
    "swapped": (feature(shapely.box(39, 116, 39.01, 116.01)), "经度和纬度写反"),
    "abroad": (feature(square(10, 50)), "不在中国范围内"),
    "metres": (feature(square(500_000, 4_400_000, 900)), "投影坐标"),
    "not a number": (
        feature(ring((116, 39), (float("nan"), 39), (116, 39.1), (116, 39))),
        "空值(NaN)",
    ),
    "words": (feature(ring(("东", "北"), (116, 39), (116, 39.1))), "不是成对的数字"),
    "too few points": (feature(ring((116, 39), (116.1, 39), (116, 39))), "至少要 3 个"),
    "no rings": (feature({"type": "Polygon", "coordinates": []}), "没有边界坐标"),
    "no geometry": (feature(None), "没有边界"),
    "a line": (feature(shapely.LineString([(116, 39), (117, 39)])), "是线，不是面"),
    "unknown code": (feature(square(), code="770102001001001"), "找不到它的上级"),
    "no region code": (feature(square(), code="A-17"), "不像区划代码"),
    "a new one without a name": (feature(square(), name=""), "没有名称"),
    "a new one with too long a name": (feature(square(), name="长" * 61), "超过 60 字"),
    "too many digits": (feature(square(), code=f"{COMMUNITY}0001"), "15 位"),
    "no code and nowhere": (feature(square(), code=""), "无法编号"),
}


@pytest.mark.parametrize(("bad", "said"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_fault_is_told_with_the_number_and_nothing_is_imported(
    bad: dict[str, object], said: str
) -> None:
    tree()
    good = feature(square(116.02), code=OTHER, name="东街二网格")

    with pytest.raises(shapes.ShapesRefused) as refusal:
        load(geojson(good, bad))

    assert "第 2 个要素" in str(refusal.value)
    assert said in str(refusal.value)
    assert not RegionShape.objects.exists()
    assert not Region.objects.filter(level=Level.GRID).exists()


def test_the_same_code_twice_is_told_with_both_numbers() -> None:
    tree()

    with pytest.raises(shapes.ShapesRefused, match="与第 1 个要素重复"):
        load(geojson(feature(square()), feature(square(116.01))))


def test_a_region_out_of_use_gets_no_shape() -> None:
    regions = tree()
    Region.objects.filter(pk=regions[COMMUNITY].pk).update(is_active=False)

    with pytest.raises(shapes.ShapesRefused, match="已停用"):
        load(geojson(feature(square(), code=COMMUNITY, name="")))


def test_what_lies_far_from_the_city_is_refused() -> None:
    make.square(tree()[DISTRICT], west=116, south=39)

    with pytest.raises(shapes.ShapesRefused, match="三十公里以上"):
        load(geojson(feature(square(118))))


FILES = {
    "array": (b"[[116,39],[117,39]]", "几何数组"),
    "bare geometry": (json.dumps(BOWTIE).encode(), "只有几何图形"),
    "no features": (geojson(), "没有要素"),
    "broken": (b'{"type": "FeatureCollection", "features": [', "不是完整的 GeoJSON"),
    "nested": (b'{"a":' + b"[" * 100_000, "嵌套过深"),
    "empty": (b"  ", "是空的"),
    "something else": (b'{"type": "Topology"}', "不是 FeatureCollection"),
    "old datum": (
        geojson(feature(square()), crs="urn:ogc:def:crs:EPSG::4610"),
        "不能直接换算",
    ),
    "web mercator": (geojson(feature(square()), crs="EPSG:3857"), "不能直接换算"),
    "no shp": (zipped((square(), GRID, "一"), without=["shp"]), "没有 .shp"),
    "no dbf": (zipped((square(), GRID, "一"), without=["dbf"]), "缺少 .dbf"),
    "xian": (
        zipped((square(), GRID, "一"), prj=GCS_2000.replace("D_China_2000", "D_Xian_1980")),
        "西安80",
    ),
    "lambert": (
        zipped(
            (square(), GRID, "一"),
            prj=GK_117.replace("Gauss_Kruger", "Lambert_Conformal_Conic"),
        ),
        "投影“Lambert_Conformal_Conic”",
    ),
    "damaged zip": (zipped((square(), GRID, "一"))[:200], "已损坏"),
}


@pytest.mark.parametrize(("raw", "said"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_read_is_refused_in_words(raw: bytes, said: str) -> None:
    tree()

    with pytest.raises(Refused, match=said):
        load(raw)


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="100 MB"):
        reading.read(b"[" * 100 * 1024 * 1024, name="网格.geojson")


def test_bare_shapefile_parts_are_explained() -> None:
    with pytest.raises(Refused, match="打包成一个 zip"):
        reading.read(b"\x00\x00\x27\x0a", name="网格.shp")


def stored() -> dict[str, Polygon]:
    return {
        row.region.code: Polygon(*_rings(row.geometry["coordinates"]))
        for row in RegionShape.objects.select_related("region")
    }


def _rings(
    rings: list[list[tuple[float, float]]],
) -> tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]:
    return rings[0], rings[1:]


def test_a_clean_file_makes_regions_and_shapes() -> None:
    tree()

    count = load(
        geojson(feature(square()), feature(square(116.01), code=OTHER, name="东街二网格"))
    )

    grid = Region.objects.get(code=GRID)
    assert count == 2
    assert (grid.level, grid.name, grid.parent and grid.parent.code) == (
        Level.GRID,
        "东街一网格",
        COMMUNITY,
    )
    # About 864 by 1112 metres.
    assert grid.shape.area == pytest.approx(864 * 1112, rel=0.01)
    assert (grid.shape.datum, grid.shape.source) == ("WGS84", "网格.geojson")
    found = city.locate(116.005, 39.005)
    assert found is not None
    assert found.code == GRID
    assert AuditEntry.objects.filter(verb="city.shapes.imported").count() == 1


def test_a_second_file_takes_the_place_of_the_first_shape() -> None:
    tree()
    load(geojson(feature(square())))

    load(geojson(feature(square(116.005))))

    assert stored()[GRID].bounds[0] == pytest.approx(116.005)


def test_the_same_file_again_changes_nothing() -> None:
    tree()
    crooked = shapely.box(116.002, 39, 116.006, 39.004)
    raw = geojson(
        feature(square(), code=GRID), feature(crooked, code=OTHER, name="东街二网格")
    )
    first = city.load_shapes(raw, name="网格.geojson", datum=Datum.WGS84, at=make.NOON)
    before = (
        AuditEntry.objects.count(),
        version(),
        RegionShape.objects.latest("id").source,
    )

    again = city.load_shapes(raw, name="另存.geojson", datum=Datum.WGS84, at=make.NOON)

    assert (first.areas, first.changed) == (2, 2)
    assert (again.areas, again.changed) == (2, 0)
    assert before == (
        AuditEntry.objects.count(),
        version(),
        RegionShape.objects.latest("id").source,
    )


def test_a_whole_tree_may_come_in_one_file_in_any_order() -> None:
    tree()

    count = load(
        geojson(
            feature(square(), code="990102002001001", name="西街一网格"),
            feature(square(), code="990102002001", name="西街社区"),
            feature(square(), code="990102002", name="西街街道"),
        )
    )

    assert count == 3
    assert Region.objects.get(code="990102002001001").path == (
        "990100/990102/990102002/990102002001/990102002001001/"
    )


def test_heights_are_dropped_rings_closed_and_turned() -> None:
    tree()
    odd = ring((116, 39, 7), (116, 39.01, 7), (116.01, 39.01, 7), (116.01, 39, 7))

    planned = shapes.plan(geojson(feature(odd)), name="x", datum=Datum.WGS84)

    assert [note[:8] for note in planned.notes] == ["1 个环首尾没有", "1 个要素含高程"]
    shape = planned.entries[0].shape
    assert isinstance(shape, Polygon)
    assert shape.exterior.is_ccw
    assert not shape.has_z


def test_holes_are_kept() -> None:
    tree()
    with_hole = square() - square(116.004, 39.004, 0.002)

    load(geojson(feature(with_hole)))

    assert len(stored()[GRID].interiors) == 1


def test_codes_that_a_table_program_keeps_as_numbers_are_read() -> None:
    tree()

    load(geojson(feature(square(), code=float(GRID))))

    assert list(stored()) == [GRID]


def test_swapped_numbers_can_be_swapped_back() -> None:
    tree()
    raw = geojson(feature(shapely.box(39, 116, 39.01, 116.01)))

    first = shapes.plan(raw, name="x", datum=Datum.WGS84)
    second = shapes.plan(raw, name="x", datum=Datum.WGS84, is_swapped=True)

    assert first.may_be_swapped
    assert not second.problems
    assert second.entries[0].shape.bounds == pytest.approx((116, 39, 116.01, 39.01))


class TestDatum:
    def shifted(self) -> BaseGeometry:
        moved: BaseGeometry = shapely.transform(
            square(), lambda p: np.stack(geo.wgs84_to_gcj02(*p.T), axis=-1)
        )
        return moved

    def test_is_taken_as_declared(self) -> None:
        tree()

        load(geojson(feature(self.shifted())), datum=Datum.GCJ02)

        assert stored()[GRID].bounds == pytest.approx(square().bounds, abs=1e-7)

    def test_is_asked_for_where_nothing_says_it(self) -> None:
        tree()

        with pytest.raises(shapes.DatumUnknown, match="请选择坐标系"):
            load(geojson(feature(square())), datum=None)

    @pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::4490", "EPSG:4490"])
    def test_is_read_from_the_file(self, crs: str) -> None:
        tree()

        load(geojson(feature(square()), crs=crs), datum=None)

        assert RegionShape.objects.get().datum == "CGCS2000"

    @pytest.mark.parametrize("is_shifted", [True, False])
    def test_is_seen_from_the_shape_that_the_area_lies_in(self, is_shifted: bool) -> None:  # noqa: FBT001 - a case
        make.square(tree()[COMMUNITY], west=116, south=39)
        shape = self.shifted() if is_shifted else square()

        load(geojson(feature(shape)), datum=None)

        assert RegionShape.objects.get(region__code=GRID).datum == (
            "GCJ02" if is_shifted else "WGS84"
        )
        assert stored()[GRID].bounds == pytest.approx(square().bounds, abs=1e-7)


class TestShapefiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
    def test_are_read_in_both_encodings(self, encoding: str) -> None:
        tree()

        load(
            zipped((square(), GRID, "东街一网格"), encoding=encoding),
            name="网格.zip",
            datum=None,
        )

        assert Region.objects.get(code=GRID).name == "东街一网格"

    def test_in_gauss_krueger_metres_land_where_they_lie(self) -> None:
        tree()
        flat = shapely.transform(
            square(116.9),
            lambda p: np.stack(TransverseMercator(meridian=117).to_metres(*p.T), axis=-1),
        )

        load(zipped((flat, GRID, "东街一网格"), prj=GK_117), datum=None)

        assert stored()[GRID].bounds == pytest.approx(square(116.9).bounds, abs=1e-7)

    def test_without_a_prj_the_datum_is_asked_for(self) -> None:
        tree()

        with pytest.raises(shapes.DatumUnknown):
            load(zipped((square(), GRID, "一"), prj=None), datum=None)

    def test_in_metres_without_a_prj_are_refused(self) -> None:
        tree()

        with pytest.raises(shapes.ShapesRefused, match=r"连同 \.prj"):
            load(zipped((square(500_000, 4_400_000, 900), GRID, "一"), prj=None))

    @pytest.mark.parametrize(
        "stem", ["../../etc/wg", "/etc/wg", "..\\wg", "网格/图层.v2/wg"]
    )
    def test_are_read_wherever_their_names_point(self, stem: str) -> None:
        layer = reading.read(renamed(lambda ending: f"{stem}.{ending}"), name="网格.zip")

        assert [each.code for each in layer.features] == [GRID]

    def test_belong_together_whatever_the_case_of_their_names(self) -> None:
        mixed = renamed(lambda ending: "WG.shp" if ending == "shp" else f"wg.{ending}")

        assert len(reading.read(mixed, name="网格.zip").features) == 1

    def test_are_read_without_their_index(self) -> None:
        raw = zipped((square(), GRID, "一网格"), without=["shx"])

        assert len(reading.read(raw, name="网格.zip").features) == 1

    def test_of_two_layers_are_refused(self) -> None:
        raw = renamed(lambda ending: f"甲.{ending}", lambda ending: f"乙.{ending}")

        with pytest.raises(Refused, match="有 2 个图层"):
            reading.read(raw, name="网格.zip")

    def test_that_inflate_to_too_much_are_refused(self) -> None:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("wg.shp", bytes(100_000_000))

        with pytest.raises(Refused, match="异常庞大"):
            reading.read(packed.getvalue(), name="网格.zip")


def renamed(*names: Callable[[str], str]) -> bytes:
    """A zip with the files of one layer under each of the names."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(zipped((square(), GRID, "一网格")))) as whole,
        zipfile.ZipFile(packed, "w") as archive,
    ):
        for path in whole.namelist():
            for name in names:
                archive.writestr(name(path.rsplit(".", 1)[1]), whole.read(path))
    return packed.getvalue()


class TestNumbering:
    def bare(self, west: float, south: float, **more: object) -> dict[str, object]:
        return feature(square(west, south, 0.004), code="", name="", **more)

    def test_goes_from_the_north_west_to_the_south_east(self) -> None:
        make.square(tree()[COMMUNITY], west=116, south=39)

        load(
            geojson(
                self.bare(116.005, 39.0), self.bare(116.005, 39.005), self.bare(116, 39.005)
            )
        )

        drawn = stored()
        assert drawn[GRID].bounds[:2] == pytest.approx((116, 39.005))
        assert drawn[OTHER].bounds[:2] == pytest.approx((116.005, 39.005))
        assert Region.objects.get(code=GRID).name == "第001网格"

    def test_leaves_out_numbers_that_are_taken(self) -> None:
        tree()
        load(geojson(feature(square())))

        load(geojson(self.bare(116.02, 39.0, parent=COMMUNITY)))

        assert OTHER in stored()

    def test_has_as_many_digits_as_the_city_chose(self) -> None:
        tree()
        Profile.objects.create(pk=1, name="云溪市", grid_digits=2)

        load(geojson(self.bare(116, 39, parent=COMMUNITY)))

        assert list(stored()) == [f"{COMMUNITY}01"]

    def test_ends_when_the_digits_run_out(self) -> None:
        tree()
        Profile.objects.create(pk=1, name="云溪市", grid_digits=2)
        many = [self.bare(116 + 0.004 * n, 39, parent=COMMUNITY) for n in range(100)]

        with pytest.raises(shapes.ShapesRefused, match="顺序码已用完"):
            load(geojson(*many))


def test_a_ring_that_crosses_itself_is_told_with_its_place_and_made_valid() -> None:
    tree()
    planned = shapes.plan(geojson(feature(BOWTIE)), name="x", datum=Datum.WGS84)

    [stage] = stages(planned, [])

    assert "116.005000，39.005000）处自相交" in stage.findings[0].text
    assert stage.mended.tiles[0].shape.is_valid


def test_an_unknown_parent_in_the_file_is_found_by_the_digits() -> None:
    tree()

    load(geojson(feature(square(), parent="")))

    assert Region.objects.get(code=GRID).parent == Region.objects.get(code=COMMUNITY)


def test_a_name_with_a_nul_is_cleaned() -> None:
    tree()

    load(geojson(feature(square(), name="东街\x00一网格")))

    assert Region.objects.get(code=GRID).name == "东街一网格"


def test_a_long_name_without_a_code_is_refused_too() -> None:
    tree()
    around = feature(square(side=0.02), code=COMMUNITY, name="东街社区")

    with pytest.raises(Refused, match="超过 60 字"):
        load(geojson(around, feature(square(), code="", name="长" * 61)))

    assert not RegionShape.objects.exists()
