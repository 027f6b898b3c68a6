"""Points for programs."""

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.accounts.models import ApiToken, User
from chuangcheng.framework.models import EditionState
from chuangcheng.points.models import Point, PointState
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    person = make.officer()
    ApiToken.objects.create(
        person=person,
        name="脚本",
        digest=hashlib.sha256(b"cct_points").hexdigest(),
        created_at=make.NOON,
        expires_at=make.NOON.replace(year=2090),
    )
    return person


def call(path: str) -> Any:
    response = Client().get(
        f"/api/v1{path}", headers={"Authorization": "Bearer cct_points"}
    )
    assert response.status_code == 200, response.content
    return response.json()


def test_points_are_listed_under_a_filter(officer: User) -> None:
    above = make.unit()
    point = make.point(name="人民路市场", unit=make.unit(parent=above), lon=112.0, lat=30.0)
    make.point()
    void = make.point()
    Point.objects.filter(pk=void.pk).update(state=PointState.VOID, void_reason="已拆除")

    assert call("/points")["total"] == 2
    assert call("/points?state=VOID")["items"][0]["void_reason"] == "已拆除"
    found = call(f"/points?unit={above.code}&q=人民路")

    assert [each["code"] for each in found["items"]] == [point.code]
    assert (found["items"][0]["lon"], found["items"][0]["lat"]) == (112.0, 30.0)


def test_a_point_comes_with_its_checklist(officer: User) -> None:
    kind = make.point_type()
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    standard = make.indicator(edition)
    make.checklist_item(kind, edition, indicator=standard)
    point = make.point(type=kind)

    item = call(f"/points/{point.code}")["checklist"][0]

    assert (item["indicator"], item["scoring"]) == (standard.code, "PASS_FAIL")


def test_a_long_list_asks_no_more_questions(officer: User) -> None:
    def asked(count: int) -> int:
        for _ in range(count):
            make.point(unit=make.unit())
        with CaptureQueriesContext(connection) as queries:
            call("/points")
        return len(queries)

    asked(1)
    assert asked(1) == asked(40)
