"""A change that came too late is answered in words; a fault of our own stays a fault."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory

from chuangcheng.framework.models import (
    EditionState,
    Framework,
    Responsibility,
    ResponsibilityRole,
)
from chuangcheng.framework.services import responsibilities
from chuangcheng.web.collisions import AnswerCollisions
from tests import make

pytestmark = pytest.mark.django_db


def test_a_change_that_lost_the_race_is_told_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make.officer())
    edition = make.edition(of=make.framework(is_main=True), state=EditionState.IN_FORCE)
    standard, unit = make.indicator(edition), make.unit()
    make.duty(standard, unit=unit, role=ResponsibilityRole.SUPPORT)
    # As if the other's part had come between our look and our writing.
    monkeypatch.setattr(responsibilities, "_refuse_second_lead", lambda *_: None)
    monkeypatch.setattr(responsibilities, "any", lambda _: False, raising=False)

    answer = client.post(
        f"/framework/responsibilities/of/{standard.pk}/add/",
        {"unit": unit.pk, "role": "SUPPORT"},
    )

    assert answer.status_code == 409
    assert "没有保存" in answer.content.decode()
    assert Responsibility.objects.count() == 1


def _answer(exception: Exception, *, method: str = "POST") -> object:
    request = RequestFactory().generic(method, "/")
    middleware = AnswerCollisions(lambda _: pytest.fail("not asked"))
    return middleware.process_exception(request, exception)


def _raised(sql: str) -> IntegrityError:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    return caught.value


def test_a_broken_check_stays_a_fault() -> None:
    broken = _raised("INSERT INTO city_region (code) VALUES ('1')")

    assert _answer(broken) is None


def test_reading_never_collides() -> None:
    assert _answer(Framework.DoesNotExist(), method="GET") is None


def test_other_faults_are_left_alone() -> None:
    assert _answer(ValueError()) is None
