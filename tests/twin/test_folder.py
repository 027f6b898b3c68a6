"""The command that writes a made-up city: a whole folder or none, the same for the same seed."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from chuangcheng.platform.exchange import read_sheet
from chuangcheng.platform.geo import Datum, gcj02_to_wgs84
from chuangcheng.platform.refusal import Refused
from chuangcheng.twin import folder, tables
from chuangcheng.twin.command import simulate
from tests.twin import cities

NAMES = {"区划与单位.xlsx", "边界.geojson", "点位.xlsx", "指标责任.xlsx", "说明.txt"}


def _run(out: Path, *more: str) -> str:
    called = ["city", "--seed", "3", "--population", str(cities.COUNTY), "--out", str(out)]
    done = CliRunner().invoke(simulate, [*called, *more], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def test_the_command_writes_all_files_and_says_what_is_in_them(tmp_path: Path) -> None:
    said = _run(tmp_path / "city")

    assert {each.name for each in (tmp_path / "city").iterdir()} == NAMES
    assert "网格" in said
    assert "种子 3" in (tmp_path / "city" / "说明.txt").read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["city"]


def test_the_same_seed_writes_the_same_boundaries_and_tables(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _run(tmp_path / name)

    one, two = ((tmp_path / name / "边界.geojson").read_bytes() for name in ("one", "two"))
    assert one == two
    for book in ("区划与单位.xlsx", "点位.xlsx", "指标责任.xlsx"):
        first, second = ((tmp_path / name / book).read_bytes() for name in ("one", "two"))
        titles = read_sheet(first, name=book)
        for title in [titles.title, *titles.others]:
            rows = [read_sheet(raw, name=book, title=title).rows for raw in (first, second)]
            assert rows[0] == rows[1], title


def test_shifted_boundaries_come_back_to_where_they_were() -> None:
    city = cities.city(1, cities.COUNTY)
    plain = json.loads(folder.shapes(city, Datum.WGS84))["features"]
    shifted = json.loads(folder.shapes(city, Datum.GCJ02))["features"]

    for before, after in zip(plain[:20], shifted[:20], strict=True):
        wanted = shapely.get_coordinates(shapely.geometry.shape(before["geometry"]))
        moved = shapely.get_coordinates(shapely.geometry.shape(after["geometry"]))
        assert np.abs(moved - wanted).max() > 1e-4
        back = np.column_stack(gcj02_to_wgs84(moved[:, 0], moved[:, 1]))
        assert np.abs(back - wanted).max() < 2e-7


def test_points_are_shifted_with_the_boundaries() -> None:
    city = cities.city(1, cities.COUNTY)
    plain, shifted = (
        tables.of_points(city, datum).rows[0] for datum in (Datum.WGS84, Datum.GCJ02)
    )

    assert plain[6:8] != shifted[6:8]
    assert plain[:6] == shifted[:6]


@pytest.mark.parametrize(
    ("population", "said"), [("99999", "100,000 到 20,000,000"), ("20000001", "20,000,001")]
)
def test_a_size_that_is_no_city_is_refused(
    population: str, said: str, tmp_path: Path
) -> None:
    out = tmp_path / "city"
    with pytest.raises(Refused, match=said):
        CliRunner().invoke(
            simulate,
            ["city", "--population", population, "--out", str(out)],
            catch_exceptions=False,
        )

    assert not out.exists()


def test_a_folder_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("kept")

    with pytest.raises(Refused, match="已有文件"):
        folder.check(tmp_path)
    with pytest.raises(Refused, match="是一个文件"):
        folder.check(tmp_path / "note.txt")
    with pytest.raises(Refused, match="上级文件夹"):
        folder.check(tmp_path / "none" / "city")


def test_a_folder_that_fails_halfway_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> bytes:
        raise OSError("No space left on device")

    monkeypatch.setattr(folder, "shapes", full)
    with pytest.raises(Refused, match="无法写入"):
        folder.write(cities.city(1, cities.COUNTY), tmp_path / "city")

    assert not list(tmp_path.iterdir())
