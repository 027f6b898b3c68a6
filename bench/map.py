"""What the map fetches: all points of a city in one answer, and tasks by area.

The reference of the points is the bare fetch of the same columns from the database in the same
run; of the tasks by area, the bare fetch of one row for every part that is counted.
"""

import gzip
import statistics
import time
from collections.abc import Callable
from random import Random
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import filling
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Region, Unit
from chuangcheng.framework.models import PointType
from chuangcheng.ledger.models import TaskUnit
from chuangcheng.ledger.queries import areas
from chuangcheng.ledger.states import OPEN_STATES
from chuangcheng.points.models import Point

POINTS = 5_000
TASKS = 50_000
MOST_BYTES = 200_000
MOST_MILLISECONDS = 100
_TURNS = 15
_WORDS = "云溪城北东湖滨江新华人民解放建设和平胜利朝阳光明中山文化青年石桥柳林南门"
_COLUMNS = (
    "code", "name", "lon", "lat", "is_declared", "is_key", "state",
    "type__code", "unit__path", "region__path",
)  # fmt: skip
_PART_COLUMNS = ("task_id", "unit__region__path", "task__due_on")

Row = dict[str, str | float]


def run() -> list[Row]:
    """Return size and time of the points for the map, and the time of the tasks by area."""
    filling.sample_city()
    _fill()
    filling.fill(TASKS)
    return [*_points(), _areas()]


def _points() -> list[Row]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(filling.holder(Role.OFFICE), backend=_BACKEND)
    address, headers = reverse("points:map_data"), {"Accept-Encoding": "gzip"}
    answer = client.get(address, headers=headers)
    size = len(answer.content)
    plain = len(gzip.decompress(answer.content))
    known = headers | {"If-None-Match": answer["ETag"]}
    reference = _median(
        lambda: list(Point.objects.placed().order_by("code").values_list(*_COLUMNS))
    )
    whole = _median(lambda: client.get(address, headers=headers))
    again = _median(lambda: client.get(address, headers=known))
    assert size <= MOST_BYTES, size
    assert whole <= MOST_MILLISECONDS, whole
    fetch = "bare fetch of the same columns"
    return [
        _row(
            "map data of 5,000 points, size", size / 1000, "KB", plain / 1000, "plain JSON"
        ),
        _row("map data of 5,000 points, time", whole, "ms", reference, fetch),
        _row("map data known to the browser, time", again, "ms", reference, fetch),
    ]


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _areas() -> Row:
    officer = filling.holder(Role.OFFICE)
    parts = TaskUnit.objects.filter(
        task__state__in=sorted(OPEN_STATES), unit__region__isnull=False
    )
    reference = _median(lambda: list(parts.values_list(*_PART_COLUMNS)))
    value = _median(lambda: areas.by_area(officer))
    name = "tasks by area over 50,000 tasks"
    return _row(name, value, "ms", reference, "bare fetch of the parts counted")


def _row(name: str, value: float, unit: str, to: float, reference: str) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": reference,
        "ratio": round(value / to, 3),
    }


def _median(work: Callable[[], Any]) -> float:
    """Return how long some work takes, in milliseconds; the first turn warms up."""
    times = []
    work()
    for _ in range(_TURNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _fill() -> None:
    """Write the points of a city: named and placed by chance, the same in every run."""
    random = Random(7)  # noqa: S311 - the same points each time
    types = PointType.objects.bulk_create(
        PointType(code=f"B{n:02d}", name=f"{_WORDS[n % 30]}类点位{n}", order=n)
        for n in range(56)
    )
    units = list(Unit.objects.all())
    regions = list(Region.objects.all())
    now = timezone.now()
    with filling.untracked(Point):
        Point.objects.bulk_create(
            Point(
                code=f"DW-{n:05d}",
                name=f"{''.join(random.sample(_WORDS, 3))}{random.choice(types).name}",
                type=random.choice(types),
                unit=random.choice(units),
                region=random.choice(regions),
                lon=random.uniform(118, 118.5),
                lat=random.uniform(30, 30.5),
                is_declared=random.random() < 0.3,
                is_key=random.random() < 0.1,
                updated_at=now,
            )
            for n in range(POINTS)
        )
