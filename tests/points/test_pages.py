"""The pages of the points: who finds what, what is refused in words, and how many questions they ask."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Region, Unit
from chuangcheng.framework.models import EditionState, PointType
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.panels import POINT_PANELS, Panel
from tests import make
from tests.points.lists import INSIDE

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make.officer()


@pytest.fixture
def office(officer: User) -> Client:
    return signed_in(officer)


@pytest.fixture
def grid() -> Region:
    """A city with one district that has a shape."""
    district = make.region(name="云溪区", parent=make.region(name="云溪市"))
    make.square(district, west=112.0, south=30.0)
    return district


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, name: str, *args: object, **query: str | int) -> str:
    response = client.get(reverse(f"points:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def said(kind: PointType, **more: object) -> dict[str, object]:
    return {"name": "人民路市场", "type": kind.code, **more}


def test_the_list_asks_as_many_questions_for_fifty_as_for_one(office: Client) -> None:
    unit = make.unit()
    post = make.seat(at=unit).post

    def fill(count: int) -> None:
        for _ in range(count):
            point = make.point(unit=unit, lon=112.0, lat=30.0, region=make.region())
            Point.objects.filter(pk=point.pk).update(post=post, patron_unit=unit)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(office, "points")
        return len(queries)

    fill(1)
    asked()
    one = asked()
    fill(49)

    assert asked() == one
    assert one <= 10


def test_the_page_of_a_point_asks_a_fixed_number_of_questions(office: Client) -> None:
    kind = make.point_type()
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    standard = make.indicator(edition)
    point = make.point(type=kind, unit=make.unit())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(office, "point", point.code)
        return len(queries)

    make.checklist_item(kind, edition, indicator=standard)
    asked()
    one = asked()
    for number in range(20):
        make.checklist_item(kind, edition, indicator=standard)
        Point.objects.filter(pk=point.pk).update(name=f"市场{number}")

    assert asked() == one
    assert one <= 22


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param({}, {"甲", "乙", "丙"}, id="in use"),
        pytest.param({"chip": "void"}, {"丁"}, id="void"),
        pytest.param({"chip": "all"}, {"甲", "乙", "丙", "丁"}, id="all"),
        pytest.param({"chip": "key"}, {"甲"}, id="key"),
        pytest.param({"chip": "undeclared"}, {"乙", "丙"}, id="undeclared"),
        pytest.param({"chip": "no_position"}, {"乙", "丙"}, id="no position"),
        pytest.param({"lacks": "unit"}, {"乙", "丙"}, id="no unit"),
        pytest.param({"chip": "no_person"}, {"甲", "乙", "丙"}, id="nobody answers"),
        pytest.param({"lacks": "photo"}, {"甲", "乙", "丙"}, id="no photo"),
        pytest.param({"q": "人民路"}, {"乙"}, id="address"),
        pytest.param({"q": "DW-AA"}, {"甲"}, id="code"),
        pytest.param({"declared": "yes"}, {"甲"}, id="declared"),
        pytest.param(
            {"type": "nonsense", "unit": "x", "sort": "?"},
            {"甲", "乙", "丙"},
            id="what cannot be read",
        ),
    ],
)
def test_the_list_is_narrowed(
    office: Client, query: dict[str, str], names: set[str]
) -> None:
    kind = make.point_type()
    for name in "甲乙丙丁":
        make.point(name=name, type=kind)
    Point.objects.filter(name="甲").update(
        code="DW-AA", is_key=True, is_declared=True, lon=112, lat=30, unit=make.unit()
    )
    Point.objects.filter(name="乙").update(address="人民路 1 号")
    Point.objects.filter(name="丁").update(state=PointState.VOID, void_reason="已拆除")

    rows = office.get(reverse("points:points"), query).context["rows"]

    assert {point.name for point in rows} == names


def test_units_and_regions_stand_for_everything_below_them(
    office: Client, grid: Region
) -> None:
    above = make.unit()
    inside = make.point(name="甲", unit=make.unit(parent=above), region=grid)
    make.point(name="乙", unit=make.unit())
    assert grid.parent

    for query in ({"unit": above.pk}, {"region": grid.parent.pk}):
        rows = office.get(reverse("points:points"), query).context["rows"]
        assert list(rows) == [inside]


def test_an_empty_list_says_how_to_fill_it(office: Client) -> None:
    page = text(office, "points")

    assert "下载模板填好后用 Excel 一次导入" in page
    assert reverse("points:import") in page


def test_whoever_sits_in_the_post_today_is_named(office: Client) -> None:
    seat = make.seat(make.user(name="钱小红"))
    point = make.point(unit=seat.post.unit)
    Point.objects.filter(pk=point.pk).update(post=seat.post)

    assert "钱小红" in text(office, "points")
    page = text(office, "point", point.code)
    assert "钱小红" in page
    assert f"tel:{seat.person.phone}" in page


def test_a_point_is_added_and_its_grid_is_found(office: Client, grid: Region) -> None:
    kind = make.point_type()

    response = office.post(
        reverse("points:point_add"), said(kind, lon=INSIDE[0], lat=INSIDE[1])
    )

    point = Point.objects.get()
    assert response.status_code == 302
    assert (point.code, point.region) == ("DW-00001", grid)
    assert "录入点位" in text(office, "point", point.code)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        pytest.param({"lon": 113.5, "lat": 30.005}, "不在本市边界内", id="outside"),
        pytest.param({"lon": 112.005}, "经度和纬度都填", id="half"),
        pytest.param({"lon": "东", "lat": "北"}, "以度为单位", id="no number"),
        pytest.param({"name": ""}, "请填写点位名称", id="no name"),
        pytest.param({"code": "甲一"}, "只能用字母", id="code"),
        pytest.param({"code": "DW-TAKEN"}, "已被使用", id="taken"),
    ],
)
def test_what_is_wrong_with_a_point_is_said(
    office: Client, grid: Region, more: dict[str, object], words: str
) -> None:
    kind = make.point_type()
    make.point()
    Point.objects.update(code="DW-TAKEN")

    response = office.post(reverse("points:point_add"), said(kind, **more))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Point.objects.count() == 1


def test_exchanged_coordinates_are_offered_the_right_way_round(
    office: Client, grid: Region
) -> None:
    response = office.post(
        reverse("points:point_add"), said(make.point_type(), lon=30.005, lat=112.005)
    )

    assert "填反了，已在下面对调" in response.content.decode()
    form = response.context["form"]
    assert (form["lon"].value(), form["lat"].value()) == ("112.005", "30.005")


def test_a_position_says_where_it_falls(office: Client, grid: Region) -> None:
    assert text(office, "where", lon="112.005", lat="30.005") == "在云溪区。"
    assert "不在" in text(office, "where", lon=100, lat=30)
    assert text(office, "where", lon="x") == ""


def test_a_foreign_post_is_refused(office: Client) -> None:
    post = make.seat().post

    response = office.post(
        reverse("points:point_add"),
        said(make.point_type(), unit=make.unit().pk, post=post.pk),
    )

    assert "不在责任单位里" in response.content.decode()


def test_a_change_is_told_in_words(office: Client) -> None:
    point = make.point(name="旧名")
    unit = make.unit(short_name="区园林局")

    office.post(
        reverse("points:point_edit", args=[point.code]),
        said(point.type, name="新名", unit=unit.pk),
    )

    page = text(office, "point", point.code)
    assert "点位名称由“旧名”改为“新名”" in page
    assert "责任单位由“（空）”改为“区园林局”" in page


def test_a_point_is_voided_with_a_reason_and_restored(office: Client) -> None:
    point = make.point()
    address = reverse("points:point_void", args=[point.code])

    assert office.post(address, {"reason": ""}).status_code == 422
    office.post(address, {"reason": "已拆除"})

    point.refresh_from_db()
    assert (point.state, point.void_reason) == (PointState.VOID, "已拆除")
    assert "已拆除" in text(office, "point", point.code)
    office.post(reverse("points:point_restore", args=[point.code]))
    point.refresh_from_db()
    assert (point.state, point.void_reason) == (PointState.IN_USE, "")


def test_the_responsible_unit_sets_the_position_and_nothing_else(grid: Region) -> None:
    unit = make.unit()
    point = make.point(unit=unit)
    own, other = signed_in(make.liaison(unit)), signed_in(make.liaison(make.unit()))
    address = reverse("points:point_place", args=[point.code])
    where = {"lon": INSIDE[0], "lat": INSIDE[1]}

    assert other.post(address, where).status_code == 403
    assert own.post(address, where).status_code == 302
    assert own.get(reverse("points:point_edit", args=[point.code])).status_code == 403

    point.refresh_from_db()
    assert point.region == grid
    assert "改动位置" not in text(own, "point", point.code)
    assert "设定位置" in text(own, "point", point.code)


def test_other_packages_have_room_on_the_page(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "chuangcheng.points.panels.POINT_PANELS",
        [*POINT_PANELS, lambda point, _user: Panel("未办结问题", f"/x/{point.code}")],
    )
    point = make.point()

    page = text(office, "point", point.code)

    assert "未办结问题" in page
    assert f'hx-get="/x/{point.code}"' in page


def test_a_unit_page_counts_its_points(office: Client) -> None:
    unit = make.unit()
    make.point(unit=unit, type=make.point_type(name="农贸市场"))
    below: Unit = make.unit(parent=unit)
    make.point(unit=below)

    page = text(office, "unit_panel", unit.code)

    assert "2 个点位" in page
    assert "农贸市场" in page
    assert "没有负责的点位" in text(office, "unit_panel", make.unit().code)


def test_a_region_page_counts_what_lies_in_it(office: Client, grid: Region) -> None:
    make.point(region=grid)
    assert grid.parent

    assert "1 个点位" in text(office, "region_panel", grid.parent.code)
    assert "这里还没有点位" in text(office, "region_panel", make.region().code)


def test_the_search_box_finds_points(office: Client) -> None:
    make.point(name="人民路市场")

    assert "人民路市场" in office.get("/search/", {"q": "人民路"}).content.decode()
