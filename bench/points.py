"""Importing 5,000 points from Excel, and finding the likely duplicates among them.

The references, in the same run: the bare reading of the workbook by calamine, and a comparison of
every point with every other one.
"""

import random
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

import numpy as np
import python_calamine as calamine
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Level, Post, Region, RegionShape, Seat, Unit
from chuangcheng.framework.models import PointType
from chuangcheng.platform.geo import Datum
from chuangcheng.points import sheets
from chuangcheng.points.documents import labels as documents
from chuangcheng.points.duplicates import Pair, Places, find, plain_names
from chuangcheng.points.duplicates.pairs import judged
from chuangcheng.points.models import Point
from chuangcheng.points.services import labels
from chuangcheng.points.services.imports import uploads

COUNT = 5_000
TYPES = 56
UNITS = 120
SIDE = 12
WEST, SOUTH, STEP = 112.0, 30.0, 0.01
T = TypeVar("T")
Row = dict[str, Any]


def run() -> list[Row]:
    """Import the points once, once more for nothing, and look for duplicates both ways."""
    officer = _settle()
    raw = _workbook()
    _, bare = _timed(lambda: _read(raw))
    added, first = _timed(lambda: _import(raw, officer))
    same, again = _timed(lambda: _import(raw, officer))
    assert (added["added"], same["same"]) == (COUNT, COUNT), (added, same)
    places = _places()
    pairs, quick = _timed(lambda: find(places))
    every, brute = _timed(lambda: _compare_all(places))
    assert {(each.first, each.second) for each in pairs} == every
    drawn, sheet = _timed(lambda: _draw())
    return [
        _row("import 5,000 points", first, bare, _READING),
        _row("import the same 5,000 points again", again, bare, _READING),
        _row("duplicates of 5,000 points", quick, brute, "comparing every pair of a type"),
        _row("QR labels of 1,200 points", sheet, drawn, "drawing the codes alone"),
    ]


_READING = "bare reading of the workbook by calamine"


def _row(name: str, seconds: float, reference: float, said: str) -> Row:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "reference": said,
        "ratio": round(seconds / reference, 3),
    }


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _settle() -> User:
    """Make a city of 144 square grids, units, types and an officer."""
    city = Region.objects.create(
        code="990000", name="测速市", level=Level.CITY, path="990000/"
    )
    grids = Region.objects.bulk_create(
        Region(
            code=f"99000000{number:04d}",
            name=f"第{number}网格",
            level=Level.GRID,
            parent=city,
            path=f"990000/99000000{number:04d}/",
        )
        for number in range(SIDE * SIDE)
    )
    RegionShape.objects.bulk_create(
        _square(grid, WEST + n % SIDE * STEP, SOUTH + n // SIDE * STEP)
        for n, grid in enumerate(grids)
    )
    PointType.objects.bulk_create(
        PointType(code=f"B{number}", name=f"测速场所{number}类") for number in range(TYPES)
    )
    units = Unit.objects.bulk_create(
        Unit(code=f"B{n:03d}", name=f"测速区第{n}管理局", path=f"B{n:03d}/")
        for n in range(UNITS)
    )
    post = Post.objects.create(unit=units[0], title="主任", role=Role.OFFICE)
    officer = User.objects.create(username="bench", name="测速", phone="13900000000")
    Seat.objects.create(person=officer, post=post, starts_on="2020-01-01")
    return officer


def _square(grid: Region, west: float, south: float) -> RegionShape:
    east, north = west + STEP, south + STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return RegionShape(
        region=grid,
        geometry={"type": "Polygon", "coordinates": [ring]},
        west=west,
        south=south,
        east=east,
        north=north,
        area=1.0,
        updated_at=timezone.now(),
    )


def _workbook() -> bytes:
    chance = random.Random(2026)  # noqa: S311 - the same rows in every run.
    roads = ("人民", "解放", "滨江", "建设", "文昌", "和平", "新华", "学府")
    rows = []
    for number in range(COUNT):
        road = chance.choice(roads)
        rows.append(
            (
                None,
                f"{road}路{number % 97}号测速场所",
                f"测速场所{number % TYPES}类",
                number % 3 == 0,
                number % 9 == 0,
                f"{road}路{number}号",
                WEST + chance.random() * SIDE * STEP,
                SOUTH + chance.random() * SIDE * STEP,
                None,
                f"测速区第{number % UNITS}管理局",
                None,
                f"B{(number + 7) % UNITS:03d}",
                "在用",
                None,
                "",
                None,
                None,
            )
        )
    return sheets.write(rows)


def _read(raw: bytes) -> int:
    with calamine.load_workbook(BytesIO(raw)) as workbook:
        return len(workbook.get_sheet_by_index(0).to_python())


def _import(raw: bytes, officer: User) -> dict[str, int]:
    """Do what the pages and the worker do, one after the other."""
    at = timezone.now()
    upload = uploads.keep(raw, name="点位.xlsx", datum=Datum.WGS84, by=officer, at=at)
    planned = uploads.preview(upload)
    decided = {doubt.key: "NEW" for doubt in planned.doubts}
    uploads.choose(decided, by=officer)
    uploads.confirm(by=officer, at=at)
    uploads.run(officer.pk, at=at)
    upload.refresh_from_db()
    outcome: dict[str, int] = upload.outcome
    return outcome


def _places() -> Places:
    points = list(Point.objects.order_by("id"))
    return Places(
        kinds=np.array([point.type_id for point in points], dtype=np.int64),
        lons=np.array([point.lon for point in points], dtype=np.float64),
        lats=np.array([point.lat for point in points], dtype=np.float64),
        names=[point.name for point in points],
        addresses=[point.address for point in points],
    )


def _compare_all(places: Places) -> set[tuple[int, int]]:
    """Weigh every pair of one type, without an index."""
    plain = plain_names(places.names)
    placed = ~np.isnan(places.lons)
    found: list[Pair] = []
    for kind in np.unique(places.kinds):
        members = np.flatnonzero(places.kinds == kind)
        first, second = np.triu_indices(len(members), 1)
        found += judged(places, plain, members[first], members[second], placed=placed)
    return {(each.first, each.second) for each in found}


def _draw() -> float:
    """Draw a sheet of 1,200 labels; returns what the codes alone take."""
    codes = list(Point.objects.order_by("code").values_list("code", flat=True)[:1200])
    _, alone = _timed(
        lambda: [
            documents.qr_code(f"https://cc.example.gov.cn/points/p/{c}/") for c in codes
        ]
    )
    labels.draw(codes, layout="small", base="https://cc.example.gov.cn")
    return alone
