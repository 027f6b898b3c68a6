"""Two officers adding points at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chuangcheng.points.models import Point
from chuangcheng.points.services import points
from chuangcheng.points.services.points import PointFacts, PointRefused
from tests import make


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("code", "added"), [("XM-1", 1), ("", 2)])
def test_a_code_is_given_once(code: str, added: int) -> None:
    by, kind = make.officer(), make.point_type()
    facts = PointFacts(
        name="新民菜市场",
        type=kind,
        is_declared=True,
        is_key=False,
        address="",
        lon=None,
        lat=None,
        region=None,
        unit=None,
        post=None,
        patron_unit=None,
        note="",
    )
    start = Barrier(2)

    def add(_turn: int) -> bool:
        try:
            start.wait()
            points.add(facts, code=code, by=by, at=make.NOON)
        except PointRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(add, range(2)))

    assert sum(done) == added
    assert Point.objects.count() == added
