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
from procrastinate import App
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
def test_a_version_keeps_its_facts_when_the_librarys_list_is_tidied() -> None:
    with audit.acting("command:import"):
        make.unit()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pghistory_context SET updated_at = now() - interval '2 days'"
        )
        assert cursor.rowcount == 1

    platform_jobs.forget_contexts(timestamp=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pghistory_context")
        assert cursor.fetchone() == (0,)
    assert newest_version()[0]


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


def work(*queues: str) -> None:
    """Let a real worker do what waits."""

    async def run(app: App) -> None:
        async with app.open_async():
            await app.run_worker_async(
                queues=list(queues), wait=False, install_signal_handlers=False
            )

    assert isinstance(jobs.connector, DjangoConnector)
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as app:
        asyncio.run(run(app))


@pytest.mark.django_db(transaction=True)
def test_old_jobs_are_forgotten_unless_they_failed() -> None:
    for lock in ("old", "failed", "new"):
        jobs.configure_task("platform.seal", queue="t", queueing_lock=lock).defer(
            timestamp=0
        )
    work("t")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE queueing_lock = 'failed'"
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' FROM"
            " procrastinate_jobs job WHERE job.id = job_id AND queueing_lock <> 'new'"
        )
    jobs.configure_task("platform.forget_jobs", queue="t").defer(timestamp=0)
    work("t")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queueing_lock FROM procrastinate_jobs WHERE queue_name = 't'"
            " AND task_name = 'platform.seal' ORDER BY id"
        )
        assert cursor.fetchall() == [("failed",), ("new",)]


@pytest.mark.django_db(transaction=True)
def test_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_kinds", {"UnitWanted": UnitWanted})
    monkeypatch.setattr(events, "_subscribers", {UnitWanted: [write_unit]})
    events.publish(UnitWanted(name="云溪区水务局"))

    work("events")

    is_ours, facts = newest_version()
    assert is_ours
    assert facts["via"] == "job:platform.tell"


def test_the_library_still_tidies_up_after_jobs() -> None:
    middleware = jobs.worker_defaults.get("task_middleware") or []

    assert middleware[-1] is platform_jobs.act
    assert len(middleware) == 3
