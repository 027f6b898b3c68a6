"""Lists of points on their way in: all of them, or none and the reasons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.city.models import Post, Region
from chuangcheng.framework.models import PointType
from chuangcheng.platform.geo import Datum, wgs84_to_gcj02
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.api import Point, PointState, load
from chuangcheng.points.models import PointsApart
from chuangcheng.points.queries import exports, filtering
from chuangcheng.points.services.imports.matching import Choice
from chuangcheng.points.services.imports.plan import Plan, plan
from chuangcheng.points.services.imports.taking import Outcome, take
from tests import make
from tests.points.lists import HEADERS, INSIDE, row, table, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid() -> Region:
    """A city with one district that has a shape."""
    district = make.region(parent=make.region(name="云溪市"))
    make.square(district, west=112.0, south=30.0)
    return district


@pytest.fixture
def market() -> PointType:
    return make.point_type(name="农贸市场")


def planned(raw: bytes) -> Plan:
    return plan(raw, name="点位.xlsx", datum=Datum.WGS84)


def taken(raw: bytes, **choices: str) -> Outcome:
    return take(
        raw,
        name="点位.xlsx",
        datum=Datum.WGS84,
        choices=choices,
        by=make.officer(),
        at=make.NOON,
    )


def test_a_whole_row_becomes_a_point(grid: Region, market: PointType) -> None:
    unit = make.unit(name="云溪区市场监管局", short_name="区市监局")
    post = Post.objects.create(unit=unit, title="市场科科长", role="MEMBER")
    raw = workbook(
        row(
            at=INSIDE,
            点位编号="SC-1",
            是否申报="是",
            是否重点="否",
            地址="人民路 1 号",
            责任单位="区市监局",
            责任岗位="市场科科长",
            包联单位=unit.code,
            备注="早市",
        )
    )

    outcome = load(raw, name="点位.xlsx", datum=Datum.WGS84, at=make.NOON)

    assert outcome == Outcome(added=1, changed=0, same=0, skipped=0)
    point = Point.objects.get()
    assert (point.code, point.name, point.type) == ("SC-1", "云溪第一市场", market)
    assert (point.is_declared, point.is_key) == (True, False)
    assert (point.lon, point.lat, point.region) == (*INSIDE, grid)
    assert (point.unit, point.post, point.patron_unit) == (unit, post, unit)
    assert AuditEntry.objects.filter(verb="points.list.imported").count() == 1


def test_points_without_code_get_the_next_free_ones(market: PointType) -> None:
    make.point(name="旧点")
    Point.objects.update(code="DW-00001")

    taken(workbook(row("甲市场"), row("乙市场")))

    assert set(Point.objects.values_list("code", flat=True)) == {
        "DW-00001",
        "DW-00002",
        "DW-00003",
    }


@pytest.mark.parametrize("has_codes", [True, False])
def test_the_same_file_twice_changes_nothing(
    grid: Region,
    market: PointType,
    has_codes: bool,  # noqa: FBT001 - a parameter of the test.
) -> None:
    raw = workbook(
        row("甲市场", at=INSIDE, 点位编号="A-1" if has_codes else None),
        row("乙市场", 地址="人民路", 点位编号="A-2" if has_codes else None),
    )
    taken(raw)
    entries = AuditEntry.objects.count()

    again = taken(raw)

    assert again == Outcome(added=0, changed=0, same=2, skipped=0)
    assert AuditEntry.objects.count() == entries


def test_a_known_code_is_updated_and_blanks_change_nothing(
    grid: Region, market: PointType
) -> None:
    taken(workbook(row(at=INSIDE, 点位编号="A-1", 地址="人民路", 备注="早市")))

    told = planned(workbook(row("新名市场", 点位编号="A-1", 地址="滨江路")))
    taken(workbook(row("新名市场", 点位编号="A-1", 地址="滨江路")))

    point = Point.objects.get()
    assert (point.name, point.address, point.note) == ("新名市场", "滨江路", "早市")
    assert (point.lon, point.region) == (INSIDE[0], grid)
    assert "地址由“人民路”改为“滨江路”" in told.changes[0].said


def test_positions_of_web_maps_are_brought_back(grid: Region, market: PointType) -> None:
    lon, lat = wgs84_to_gcj02(*INSIDE)

    load(
        workbook(row(at=(float(lon), float(lat)))),
        name="点位.xlsx",
        datum=Datum.GCJ02,
        at=make.NOON,
    )

    point = Point.objects.get()
    assert point.lon == pytest.approx(INSIDE[0], abs=1e-7)
    assert point.lat == pytest.approx(INSIDE[1], abs=1e-7)


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        pytest.param(row(kind="农贸批发市场"), "点位类型", "相近的有：农贸市场", id="type"),
        pytest.param(row(at=(30.005, 112.005)), "经度", "填反", id="swapped"),
        pytest.param(row(at=(113.5, 30.005)), "经度", "不在本市边界内", id="outside"),
        pytest.param(row(经度=112.005), "纬度", "只填了经度", id="half a position"),
        pytest.param(row(经度="东经112度", 纬度=30), "经度", "小数", id="no number"),
        pytest.param(row(责任单位="区不存在局"), "责任单位", "没有“区不存在局”", id="unit"),
        pytest.param(
            row(责任岗位="科长"), "责任岗位", "没有责任单位", id="post without unit"
        ),
        pytest.param(row(网格代码="123"), "网格代码", "没有代码", id="grid"),
        pytest.param(row(状态="作废"), "作废原因", "须写明原因", id="void without reason"),
        pytest.param(row(作废原因="已拆除"), "状态", "不是作废", id="reason without void"),
        pytest.param(row(状态="停用"), "状态", "在用、作废", id="state"),
        pytest.param(row(是否申报="待定"), "是否申报", "是、否", id="neither yes nor no"),
        pytest.param(row(点位编号="甲 1"), "点位编号", "只能用字母", id="code"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    grid: Region, market: PointType, wrong: dict[str, object], column: str, words: str
) -> None:
    raw = workbook(row("好市场", at=(112.001, 30.001)), wrong)  # type: ignore[arg-type]

    problems = planned(raw).problems

    assert [(each.row, each.column) for each in problems] == [(3, column)]
    assert words in problems[0].text
    with pytest.raises(Refused, match=r"1 处问题，没有导入。首处在第 3 行"):
        taken(raw)
    assert not Point.objects.exists()


def test_the_same_code_twice_in_a_file_is_refused(market: PointType) -> None:
    raw = workbook(row("甲市场", 点位编号="A-1"), row("乙市场", 点位编号="A-1"))

    assert "与第 2 行的编号相同" in planned(raw).problems[0].text


def test_a_second_row_of_headers_is_said_to_be_one(market: PointType) -> None:
    raw = table([HEADERS, ["", "甲市场", "农贸市场", *[""] * 12]])

    with pytest.raises(Refused, match="第 1 行和第 2 行都是表头"):
        planned(raw)


def test_headers_split_over_two_rows_are_explained(market: PointType) -> None:
    top = ["基本情况", "点位名称", "", "", "", "位置", ""]
    second = ["点位编号", "", "是否申报", "是否重点", "地址", "经度", "纬度"]
    raw = table([second, ["", "甲市场", "是", "否", "路", 112.005, 30.005]], top)

    with pytest.raises(Refused, match="像是分成两行的表头"):
        planned(raw)


def test_headers_of_other_offices_are_understood(market: PointType) -> None:
    raw = table(
        [["甲市场", "农贸市场", "人民路", 112.005, 30.005]],
        ["场所名称", "类别", "详细地址", "lng", "lat"],
    )

    assert [entry.lon for entry in planned(raw).new] == [112.005]


def test_without_boundaries_a_position_is_taken_as_it_is(market: PointType) -> None:
    raw = workbook(row(at=(100.0, 40.0)))

    assert planned(raw).is_clean


def test_the_position_decides_over_the_grid_that_is_written(
    grid: Region, market: PointType
) -> None:
    other = make.region(name="别区", parent=grid.parent)
    part = Region.objects.create(
        code=f"{grid.code}001",
        name="一网格",
        level="GRID",
        parent=grid,
        path=f"{grid.path}{grid.code}001/",
    )

    told = planned(
        workbook(
            row("甲市场", at=INSIDE, 网格代码=other.code),
            row("乙市场", at=(112.008, 30.008), 网格代码=part.code),
        )
    )

    assert [entry.region for entry in told.new] == [grid, part]
    assert told.notices == ["第 2 行填写的网格与位置所在的网格不同，以位置为准。"]


def test_a_like_row_is_doubted_and_by_default_updates(
    grid: Region, market: PointType
) -> None:
    known = make.point(name="人民路市场", type=market, lon=112.005, lat=30.005)
    raw = workbook(row("人民路大市场", at=(112.0051, 30.005)))

    told = planned(raw)

    doubt = told.doubts[0]
    assert (doubt.point, doubt.choice) == (known, Choice.UPDATE)
    assert 9 < (doubt.metres or 0) < 10
    assert (len(told.new), len(told.changes)) == (0, 1)


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        (Choice.UPDATE, Outcome(added=0, changed=1, same=0, skipped=0)),
        (Choice.SKIP, Outcome(added=0, changed=0, same=0, skipped=1)),
        (Choice.NEW, Outcome(added=1, changed=0, same=0, skipped=0)),
    ],
)
def test_a_person_decides_of_a_doubt(
    grid: Region, market: PointType, choice: Choice, outcome: Outcome
) -> None:
    known = make.point(name="人民路市场", type=market, lon=112.005, lat=30.005)
    raw = workbook(row("人民路大市场", at=(112.0051, 30.005)))

    assert taken(raw, **{f"2:{known.code}": choice.value}) == outcome
    assert PointsApart.objects.count() == (choice is Choice.NEW)


def test_two_like_rows_of_one_file_are_doubted(grid: Region, market: PointType) -> None:
    raw = workbook(row("人民路市场", at=INSIDE), row("人民路市场", at=(112.00505, 30.005)))

    told = planned(raw)

    assert [(each.row.row, each.earlier and each.earlier.row) for each in told.doubts] == [
        (3, 2)
    ]
    assert (len(told.new), told.skipped) == (1, 1)
    assert taken(raw, **{"3:r2": "NEW"}).added == 2


def test_two_rows_cannot_both_update_one_point(grid: Region, market: PointType) -> None:
    known = make.point(name="人民路市场", type=market, lon=112.005, lat=30.005)
    raw = workbook(
        row("人民路市场甲", at=(112.0051, 30.005)),
        row("人民路市场乙", at=(112.0049, 30.005)),
    )

    told = plan(
        raw,
        name="",
        datum=Datum.WGS84,
        choices={
            f"2:{known.code}": "UPDATE",
            f"3:{known.code}": "UPDATE",
            "3:r2": "NEW",
        },
    )

    assert "只让一行更新它" in told.problems[0].text


def test_what_is_exported_reads_back_without_a_change(
    grid: Region, market: PointType
) -> None:
    officer = make.officer()
    unit = make.unit()
    post = make.seat(at=unit).post
    point = make.point(type=market, lon=112.005, lat=30.005, unit=unit, region=grid)
    Point.objects.filter(pk=point.pk).update(post=post, patron_unit=unit, note="=1+1")
    make.point(type=market, name="拆掉的市场")
    Point.objects.exclude(pk=point.pk).update(state=PointState.VOID, void_reason="已拆除")

    found = filtering.found(officer, filtering.Search(chip="all"))

    assert taken(exports.exported(found)) == Outcome(added=0, changed=0, same=2, skipped=0)


def test_a_known_list_asks_no_more_questions_for_more_rows(
    grid: Region, market: PointType
) -> None:
    def asked(count: int) -> int:
        raw = workbook(
            *(row(f"第{number}市场", 责任单位=unit.name) for number in range(count))
        )
        taken(raw)
        with CaptureQueriesContext(connection) as queries:
            assert planned(raw).same == count
        return len(queries)

    unit = make.unit()
    asked(1)
    assert asked(2) == asked(40)
