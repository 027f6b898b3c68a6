"""The figures are right, and only those who may see them do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from chuangcheng.platform import audit
from chuangcheng.platform.audit.sealing import seal
from tests import make

pytestmark = pytest.mark.django_db


def figures(client: Client) -> dict[tuple[str, ...], float]:
    """Read the page as Prometheus does; labels come in the order of their names."""
    response = client.get("/metrics")
    assert response.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_requests_are_counted_by_page_and_status(client: Client) -> None:
    def counted() -> float:
        return figures(client).get(
            ("chuangcheng_requests_total", "GET", "200", "healthz"), 0
        )

    before = counted()
    client.get("/healthz")
    client.get("/healthz?phone=13900000001")

    assert counted() == before + 2


def test_addresses_that_do_not_exist_share_one_label(client: Client) -> None:
    client.get("/no-such-page-1")
    client.generic("BREW", "/no-such-page-2")

    names = str(list(figures(client)))
    assert "no-such-page" not in names
    assert "BREW" not in names


def test_jobs_are_counted_and_the_oldest_is_timed(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    for lock in ("one", "two"):
        jobs.configure_task("platform.seal", queue="audit", queueing_lock=lock).defer(
            timestamp=0
        )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")

    found = figures(client)

    assert found["chuangcheng_jobs", "audit", "todo"] == 2
    assert found["chuangcheng_job_oldest_seconds",] == pytest.approx(3600, abs=60)


def test_unsealed_rows_are_counted(client: Client) -> None:
    seal(thorough=True)
    with audit.acting("test"):
        make.unit()
    audit.record("test.thing.done", subject="thing", key="1")

    assert figures(client)["chuangcheng_audit_unsealed",] == 2
    seal()
    found = figures(client)
    assert found["chuangcheng_audit_unsealed",] == 0
    assert found["chuangcheng_audit_sealed_timestamp_seconds",] == pytest.approx(
        timezone.now().timestamp(), abs=60
    )


def test_people_at_work_are_counted_once_each(client: Client, settings: Settings) -> None:
    person = make.user()
    for _ in range(2):
        Client().force_login(person)
    idle = Client()
    idle.force_login(make.user())
    session = idle.session
    session.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET expire_date = expire_date - make_interval(mins => %s)"
            " WHERE session_key = %s",
            [settings.IDLE_MINUTES + 1, session.session_key],
        )

    assert figures(client)["chuangcheng_people_signed_in",] == 1


def test_a_silent_database_is_itself_a_figure(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise DatabaseError("gone")

    monkeypatch.setattr("chuangcheng.platform.audit.sealing.count_waiting", refuse)

    found = figures(client)

    assert found["chuangcheng_database_up",] == 0
    assert ("chuangcheng_audit_unsealed",) not in found


@pytest.mark.parametrize(
    ("caller", "headers", "status"),
    [
        pytest.param("127.0.0.1", {}, 200, id="this machine"),
        pytest.param("10.1.2.3", {}, 200, id="an allowed network"),
        pytest.param("192.0.2.1", {}, 404, id="a stranger"),
        pytest.param("", {}, 404, id="an unknown caller"),
        pytest.param("192.0.2.1", {"Authorization": "Bearer right"}, 200, id="the token"),
        pytest.param(
            "192.0.2.1", {"Authorization": "Bearer wrong"}, 404, id="another token"
        ),
        pytest.param("192.0.2.1", {"Authorization": "Bearer "}, 404, id="no token"),
        pytest.param("192.0.2.1", {"Authorization": "right"}, 404, id="no scheme"),
        pytest.param(
            "127.0.0.1",
            {"X-Forwarded-For": "192.0.2.1"},
            404,
            id="a proxy nobody told us of",
        ),
    ],
)
def test_who_may_see_the_figures(
    client: Client, settings: Settings, caller: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_FROM = ["127.0.0.1", "10.0.0.0/8"]
    settings.METRICS_TOKEN = "right"

    response = client.get("/metrics", headers=headers, REMOTE_ADDR=caller)

    assert response.status_code == status


def test_without_a_token_set_an_empty_one_opens_nothing(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_FROM = []
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_behind_the_citys_proxy_the_caller_counts(
    client: Client, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True

    assert (
        client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
    )
    assert (
        client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200
    )


def test_several_processes_add_up(tmp_path: Path) -> None:
    count = (
        "from prometheus_client import CollectorRegistry, Counter\n"
        "Counter('chuangcheng_requests', 'x', ('view', 'method', 'status'),"
        " registry=CollectorRegistry()).labels('home', 'GET', '200').inc(3)\n"
    )
    read = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'chuangcheng.web.settings';"
        " django.setup()\n"
        "from chuangcheng.web.metrics import _requests\n"
        "print(sum(s.value for f in _requests() for s in f.samples"
        " if s.name == 'chuangcheng_requests_total'))"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for program in (count, count):
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)  # noqa: S603

    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", read],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )

    assert answer.stdout.split() == ["6.0"]
