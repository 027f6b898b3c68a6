"""The outlines that maps draw."""

import json
from datetime import date

import pytest
import shapely
from bench import tilings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Level, Patronage, Post, Region
from chuangcheng.city.queries.outlines import simplified
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("city:outline")


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make.officer())
    return client


def features(client: Client, level: str = "DISTRICT") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(client.get(URL, {"level": level}).content)[
        "features"
    ]
    return found


def district(*, west: float = 116) -> Region:
    region = make.region(parent=make.region(name="云溪市"))
    make.square(region, west=west, south=39)
    return region


def test_an_outline_says_who_answers_and_who_stands_up(officer: Client) -> None:
    region = district()
    post = Post.objects.create(title="网格长", role=Role.GRID_WORKER, region=region)
    Region.objects.filter(pk=region.pk).update(answerable_post=post)
    Patronage.objects.create(
        region=region,
        person=make.user(name="李强"),
        unit=make.unit(short_name="教体局"),
        starts_on=date(2020, 1, 1),
    )

    [found] = features(officer)

    assert found["properties"] == {
        "code": region.code,
        "name": "云溪区",
        "level": "DISTRICT",
        "answerable": "网格长（空缺）",
        "patron": "李强（教体局）",
    }
    drawn = shapely.from_geojson(json.dumps(found["geometry"]))
    assert shapely.equals(drawn, shapely.box(116, 39, 116.01, 39.01))


def test_only_the_level_asked_for_and_only_what_is_in_use(officer: Client) -> None:
    region = district()

    assert features(officer, "GRID") == []

    Region.objects.filter(pk=region.pk).update(is_active=False)
    assert features(officer) == []


def test_there_is_no_such_level(officer: Client) -> None:
    assert officer.get(URL, {"level": "LANE"}).status_code == 404


def test_the_mark_changes_with_shapes_and_with_people(officer: Client) -> None:
    region = district()
    first = officer.get(URL, {"level": "DISTRICT"})["ETag"]
    assert (
        officer.get(
            URL, {"level": "DISTRICT"}, headers={"If-None-Match": first}
        ).status_code
        == 304
    )

    Patronage.objects.create(region=region, unit=make.unit(), starts_on=date(2020, 1, 1))
    second = officer.get(URL, {"level": "DISTRICT"})["ETag"]
    region.shape.delete()
    third = officer.get(URL, {"level": "DISTRICT"})["ETag"]

    assert len({first, second, third}) == 3


def test_as_many_statements_for_many_regions_as_for_one(officer: Client) -> None:
    district()
    officer.get(URL, {"level": "DISTRICT"})
    with CaptureQueriesContext(
        connection,
    ) as one:
        officer.get(URL, {"level": "DISTRICT"})
    for number in range(20):
        make.square(
            make.region(parent=Region.objects.filter(parent=None).first()),
            west=117 + number,
            south=39,
        )
    officer.get(URL, {"level": "DISTRICT"})

    with CaptureQueriesContext(connection) as many:
        officer.get(URL, {"level": "DISTRICT"})

    assert len(many) == len(one)


def test_neighbours_still_meet_when_simplified() -> None:
    tiles = tilings.crooked(6, 6, bends=8)

    simple = simplified(tiles, Level.COMMUNITY)

    assert shapely.coverage_is_valid(simple)
    assert (
        shapely.get_num_coordinates(simple).sum() < shapely.get_num_coordinates(tiles).sum()
    )
