"""What the database cannot hold is turned away in words, not by a crash."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts import tokens
from chuangcheng.ledger.models import Progress, Step
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=%00",
        "/ledger/tasks/?q=a%00b",
        "/ledger/tasks/a%00b/",
        "/ledger/export/tasks/?unit=%00",
        "/city/units/options/?q=%00",
    ],
)
def test_an_address_with_a_nul_is_a_bad_request(client: Client, address: str) -> None:
    client.force_login(make.officer())

    assert client.get(address).status_code == 400


def test_a_form_with_a_nul_changes_nothing(client: Client) -> None:
    client.force_login(make.officer())
    task = make.task()
    said = {"numbers": [task.number], "verb": "remind", "note": "\x00"}

    answer = client.post(reverse("ledger:tasks_bulk"), said)

    assert answer.status_code == 400
    assert not Step.objects.exists()


@pytest.mark.parametrize("field", ["note", "unit"])
def test_a_call_with_a_nul_is_refused_in_words(client: Client, field: str) -> None:
    unit = make.unit()
    person, task, now = make.liaison(unit), make.task(lead=unit), timezone.now()
    token = tokens.create(person, name="同步", until=timezone.localdate(now), at=now)
    said = {"unit": unit.code, "note": "已开工"} | {field: "a\x00b"}

    answer = client.post(
        f"/api/v1/tasks/{task.number}/reports",
        json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token.key}", "Idempotency-Key": "report-0001"},
    )

    assert answer.status_code == 400
    assert "空字符" in answer.json()["detail"]
    assert not Progress.objects.exists()
