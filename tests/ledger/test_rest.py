"""The JSON interface: one contract, the rights of the pages, refusals in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chuangcheng.accounts import tokens
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Occurrence, Progress, Task, TaskUnit
from chuangcheng.ledger.states import State
from tests import make

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
MOST_STATEMENTS = 10
NOTE = {"note": "已完成一半"}


# What the test client hands back: a response that can be read as JSON.
Answer = Any


class Caller:
    """A program with a person's token."""

    def __init__(self, person: User | None) -> None:
        self.client = Client()
        self.headers: dict[str, str] = {}
        if person is not None:
            today = timezone.localdate()
            made = tokens.create(
                person, name="对接", until=today + timedelta(days=9), at=timezone.now()
            )
            self.headers["Authorization"] = f"Bearer {made.key}"

    def get(self, path: str, **query: str | int) -> Answer:
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Mapping[str, Any], key: str = "") -> Answer:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(
            ROOT + path, body, content_type="application/json", headers=headers
        )


@pytest.fixture
def bureau() -> Unit:
    return make.unit(name="云溪区园林绿化局")


@pytest.fixture
def task(bureau: Unit) -> Task:
    return make.task(title="种树", lead=bureau, targets=(("20", "5"),))


@pytest.fixture
def caller(bureau: Unit) -> Caller:
    return Caller(make.liaison(bureau))


def report(task: Task, value: str = "12") -> dict[str, Any]:
    target, unit = task.targets.get(), task.parts.get().unit
    figures = [{"target": target.pk, "value": value}]
    return {"unit": unit.code, "figures": figures, **NOTE}


def test_the_list_is_what_the_person_may_see(caller: Caller, task: Task) -> None:
    make.task(title="别家的事")

    body = caller.get("/tasks").json()

    assert (body["total"], body["page"], body["pages"]) == (1, 1, 1)
    (one,) = body["items"]
    assert one["number"] == task.number
    assert one["state"] == "DISPATCHED"
    assert one["share"] == "0.2500"
    assert [part["role"] for part in one["parts"]] == ["LEAD"]
    assert one["targets"][0]["object"] == "绿地面积"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["种树", "修路", "修桥"]),
        ({"q": "修"}, ["修路", "修桥"]),
        ({"state": "DONE"}, ["修桥"]),
        ({"light": "LATE"}, ["修路"]),
        ({"chip": "open", "sort": "-number"}, ["修路", "种树"]),
        ({"due_to": "2026-03-01"}, ["修路"]),
        ({"size": 2, "page": 2}, ["修桥"]),
        ({"size": 2, "page": 9}, []),
    ],
)
def test_the_list_is_filtered_and_cut(query: dict[str, Any], titles: list[str]) -> None:
    day = timezone.localdate() + timedelta(days=90)
    make.task(title="种树", deadline=day)
    make.task(title="修路", deadline=date(2026, 2, 1))
    make.task(title="修桥", deadline=day, state=State.DONE)

    body = Caller(make.officer()).get("/tasks", **query).json()

    assert [one["title"] for one in body["items"]] == titles


def test_a_unit_is_named_by_its_code(bureau: Unit, task: Task) -> None:
    make.task()

    body = Caller(make.officer()).get("/tasks", unit=bureau.code, role="LEAD").json()

    assert [one["number"] for one in body["items"]] == [task.number]


def test_a_task_is_told_in_full_with_what_may_be_done(caller: Caller, task: Task) -> None:
    body = caller.get(f"/tasks/{task.number}").json()

    assert body["text"] == "种树。"
    assert "ACKNOWLEDGE" in body["actions"]
    assert "CANCEL" not in body["actions"]


def test_turns_are_listed_the_latest_first(caller: Caller, task: Task) -> None:
    for month in (3, 4):
        day = date(2026, month, 11)
        Occurrence.objects.create(task=task, planned_on=day, due_on=day)

    body = caller.get(f"/tasks/{task.number}/occurrences").json()

    assert [one["planned_on"] for one in body] == ["2026-04-11", "2026-03-11"]


