"""Doing at the sign-in page what a person would do there."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.accounts.models import User

PASSWORD = "Xunjian-2026-kuai"
WRONG = "Xunjian-2026-man"


def with_password(person: User, password: str = PASSWORD) -> User:
    person.set_password(password)
    person.save()
    return person


def try_to(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(
        reverse("account_login"), {"login": username, "password": password}, **extra
    )


def is_in(client: Client) -> bool:
    """Tell whether the home page opens."""
    return client.get("/").status_code == 200


def queries_of(client: Client, url: str) -> int:
    """Count the statements that a page costs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
