"""Points follow the boundaries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.city.api import BoundariesChanged
from chuangcheng.city.models import Region, RegionShape
from chuangcheng.points.models import Point
from chuangcheng.points.services.regrid import follow_boundaries, regrid
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(hours=1)


@pytest.fixture
def districts() -> tuple[Region, Region]:
    city = make.region(name="云溪市")
    west, east = (
        make.region(name="西区", parent=city),
        make.region(name="东区", parent=city),
    )
    lay(west, 112.0)
    lay(east, 112.01)
    return west, east


def lay(region: Region, west: float) -> None:
    RegionShape.objects.filter(region=region).delete()
    make.square(region, west=west, south=30.0)


def test_points_move_to_the_grid_that_now_holds_them(
    districts: tuple[Region, Region],
) -> None:
    west, east = districts
    staying = make.point(lon=112.001, lat=30.005, region=west)
    moving = make.point(lon=112.009, lat=30.005, region=west)
    placeless = make.point(region=west)
    lay(east, 112.005)
    lay(west, 111.995)

    follow_boundaries(BoundariesChanged())

    regions = dict(Point.objects.values_list("code", "region"))
    assert regions == {staying.code: west.pk, moving.code: east.pk, placeless.code: west.pk}
    assert regrid(at=LATER) == 0


def test_a_point_that_lies_nowhere_now_keeps_its_grid(
    districts: tuple[Region, Region],
) -> None:
    point = make.point(lon=113.0, lat=30.005, region=districts[0])

    assert regrid(at=LATER) == 0

    point.refresh_from_db()
    assert point.region == districts[0]


def test_many_points_cost_no_more_questions(districts: tuple[Region, Region]) -> None:
    kind = make.point_type()

    def asked(count: int) -> int:
        Point.objects.all().delete()
        for _ in range(count):
            make.point(lon=112.015, lat=30.005, region=districts[0], type=kind)
        with CaptureQueriesContext(connection) as queries:
            assert regrid(at=LATER) == count
        return len(queries)

    asked(1)
    assert asked(2) == asked(60)