def test_a_unit_signs_once(caller: Caller, task: Task, bureau: Unit) -> None:
    path, body = f"/tasks/{task.number}/acknowledge", {"unit": bureau.code}

    first, second = caller.post(path, body), caller.post(path, body)

    assert first.json()["state"] == "IN_PROGRESS"
    assert second.status_code == 409
    assert "签收" in second.json()["detail"]


def test_a_report_sent_twice_counts_once(caller: Caller, task: Task) -> None:
    path, body = f"/tasks/{task.number}/reports", report(task)

    first = caller.post(path, body, key="report-0001")
    second = caller.post(path, body, key="report-0001")

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.json()["share"] == "0.6000"
    assert Progress.objects.count() == 1


def test_a_key_cannot_serve_two_reports(caller: Caller, task: Task) -> None:
    path = f"/tasks/{task.number}/reports"
    caller.post(path, report(task), key="report-0001")

    answer = caller.post(path, report(task, "15"), key="report-0001")

    assert answer.status_code == 409
    assert "请为每次新的反馈换一个键" in answer.json()["detail"]


def test_a_refused_report_may_be_sent_again_under_its_key(
    caller: Caller, task: Task
) -> None:
    path = f"/tasks/{task.number}/reports"

    lower = caller.post(path, report(task, "1"), key="report-0001")
    right = caller.post(path, report(task, "12"), key="report-0001")

    assert lower.status_code == 422
    assert "更正原因" in lower.json()["detail"]
    assert right.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_equal_reports_at_once_count_once(bureau: Unit, task: Task) -> None:
    caller, start = Caller(make.liaison(bureau)), Barrier(2)
    path, body = f"/tasks/{task.number}/reports", report(task)
    answers: list[Answer] = []

    def send() -> None:
        start.wait()
        try:
            answers.append(caller.post(path, body, key="report-0001"))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Progress.objects.count() == 1


CALLS = [
    ("GET", "/tasks", {}),
    ("GET", "/tasks/{number}", {}),
    ("GET", "/tasks/{number}/occurrences", {}),
    ("POST", "/tasks/{number}/acknowledge", {"unit": "{unit}"}),
    ("POST", "/tasks/{number}/reports", {"unit": "{unit}", **NOTE}),
    ("GET", "/units", {}),
    ("GET", "/units/{unit}", {}),
    ("GET", "/regions", {}),
    ("GET", "/points", {}),
    ("GET", "/points/{point}", {}),
]


def call(
    caller: Caller, method: str, path: str, body: Mapping[str, str], task: Task
) -> Answer:
    names = {
        "number": task.number,
        "unit": task.parts.get().unit.code,
        "point": make.point().code,
    }
    where = path.format(**names)
    if method == "GET":
        return caller.get(where)
    filled = {name: value.format(**names) for name, value in body.items()}
    return caller.post(where, filled, key="table-0001")


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_without_a_token_nothing_is_answered(
    method: str, path: str, body: dict[str, str], task: Task
) -> None:
    revoked = Caller(make.officer())
    revoked.headers["Authorization"] = "Bearer cct_nonsense"
    for caller in (Caller(None), revoked):
        answer = call(caller, method, path, body, task)

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_without_the_right_the_answer_is_403(
    method: str, path: str, body: dict[str, str], task: Task
) -> None:
    answer = call(Caller(make.user()), method, path, body, task)

    assert answer.status_code == 403
    assert "权限" in answer.json()["detail"]


@pytest.mark.parametrize(("method", "path", "body"), [c for c in CALLS if "number" in c[1]])
def test_anothers_task_is_not_there(
    method: str, path: str, body: dict[str, str], task: Task
) -> None:
    answer = call(Caller(make.liaison(make.unit())), method, path, body, task)

    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("没有这项内容")


