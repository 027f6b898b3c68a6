"""A city's files come in by one command, in their order, each whole or not at all."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import shapely

from chuangcheng.city.models import Region, RegionShape, Unit
from chuangcheng.framework.models import Responsibility
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import Point
from chuangcheng.twin import folder
from chuangcheng.web import city_files
from tests.twin import cities

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


def _folder(
    at: Path, *, seed: int = 1, population: int = cities.COUNTY, datum: Datum = Datum.WGS84
) -> Path:
    folder.write(cities.city(seed, population), at / "city", datum=datum)
    return at / "city"


def _take_in(*paths: Path, datum: Datum = Datum.WGS84) -> list[str]:
    said: list[str] = []
    files = city_files.found(paths)
    city_files.take_in(files, datum=datum, at=NOW, tell=said.append)
    return said


@pytest.mark.parametrize(
    ("seed", "population"),
    [(1, cities.COUNTY), (2, cities.COUNTY), (3, cities.COUNTY), (7, 800_000)],
)
def test_a_made_up_city_comes_in_without_a_problem_and_again_without_a_change(
    seed: int, population: int, tmp_path: Path
) -> None:
    city = cities.city(seed, population)
    path = _folder(tmp_path, seed=seed, population=population)

    first = _take_in(path)

    assert [said.partition("：")[0] for said in first] == [
        "区划与单位.xlsx",
        "边界.geojson",
        "点位.xlsx",
        "指标责任.xlsx",
    ]
    assert Region.objects.count() == RegionShape.objects.count() == len(city.regions)
    assert Unit.objects.count() == len(city.units)
    assert Point.objects.count() == len(city.points)
    assert Responsibility.objects.count() == len(city.responsibilities)
    again = _take_in(path)
    assert [said for said in again if "没有变化" not in said and "边界" not in said] == []


def test_boundaries_need_no_mending_and_points_find_their_grids(tmp_path: Path) -> None:
    city = cities.city(1, cities.COUNTY)

    _take_in(_folder(tmp_path))

    for shape in RegionShape.objects.select_related("region"):
        drawn = city.shapes[shape.region.code]
        assert shapely.equals(shapely.geometry.shape(shape.geometry), drawn)
    found = dict(Point.objects.values_list("code", "region__code"))
    assert found == {point.code: point.grid for point in city.points}


def test_a_city_in_the_datum_of_web_maps_comes_in_where_it_is(tmp_path: Path) -> None:
    path = _folder(tmp_path, datum=Datum.GCJ02)

    _take_in(path, datum=Datum.GCJ02)

    city = cities.city(1, cities.COUNTY)
    placed = {point.code: point for point in city.points}
    for point in Point.objects.select_related("region"):
        wanted = placed[point.code]
        assert point.region is None or point.region.code == wanted.grid
        if wanted.lonlat:
            assert (point.lon, point.lat) == pytest.approx(wanted.lonlat, abs=2e-6)


def test_files_may_be_called_anything_and_given_one_by_one(tmp_path: Path) -> None:
    path = _folder(tmp_path)
    (path / "点位.xlsx").rename(path / "a.xlsx")
    (path / "区划与单位.xlsx").rename(path / "z.xlsx")

    said = _take_in(path / "a.xlsx", path / "z.xlsx")

    assert [each.partition("：")[0] for each in said] == ["z.xlsx", "a.xlsx"]
    assert Point.objects.exists()


def _wrong_point(path: Path) -> None:
    book = openpyxl.load_workbook(path / "点位.xlsx")
    book["点位"]["C5"] = "没有的类型"
    book.save(path / "点位.xlsx")


def _wrong_unit(path: Path) -> None:
    book = openpyxl.load_workbook(path / "区划与单位.xlsx")
    book["单位"]["A3"] = book["单位"]["A2"].value
    book.save(path / "区划与单位.xlsx")


def _wrong_shape(path: Path) -> None:
    collection = json.loads((path / "边界.geojson").read_bytes())
    collection["features"][3]["properties"]["code"] = "123"
    (path / "边界.geojson").write_text(json.dumps(collection))


@pytest.mark.parametrize(
    ("spoil", "said", "left"),
    [
        (_wrong_unit, r"区划与单位\.xlsx.*第 3 行", (False, False, False)),
        (_wrong_shape, r"边界\.geojson", (True, False, False)),
        (_wrong_point, r"点位\.xlsx.*第 5 行", (True, True, False)),
    ],
)
def test_a_wrong_file_is_refused_whole_and_those_before_it_stay(
    spoil: Callable[[Path], None], said: str, left: tuple[bool, bool, bool], tmp_path: Path
) -> None:
    path = _folder(tmp_path)
    spoil(path)

    with pytest.raises(Refused, match=said):
        _take_in(path)

    counts = (Unit.objects, RegionShape.objects, Point.objects)
    assert tuple(each.exists() for each in counts) == left


def test_what_is_nothing_of_a_city_is_refused_in_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["x"])
    book.save(tmp_path / "other.xlsx")

    with pytest.raises(Refused, match=r"other\.xlsx.*工作表"):
        city_files.found([tmp_path])
    with pytest.raises(Refused, match="无法读取"):
        city_files.found([tmp_path / "none.xlsx"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="没有找到"):
        city_files.found([tmp_path / "empty"])
