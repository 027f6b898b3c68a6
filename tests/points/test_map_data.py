"""The points as the map fetches them: whole, small, and only when something changed."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate
from random import Random

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.points.models import Point, PointState
from chuangcheng.points.queries import map as map_queries
from tests import make

pytestmark = pytest.mark.django_db


def fetch(client: Client, **headers: str) -> tuple[int, bytes, str]:
    response = client.get(reverse("points:map_data"), headers=headers)
    return response.status_code, response.content, response.get("ETag", "")


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make.officer(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_column_tells_the_same_points_in_the_order_of_their_codes() -> None:
    unit, region = make.unit(), make.region()
    market = make.point(lon=118.1, lat=30.2, unit=unit, region=region)
    street = make.point(lon=118.0999999, lat=30.3, type=market.type)
    Point.objects.filter(pk=street.pk).update(is_declared=True, is_key=True)
    closed = make.point(lon=118.2, lat=30.1)
    Point.objects.filter(pk=closed.pk).update(state=PointState.VOID, void_reason="已拆除")

    found = map_queries.columns(map_queries.version())

    assert list(found.code) == [market.code, street.code, closed.code]
    assert list(accumulate(found.lon)) == [118_100_000, 118_100_000, 118_200_000]
    assert list(accumulate(found.lat)) == [30_200_000, 30_300_000, 30_100_000]
    assert [found.types[place] for place in found.type] == [
        market.type.code,
        market.type.code,
        closed.type.code,
    ]
    assert (list(found.units), list(found.unit)) == ([unit.path], [0, -1, -1])
    assert (list(found.regions), list(found.region)) == ([region.path], [0, -1, -1])
    assert list(found.flags) == [
        0,
        map_queries.DECLARED | map_queries.KEY,
        map_queries.VOID,
    ]


def test_points_without_a_position_are_counted_and_left_out() -> None:
    make.point(lon=118.1, lat=30.2)
    make.point()

    found = map_queries.columns(map_queries.version())

    assert len(found.code) == 1
    assert found.unplaced == 1


def test_a_city_without_points_has_empty_columns() -> None:
    found = map_queries.columns(map_queries.version())

    assert not any((found.code, found.lon, found.type, found.flags))


def test_whoever_holds_this_version_is_not_sent_it_again(signed_in: Client) -> None:
    point = make.point(lon=118.1, lat=30.2)
    _, _, etag = fetch(signed_in)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        status, content, _ = fetch(signed_in, **{"If-None-Match": etag})

    assert (status, content) == (304, b"")
    assert sum("points_point" in query["sql"] for query in asked) == 1
    Point.objects.filter(pk=point.pk).delete()
    assert fetch(signed_in, **{"If-None-Match": etag})[0] == 200


CHANGES: dict[str, Callable[[Point], object]] = {
    "a position": lambda point: changed(point, lon=118.2),
    "a name": lambda point: changed(point, name="改过的名称"),
    "the kind": lambda point: changed(point, type=make.point_type()),
    "the state": lambda point: changed(point, state=PointState.VOID, void_reason="已拆"),
    "the unit": lambda point: changed(point, unit=make.unit()),
    "the grid": lambda point: changed(point, region=make.region()),
    "where the unit hangs": lambda point: changed(point.unit, path="OTHER/X/"),
    "where the grid lies": lambda point: changed(point.region, path="99/X/"),
    "the number of points": lambda point: make.point(),
}


def changed(thing: Model | None, **values: object) -> None:
    """Write values as a bulk edit would, without a word about when."""
    assert thing
    type(thing)._default_manager.filter(pk=thing.pk).update(**values)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_the_map_shows_is_sent_anew_once_it_has_changed(
    signed_in: Client, change: Callable[[Point], object]
) -> None:
    point = make.point(lon=118.1, lat=30.2, unit=make.unit(), region=make.region())
    _, _, etag = fetch(signed_in)
    assert fetch(signed_in, **{"If-None-Match": etag})[0] == 304

    change(point)

    assert fetch(signed_in, **{"If-None-Match": etag})[0] == 200


def test_what_the_map_does_not_show_asks_for_no_new_answer(signed_in: Client) -> None:
    point = make.point(lon=118.1, lat=30.2)
    _, _, etag = fetch(signed_in)

    changed(point, note="门口有台阶", updated_at=make.NOON + timedelta(days=1))

    assert fetch(signed_in, **{"If-None-Match": etag})[0] == 304


def test_five_thousand_points_are_two_statements_and_under_200_kb(
    signed_in: Client,
) -> None:
    random = Random(7)  # noqa: S311 - the same points each time
    types = [make.point_type() for _ in range(56)]
    units = [make.unit() for _ in range(100)]
    words = "云溪城北东湖滨江新华人民解放建设和平胜利朝阳光明"
    Point.objects.bulk_create(
        Point(
            code=f"DW-{number:05d}",
            name=f"{''.join(random.sample(words, 6))}{number % 90}号农贸市场",
            type=random.choice(types),
            unit=random.choice(units),
            lon=random.uniform(118, 118.5),
            lat=random.uniform(30, 30.5),
            is_declared=random.random() < 0.3,
            updated_at=make.NOON,
        )
        for number in range(5000)
    )

    with CaptureQueriesContext(connection) as asked:
        status, content, _ = fetch(signed_in, **{"Accept-Encoding": "gzip"})

    assert status == 200
    assert sum("points_point" in query["sql"] for query in asked) == 2
    assert len(content) <= 200_000
    assert len(json.loads(gzip.decompress(content))["code"]) == 5000
