"""What belongs to people does not end up in the logs."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.db import IntegrityError, transaction
from django.test import Client

from chuangcheng.accounts.models import User
from chuangcheng.web import redaction
from tests import make


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Collect what the program's own formatter writes."""
    written = io.StringIO()
    [handler] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    yield written
    if before:
        handler.setStream(before)


def events(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("来电13912345678要求回复", "13912345678"),
        ("证件 11010519491231002X 已核", "11010519491231002X"),
        ("联系 wang.min@example.com", "wang.min"),
        ("Authorization: Bearer abcdef0123456789", "abcdef0123456789"),
        ("password=hunter22&next=/", "hunter22"),
        ('{"access_token": "s3cr3tvalue"}', "s3cr3tvalue"),
        ("Key (name, phone)=(王敏, 1) already exists.", "王敏"),
        ("DETAIL:  Failing row contains (7, 王敏, t).", "王敏"),
        ("LINE 1: INSERT INTO x VALUES ('王敏')\n        ^", "王敏"),
    ],
)
def test_running_text_is_cleaned(text: str, hidden: str) -> None:
    assert hidden not in redaction.clean(text)
    assert redaction.MASK in redaction.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "a13912345678bcdef",  # part of a digest
        "139123456789",  # a number that is no mobile number
        "任务 T-2026-0139 已交办",
        "2026-03-02T04:00:00Z",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redaction.clean(text) == text


def test_names_of_fields_are_enough(lines: io.StringIO) -> None:
    structlog.get_logger("test").warning(
        "case",
        phone="139 1234 5678",
        password="hunter22",
        form={"new_password": "hunter22", "list": [{"token": "abc"}], "title": "清理楼道"},
        rows=12,
    )

    [event] = events(lines)
    assert "hunter22" not in str(event)
    assert "1234" not in str(event)
    assert "abc" not in str(event)
    assert (event["rows"], event["form"]["title"]) == (12, "清理楼道")


def test_a_files_content_is_cut(lines: io.StringIO) -> None:
    structlog.get_logger("test").warning("upload", body="全" * 50_000, raw=b"x" * 50_000)

    assert len(lines.getvalue()) < 2 * redaction.LONGEST + 1_000


@pytest.mark.django_db
def test_what_the_database_quotes_is_masked(lines: io.StringIO) -> None:
    taken = make.user(name="欧阳修")
    try:
        with transaction.atomic():
            User.objects.create(
                username="another",
                name=taken.name,
                phone=taken.phone,
                password="argon2$hunter22",
                is_staff=True,
            )
    except IntegrityError:
        structlog.get_logger("test").exception("refused")

    text = lines.getvalue()
    assert "user_no_superuser" in text
    for hidden in (taken.name, taken.phone, "hunter22"):
        assert hidden not in text


@pytest.mark.django_db
def test_a_request_is_logged_by_its_page_with_one_id(
    client: Client, lines: io.StringIO
) -> None:
    client.get("/healthz?q=王敏&token=abc", headers={"User-Agent": "probe"})

    started, finished = (
        event for event in events(lines) if event["event"].startswith("request_")
    )
    assert started["request"] == finished["request"] == "GET healthz"
    assert started["request_id"] == finished["request_id"]
    assert finished["code"] == 200
    assert "王敏" not in lines.getvalue()


@pytest.mark.django_db
def test_a_caller_cannot_choose_the_address_in_the_log(
    client: Client, lines: io.StringIO
) -> None:
    client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.77"})

    assert events(lines)[0]["ip"] == "127.0.0.1"
    assert "192.0.2.77" not in lines.getvalue()


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_logged(
    client: Client, lines: io.StringIO
) -> None:
    client.get("/calendar/very-secret-link.ics")

    assert "very-secret-link" not in lines.getvalue()
    assert any(event.get("code") == 404 for event in events(lines))


@pytest.mark.django_db
def test_a_failed_sign_in_does_not_log_what_was_typed(
    client: Client, lines: io.StringIO
) -> None:
    client.post("/accounts/login/", {"login": "13912345678", "password": "Hunter22!hunter"})

    assert events(lines)
    assert "13912345678" not in lines.getvalue()
    assert "Hunter22" not in lines.getvalue()
