"""Every way in which the program changes something bears its mark."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector

from chuangcheng.platform import audit, events
from chuangcheng.platform import jobs as platform_jobs
from chuangcheng.platform.audit import sources
from chuangcheng.platform.middleware import HistoryContext
from tests import make


def newest_version() -> tuple[bool, Mapping[str, Any]]:
    """Return whether the newest version of a unit is ours, and under what facts it was written."""
    source = sources.every()["city_unitevent"]
    with sources.plain_text():
        columns = sources.present_columns()[source.table]
        versions = sources.unsealed(source, columns, above=0, limit=100)
        values = versions[-1][1]
        return source.is_ours(values), json.loads(values["pgh_context"] or "{}")


@pytest.mark.django_db
def test_a_request() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        make.unit()
        return HttpResponse()

    request = RequestFactory().post("/calendar/secret-token.ics?phone=13900000001")
    request.user = make.user()
    HistoryContext(view)(request)

    is_ours, facts = newest_version()
    assert is_ours
    assert (facts["via"], facts["user"]) == ("web:POST", request.user.pk)
    assert "secret" not in str(facts)


@pytest.mark.django_db
def test_a_command() -> None:
    @audit.acts("command:import")
    def command(*, name: str) -> str:
        return make.unit(name=name).name

    assert command(name="云溪区财政局") == "云溪区财政局"

    is_ours, facts = newest_version()
    assert is_ours
    assert facts["via"] == "command:import"


@pytest.mark.django_db
def test_what_nobody_stands_for_is_not_ours() -> None:
    make.unit()

    assert newest_version() == (False, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWanted(events.Event):
    """A fact that makes a handler write."""

    name: str


def write_unit(event: UnitWanted) -> None:
    make.unit(name=event.name)


@pytest.mark.django_db(transaction=True)
def test_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_kinds", {"UnitWanted": UnitWanted})
    monkeypatch.setattr(events, "_subscribers", {UnitWanted: [write_unit]})
    events.publish(UnitWanted(name="云溪区水务局"))

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(
                queues=["events"], wait=False, install_signal_handlers=False
            )

    assert isinstance(jobs.connector, DjangoConnector)
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as app:
        asyncio.run(work())
    # Tables of the library are not emptied between tests.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")

    is_ours, facts = newest_version()
    assert is_ours
    assert facts["via"] == "job:platform.tell"


def test_the_library_still_tidies_up_after_jobs() -> None:
    middleware = jobs.worker_defaults.get("task_middleware") or []

    assert middleware[-1] is platform_jobs.act
    assert len(middleware) == 3
