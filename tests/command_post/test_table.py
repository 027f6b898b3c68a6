"""The map as tables: the same filter, the same points, and the way to the map and back."""

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.points.models import Point, PointState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(make.officer())
    return client


def html(client: Client, name: str, **asked: str) -> str:
    return client.get(reverse(f"command_post:{name}"), asked).content.decode()


def change(point: Point, **fields: object) -> Point:
    Point.objects.filter(pk=point.pk).update(**fields)
    return point


def test_the_filter_of_the_map_asks_the_same_of_the_table(officer: Client) -> None:
    city = make.region()
    street, unit = make.region(parent=city), make.unit()
    market = make.point_type(name="农贸市场")
    wanted = make.point(type=market, unit=unit, region=street)
    change(wanted, is_declared=True, is_key=True)
    other = make.point()

    for asked in (
        {"type": market.code},
        {"declared": "yes"},
        {"key": "yes"},
        {"unit": unit.code},
        {"region": street.code},
        {"region": city.code},
        {"q": wanted.name},
    ):
        page = html(officer, "map_table", **asked)
        assert wanted.code in page, asked
        assert other.code not in page, asked


def test_void_points_are_listed_only_when_asked_for(officer: Client) -> None:
    void = change(make.point(), state=PointState.VOID, void_reason="已拆除")

    assert void.code not in html(officer, "map_table")
    assert void.code in html(officer, "map_table", chip="void")


def test_a_value_that_cannot_be_read_asks_for_nothing(officer: Client) -> None:
    point = make.point()

    page = html(officer, "map_table", chip="nonsense", unit="nobody", declared="maybe")

    assert point.code in page


def test_the_way_to_the_map_keeps_the_question(officer: Client) -> None:
    unit = make.unit()
    make.point(unit=unit)

    page = html(officer, "map_table", unit=unit.code, declared="no")

    assert f"{reverse('command_post:map')}#unit={unit.code}&amp;declared=no" in page


def test_a_point_with_a_position_leads_to_its_place_on_the_map(officer: Client) -> None:
    placed, unplaced = make.point(lon=118.1, lat=30.2), make.point()

    page = html(officer, "map_table")

    assert f"#p={placed.code}" in page
    assert f"#p={unplaced.code}" not in page
    assert "没有位置" in page


def test_regions_are_listed_with_the_points_below_them(officer: Client) -> None:
    city = make.region(name="示例市")
    street = make.region(name="东湖街道", parent=city)
    make.point(region=street)
    make.point(region=street)

    page = html(officer, "map_regions", q="东湖")

    assert "东湖街道" in page
    assert f'?region={street.code}">2</a>' in page
    assert "还没有区划" not in page


@pytest.mark.parametrize(
    ("name", "words"),
    [("map_table", "还没有点位"), ("map_regions", "还没有区划")],
)
def test_an_empty_table_says_what_it_would_hold(
    officer: Client, name: str, words: str
) -> None:
    assert words in html(officer, name)
