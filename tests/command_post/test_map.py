"""The map: who opens it, what its search and cards say, how much they ask the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Patronage, Region, Unit
from chuangcheng.ledger.states import State
from chuangcheng.points.models import Point
from tests import make

pytestmark = pytest.mark.django_db


def seated(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer() -> Client:
    return seated(make.officer())


def html(client: Client, name: str, *args: str, **asked: str) -> str:
    response = client.get(reverse(f"command_post:{name}", args=args), asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def street() -> Region:
    city = make.region(name="示例市")
    return make.region(name="东湖街道", parent=city)


def test_the_map_names_the_addresses_its_script_asks(officer: Client) -> None:
    make.point(lon=118.1, lat=30.2)

    page = html(officer, "map")

    for name in ("points:map_data", "city:outline", "command_post:map_tasks"):
        assert reverse(name) in page
    assert 'id="map-settings"' in page


def test_no_foreign_host_is_named_while_no_tiles_are_set(officer: Client) -> None:
    response = officer.get(reverse("command_post:map"))

    assert b"http://" not in response.content.replace(b"http://www.w3.org", b"")
    assert "img-src 'self' data: blob:;" in response["Content-Security-Policy"] + ";"


def test_the_filter_offers_only_types_and_units_that_points_have(officer: Client) -> None:
    market, unused = make.point_type(name="农贸市场"), make.point_type(name="火车站")
    make.point(type=market, unit=make.unit(name="云溪区商务局"))
    make.unit(name="云溪区档案馆")

    page = html(officer, "map")

    assert "农贸市场" in page
    assert unused.name not in page
    assert "云溪区商务局" in page
    assert "云溪区档案馆" not in page


@pytest.mark.parametrize("words", ["人民路", "人民", "DW-77", "滨江大道12号"])
def test_a_point_is_found_by_name_code_and_address(officer: Client, words: str) -> None:
    point = make.point(name="人民路农贸市场")
    Point.objects.filter(pk=point.pk).update(code="DW-77", address="滨江大道12号")

    assert "#p=DW-77" in html(officer, "map_search", q=words)


def test_a_region_is_found_by_name_and_code(officer: Client, street: Region) -> None:
    for words in ("东湖", street.code):
        assert f"#r={street.code}" in html(officer, "map_search", q=words)


def test_a_search_that_finds_nothing_says_so(officer: Client) -> None:
    assert "没有找到“无此处”" in html(officer, "map_search", q="无此处")
    assert html(officer, "map_search").strip() == ""


def test_the_card_of_a_point_says_who_answers_and_where_it_lies(
    officer: Client, street: Region
) -> None:
    unit = make.unit(name="云溪区商务局")
    point = make.point(name="人民路农贸市场", unit=unit, region=street)

    card = html(officer, "map_point", point.code)

    for words in ("人民路农贸市场", "云溪区商务局", "东湖街道", "未申报"):
        assert words in card
    assert point.get_absolute_url() in card


def test_the_card_of_a_region_counts_its_points_and_tasks(
    officer: Client, street: Region
) -> None:
    unit = make.unit(name="东湖街道办事处")
    Unit.objects.filter(pk=unit.pk).update(region=street)
    make.task(state=State.IN_PROGRESS, lead=unit)
    make.point(region=street)
    leader = make.user(name="周正")
    Patronage.objects.create(region=street, person=leader, starts_on=make.TODAY)

    card = html(officer, "map_region", street.code)

    assert "周正" in card
    assert "东湖街道办事处" in card
    assert f"?chip=open&amp;unit={unit.pk}" in card or f"?chip=open&unit={unit.pk}" in card


def test_tasks_by_area_are_sent_by_the_code_of_the_region(
    officer: Client, street: Region
) -> None:
    unit = make.unit()
    Unit.objects.filter(pk=unit.pk).update(region=street)
    make.task(state=State.IN_PROGRESS, lead=unit)

    said = officer.get(reverse("command_post:map_tasks")).json()

    assert said[street.code] == {"open": 1, "late": 0}


@pytest.mark.parametrize("name", ["map", "map_table", "map_regions"])
def test_a_page_asks_the_same_for_one_row_and_for_fifty(name: str, street: Region) -> None:
    client = seated(make.officer())
    market, unit = make.point_type(), make.unit()
    html(client, name)  # what is asked once a sign-in is not counted
    asked = []
    for more in (1, 49):
        for _ in range(more):
            make.point(type=market, unit=unit, region=street, lon=118.1, lat=30.1)
            make.region(parent=street.parent)
        with CaptureQueriesContext(connection) as queries:
            html(client, name)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 14
