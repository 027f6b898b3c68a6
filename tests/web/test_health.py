"""Those who watch the program learn in time that it cannot work."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from chuangcheng.web import health


def _worker_heard_of(ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES"
            " (now() - make_interval(secs => %s))",
            [ago.total_seconds()],
        )


def test_alive_needs_no_database(client: Client) -> None:
    # Without the mark `django_db` any query would fail this test.
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_everything_works(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _worker_heard_of(timedelta(seconds=10))
    client.get("/readyz")

    with django_assert_max_num_queries(3):
        response = client.get("/readyz")

    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}


@pytest.mark.django_db
def test_not_ready_without_a_worker(client: Client, settings: Settings) -> None:
    _worker_heard_of(timedelta(minutes=settings.WORKER_SILENCE_MINUTES, seconds=5))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["worker"] == "failed"
    assert response.json()["database"] == "ok"


@pytest.mark.django_db
def test_not_ready_when_the_disk_is_full(client: Client, settings: Settings) -> None:
    _worker_heard_of(timedelta())
    settings.DISK_RESERVE = health.free_bytes() * 2

    assert client.get("/readyz").json()["disk"] == "failed"


@pytest.mark.django_db
def test_not_ready_before_migrations_are_applied(client: Client) -> None:
    _worker_heard_of(timedelta())
    health._all_applied.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'platform'")

    assert client.get("/readyz").json()["migrations"] == "failed"
    assert health._all_applied.cache_info().currsize == 0


@pytest.mark.django_db
def test_not_ready_without_a_database_and_silent_about_why(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError("could not connect to server db.internal")

    monkeypatch.setattr(connection, "cursor", refuse)
    health._all_applied.cache_clear()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "failed"
    assert b"internal" not in response.content
