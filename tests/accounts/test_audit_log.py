"""The audit administrator reads the log, and the log tells that they did."""

import io
from datetime import timedelta
from itertools import pairwise

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts import audit_words
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.views import audit_log
from chuangcheng.platform import audit
from chuangcheng.platform.models import AuditEntry
from tests import make
from tests.accounts.signing_in import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make.administrator(Duty.AUDIT, name="周审"))
    return client


def happened(
    verb: str = "accounts.token.created", name: str = "王敏", key: str = "wm"
) -> None:
    audit.record(
        verb, subject="令牌", key=key, by=make.user(name=name), detail={"name": "大屏"}
    )


def test_what_happened_is_told_in_words(auditor: Client) -> None:
    happened()

    page = auditor.get(reverse("audit_log")).content.decode()

    assert "生成令牌" in page
    assert ">accounts.token.created" not in page
    assert "王敏" in page
    assert "名称：大屏" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"person": "王"}, {"a"}),
        ({"verb": "accounts.token.revoked"}, {"b"}),
        ({"subject": "b"}, {"b"}),
        ({"subject": "令牌"}, {"a", "b"}),
        ({"person": "王", "subject": "b"}, set()),
    ],
)
def test_the_log_is_filtered(
    auditor: Client, asked: dict[str, str], shown: set[str]
) -> None:
    happened(key="a")
    happened("accounts.token.revoked", name="李梅", key="b")

    page = auditor.get(reverse("audit_log"), asked)

    assert {entry.key for entry, *_ in page.context["lines"]} & {"a", "b"} == shown


def test_the_log_shows_a_month_unless_asked_for_other_days(auditor: Client) -> None:
    today = timezone.localdate()
    asked = {"until": (today - timedelta(days=1)).isoformat()}
    happened()

    assert auditor.get(reverse("audit_log")).context["since"] == today - timedelta(days=30)
    past = auditor.get(reverse("audit_log"), asked)
    assert past.context["page_obj"].paginator.count == 0
    assert "没有符合条件的记录" in past.content.decode()


def test_days_in_the_wrong_order_are_refused_and_not_counted_as_a_look(
    auditor: Client,
) -> None:
    asked = {"since": "2026-03-02", "until": "2026-03-01"}

    for name in ("audit_log", "audit_export"):
        response = auditor.get(reverse(name), asked)
        assert response.status_code == 422
        assert "止日不能早于起日" in response.content.decode()

    assert not AuditEntry.objects.filter(verb__startswith="accounts.audit").exists()


def test_every_look_is_on_record_with_what_was_looked_for(auditor: Client) -> None:
    auditor.get(reverse("audit_log"), {"person": "王", "page": "2"})

    entry = AuditEntry.objects.get(verb="accounts.audit.viewed")
    assert entry.actor_name == "周审"
    assert entry.detail["person"] == "王"
    assert entry.detail["page"] == "2"


def test_the_export_holds_what_the_page_shows_and_is_on_record(auditor: Client) -> None:
    happened(key="=cmd")
    happened("accounts.token.revoked", name="李梅", key="b")

    response = auditor.get(reverse("audit_export"), {"subject": "令牌"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1:4] for row in rows] == [
        ("李梅", "停用令牌", "令牌"),
        ("王敏", "生成令牌", "令牌"),
    ]
    assert rows[1][4] != "=cmd"
    assert AuditEntry.objects.get(verb="accounts.audit.exported").detail["count"] == 2


def test_too_much_to_export_is_refused_with_what_to_do(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "EXPORTED_AT_MOST", 1)
    happened()
    happened()

    response = auditor.get(reverse("audit_export"))

    assert response.status_code == 422
    assert "请缩小日期范围" in response.content.decode()
    assert not AuditEntry.objects.filter(verb="accounts.audit.exported").exists()


def test_the_page_costs_the_same_for_one_and_for_many(auditor: Client) -> None:
    happened()
    auditor.get(reverse("audit_log"))
    few = queries_of(auditor, reverse("audit_log"))

    for _ in range(60):
        happened()

    assert queries_of(auditor, reverse("audit_log")) == few <= 10


def test_the_latest_stands_first(auditor: Client) -> None:
    for number in range(3):
        happened(key=str(number))

    lines = auditor.get(reverse("audit_log")).context["lines"]

    assert all(one.at >= other.at for (one, *_), (other, *_) in pairwise(lines))


def test_packages_may_name_their_verbs() -> None:
    assert audit_words.word_for("tests.thing.done") == "tests.thing.done"

    audit_words.register({"tests.thing.done": "办了一件事"})

    assert audit_words.word_for("tests.thing.done") == "办了一件事"
    assert ("tests.thing.done", "办了一件事") in audit_words.choices()