def test_nobody_reports_for_another_unit(caller: Caller, task: Task) -> None:
    other = make.unit()
    TaskUnit.objects.create(task=task, unit=other, role="SUPPORT")

    answer = caller.post(
        f"/tasks/{task.number}/reports", {"unit": other.code, **NOTE}, key="report-0001"
    )

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "key", "told"),
    [
        ({}, "report-0001", "unit没有填写"),
        ({"unit": "U", "note": ""}, "report-0001", "note太短"),
        ({"unit": "U", **NOTE}, "", "Idempotency-Key没有填写"),
        ({"unit": "U", **NOTE}, "short", "Idempotency-Key太短"),
        ({"unit": "U", **NOTE, "turn": "2026-02-30"}, "report-0001", "turn不是日期"),
        (
            {"unit": "U", **NOTE, "figures": [{"target": 1, "value": "x"}]},
            "report-0001",
            "figures[0].value不是数字",
        ),
        ({"unit": "U", **NOTE}, "report-0001", "没有编码为“U”的单位"),
        ({"unit": "U", "note": "  "}, "report-0001", "note太短"),
    ],
)
def test_bad_input_is_told_field_by_field(
    caller: Caller, task: Task, body: dict[str, Any], key: str, told: str
) -> None:
    answer = caller.post(f"/tasks/{task.number}/reports", body, key=key)

    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert not Progress.objects.exists()


def test_what_is_no_json_is_told_so(caller: Caller, task: Task) -> None:
    answer = caller.client.post(
        f"{ROOT}/tasks/{task.number}/acknowledge",
        "{",
        content_type="application/json",
        headers=caller.headers,
    )

    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]


def test_units_are_listed_and_told(caller: Caller, bureau: Unit) -> None:
    bureau.aliases.create(name="园林局")
    found = caller.get("/units", q="园林").json()

    assert [one["code"] for one in found["items"]] == [bureau.code]
    assert caller.get(f"/units/{bureau.code}").json()["aliases"] == ["园林局"]
    assert caller.get("/units/none").status_code == 404


def test_regions_are_listed_from_the_top(caller: Caller) -> None:
    city = make.region(name="示例市")
    district = make.region(name="云溪区", parent=city)

    found = caller.get("/regions", parent=city.code).json()

    assert [one["code"] for one in found["items"]] == [city.code, district.code]
    assert found["items"][1]["parent"] == city.code


def test_statements_do_not_grow_with_the_list(caller: Caller, bureau: Unit) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert caller.get(path).status_code == 200
        return len(asked)

    task = make.task(lead=bureau, targets=(("20", "5"),))
    paths = ["/tasks", f"/tasks/{task.number}", "/units", "/regions"]
    for path in paths:
        statements(path)
    before = [statements(path) for path in paths]
    for _ in range(20):
        make.task(lead=bureau, support=make.unit(), targets=(("20", "5"),))

    assert [statements(path) for path in paths] == before
    assert max(before) <= MOST_STATEMENTS


def test_the_contract_names_every_call_and_every_refusal(caller: Caller) -> None:
    contract = caller.get("/openapi.json").json()

    described = {
        (method.upper(), path.removeprefix(ROOT))
        for path, calls in contract["paths"].items()
        for method in calls
    }
    assert described == {
        (method, path.replace("{unit}", "{code}").replace("{point}", "{code}"))
        for method, path, _ in CALLS
    }
    for calls in contract["paths"].values():
        for operation in calls.values():
            assert {"200", "401", "403", "422"} <= set(operation["responses"])
            assert operation["security"]
            assert operation["summary"]


def test_the_contract_is_for_callers_only() -> None:
    signed_in = Client()
    signed_in.force_login(make.seat(role=Role.LEADER).person)

    assert Caller(None).get("/openapi.json").status_code == 401
    assert signed_in.get(f"{ROOT}/openapi.json").status_code == 200
    assert signed_in.get(f"{ROOT}/docs").status_code == 404
