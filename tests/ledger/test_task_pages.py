"""The ledger's pages: who gets in, what is refused in words, and how many statements they cost."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Role
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Plan, ProgressFile, Step, Task
from chuangcheng.ledger.services import requests
from chuangcheng.ledger.states import Action, State
from tests import make

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 10


@pytest.fixture
def bureau() -> Unit:
    return make.unit(name="云溪区园林绿化局", short_name="区园林局")


def page(person: User, url: str) -> str:
    response = as_(person).get(url)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def statements(person: User, url: str) -> int:
    client = as_(person)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_unit_sees_its_own_tasks_and_nothing_still_planned(bureau: Unit) -> None:
    make.task(lead=bureau, title="新增公园绿地")
    make.task(lead=bureau, title="还在酝酿的事", state=State.PLANNED)
    make.task(title="别人的事")
    shown = page(make.liaison(bureau), reverse("ledger:tasks") + "?chip=all")
    assert "新增公园绿地" in shown
    assert "还在酝酿的事" not in shown
    assert "别人的事" not in shown


def test_a_task_of_another_unit_is_not_there(bureau: Unit) -> None:
    task = make.task()
    client = as_(make.liaison(bureau))
    for name in ("task", "task_report", "task_submit", "task_acknowledge"):
        assert client.get(reverse(f"ledger:{name}", args=[task.number])).status_code == 404


OFFICE_ONLY = [
    "task_accept",
    "task_return",
    "task_cancel",
    "task_reopen",
    "task_remind",
    "task_dispatch",
    "task_edit",
]


@pytest.mark.parametrize("name", OFFICE_ONLY)
def test_what_the_office_does_is_closed_to_units(name: str, bureau: Unit) -> None:
    task = make.task(lead=bureau)
    client = as_(make.unit_head(bureau))
    url = reverse(f"ledger:{name}", args=[task.number])
    assert client.get(url).status_code == 403
    assert client.post(url, {"note": "原因"}).status_code == 403
    assert not task.steps.exists()


@pytest.mark.parametrize("name", ["tasks", "task_new", "plans", "tallies"])
def test_nobody_signed_in_goes_to_sign_in(name: str) -> None:
    response = Client().get(reverse(f"ledger:{name}"))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("name", ["tasks", "tallies"])
def test_an_administrator_sees_no_tasks(name: str) -> None:
    client = as_(make.user(duty=Duty.SYSTEM))
    assert client.get(reverse(f"ledger:{name}")).status_code == 403


def test_an_administrator_gets_a_home_page_of_their_own() -> None:
    assert "等我办的" not in page(make.user(duty=Duty.SYSTEM), reverse("home"))


@pytest.mark.parametrize("url_name", ["home", "ledger:tasks", "ledger:tallies"])
@pytest.mark.parametrize("role", [Role.OFFICE, Role.LIAISON], ids=["创城办", "联络员"])
def test_fifty_rows_cost_no_more_statements_than_one(
    url_name: str, role: Role, bureau: Unit
) -> None:
    person = make.seat(role=role, at=bureau).person
    plan = make.plan()
    make.task(lead=bureau, plan=plan, deadline=date(2020, 6, 1), starts_on=date(2020, 1, 1))
    url = reverse(url_name)
    first = statements(person, url)
    for _ in range(50):
        task = make.task(
            lead=bureau, support=make.unit(), plan=plan, targets=(("10", "1"),)
        )
        Step.objects.create(
            task=task, action=Action.REPORT, actor=make.user(), at=timezone.now()
        )

    assert statements(person, url) == first
    if url_name != "ledger:tallies":
        assert first <= MOST_STATEMENTS


def test_a_task_page_costs_the_same_however_long_its_story(bureau: Unit) -> None:
    office = make.officer()
    short = make.task(lead=bureau, targets=(("10", "1"),))
    long = make.task(
        lead=bureau, support=make.unit(), targets=(("10", "1"), ("20", "2"), ("30", "3"))
    )
    for n in range(40):
        Step.objects.create(
            task=long,
            action=Action.REMIND,
            actor=make.user(),
            at=make.NOON + timedelta(hours=n),
        )
    counts = [
        statements(office, reverse("ledger:task", args=[one.number]))
        for one in (short, long)
    ]
    assert counts[0] == counts[1]


def test_an_empty_list_says_what_to_do() -> None:
    assert "新建方案" in page(make.officer(), reverse("ledger:tasks"))
    assert "您会收到消息" in page(make.liaison(make.unit()), reverse("ledger:tasks"))


def test_a_broken_address_shows_the_list_all_the_same(bureau: Unit) -> None:
    make.task(lead=bureau, title="新增公园绿地")
    query = "?chip=nothing&unit=abc&state=X&light=Y&due_from=2026-99-99&page=x&sort=z"
    assert "新增公园绿地" in page(make.liaison(bureau), reverse("ledger:tasks") + query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("chip=late", {"晚了的"}),
        ("chip=due_soon", {"快到的"}),
        ("chip=done", {"完成的"}),
        ("chip=all&q=晚了", {"晚了的"}),
        ("chip=all&light=DONE", {"完成的"}),
        ("chip=all&role=SUPPORT", {"配合的"}),
        ("chip=lead", {"晚了的", "快到的"}),
        ("chip=all&project=0", {"晚了的", "快到的", "完成的", "配合的"}),
        ("chip=all&force=999", set()),
    ],
)
def test_filters(query: str, expected: set[str], bureau: Unit) -> None:
    today = timezone.localdate()
    start = today - timedelta(days=400)
    make.task(
        lead=bureau,
        title="晚了的",
        starts_on=start,
        deadline=today - timedelta(days=1),
        state=State.IN_PROGRESS,
    )
    make.task(
        lead=bureau, title="快到的", starts_on=start, deadline=today + timedelta(days=2)
    )
    make.task(lead=bureau, title="完成的", state=State.DONE, deadline=None)
    make.task(
        lead=make.unit(),
        support=bureau,
        title="配合的",
        starts_on=start,
        deadline=today + timedelta(days=90),
    )
    shown = page(make.liaison(bureau), f"{reverse('ledger:tasks')}?{query}")
    titles = {"晚了的", "快到的", "完成的", "配合的"}
    assert {title for title in titles if f">{title}</a>" in shown} == expected


def test_every_number_of_the_tallies_opens_as_many_tasks(bureau: Unit) -> None:
    office, plan = make.officer(), make.plan()
    project = make.project(plan=plan)
    today = timezone.localdate()
    start = today - timedelta(days=400)
    for state in (State.IN_PROGRESS, State.DONE, State.AWAITING_ACCEPTANCE, State.PLANNED):
        for one in (project, None):
            make.task(
                lead=bureau,
                support=make.unit(),
                plan=plan,
                project=one,
                state=state,
                starts_on=start,
                deadline=today - timedelta(days=3),
                finished_on=today,
            )
    client = as_(office)
    numbers = list(_links(client.get(reverse("ledger:tallies")).content.decode()))
    assert len(numbers) > 20
    for url, count in numbers:
        assert client.get(url).context["page_obj"].paginator.count == count, url


def _links(shown: str) -> Iterator[tuple[str, int]]:
    for piece in shown.split('class="is-number"')[1:]:
        link = piece.split("</td>")[0]
        if 'href="' in link:
            url = link.split('href="')[1].split('"')[0].replace("&amp;", "&")
            yield url, int(link.split('">')[-1].split("<")[0])


def test_opening_a_task_is_the_units_read_mark(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    page(make.officer(), task.get_absolute_url())
    assert task.parts.get().read_at is None
    page(make.liaison(bureau), task.get_absolute_url())
    assert task.parts.get().read_at is not None


def test_a_unit_reports_with_figure_and_file_and_only_those_who_see_it_get_the_file(
    bureau: Unit,
) -> None:
    task = make.task(lead=bureau, targets=(("20", "10"),))
    target = task.targets.get()
    client = as_(make.liaison(bureau))
    url = reverse("ledger:task_report", args=[task.number])
    said = {
        "unit": bureau.pk,
        "note": "新建成两处口袋公园。",
        f"target_{target.pk}": "12",
        "proofs": SimpleUploadedFile("验收单.txt", "现场验收合格。".encode()),
    }
    assert client.post(url, said).status_code == 302

    target.refresh_from_db()
    assert target.reached == 12
    file = ProgressFile.objects.get()
    assert len(file.sha256) == 64
    download = reverse("ledger:progress_file", args=[file.pk])
    answer = client.get(download)
    assert "attachment" in answer["Content-Disposition"]
    assert as_(make.liaison(make.unit())).get(download).status_code == 404
    file.file.delete(save=False)
    assert as_(make.officer()).get(download).status_code == 404


def test_a_refused_report_keeps_what_was_typed_and_says_why(bureau: Unit) -> None:
    task = make.task(lead=bureau, targets=(("20", "10"),))
    target = task.targets.get()
    response = as_(make.liaison(bureau)).post(
        reverse("ledger:task_report", args=[task.number]),
        {"unit": bureau.pk, "note": "复核后减少。", f"target_{target.pk}": "4"},
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "请写明更正原因" in shown
    assert "复核后减少。" in shown
    assert not task.reports.exists()


def test_pressing_a_button_twice_is_refused_in_words(bureau: Unit) -> None:
    task = make.task(lead=bureau, state=State.AWAITING_ACCEPTANCE)
    client = as_(make.officer())
    url = reverse("ledger:task_accept", args=[task.number])
    assert client.post(url, {"note": ""}).status_code == 302
    again = client.post(url, {"note": ""})
    assert again.status_code == 422
    assert "现在是“已完成”，不能验收" in again.content.decode()


def test_the_office_adds_and_dispatches_a_task_by_hand(bureau: Unit) -> None:
    plan: Plan = make.plan()
    rows = {
        "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0",
        "targets-0-object": "口袋公园",
        "targets-0-comparator": ">=",
        "targets-0-value": "6",
        "targets-0-unit": "处",
    }
    said = {
        "plan": plan.pk,
        "title": "新建口袋公园",
        "starts_on": "2026-01-01",
        "deadline": "2026-12-31",
        "recurrence": "每月11日",
        "lead": [bureau.pk],
        "then": "dispatch",
        **rows,
    }
    response = as_(make.officer()).post(reverse("ledger:task_new"), said)
    assert response.status_code == 302
    task = Task.objects.get()
    assert task.state == State.DISPATCHED
    assert task.recurrence == "FREQ=MONTHLY;BYMONTHDAY=11"
    assert str(task.targets.get()) == "口袋公园不少于6处"


def test_an_edit_over_a_newer_version_is_refused(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    client = as_(make.officer())
    said = {
        "title": "新增绿地面积",
        "starts_on": "2026-01-01",
        "deadline": "2026-11-30",
        "lead": [bureau.pk],
        "version": task.version,
        "reason": "市里要求提前。",
        "targets-TOTAL_FORMS": "0",
        "targets-INITIAL_FORMS": "0",
    }
    url = reverse("ledger:task_edit", args=[task.number])
    assert client.post(url, said).status_code == 302
    late = client.post(url, {**said, "deadline": "2026-10-31"})
    assert late.status_code == 422
    assert "刚被他人调整过" in late.content.decode()
    task.refresh_from_db()
    assert task.deadline == date(2026, 11, 30)


def test_the_office_answers_a_request_for_more_time(bureau: Unit) -> None:
    task = make.task(lead=bureau, state=State.IN_PROGRESS)
    asked = requests.ask_extension(
        task.number,
        unit=bureau,
        to=date(2027, 3, 1),
        reason="苗木到货晚。",
        by=make.liaison(bureau),
        at=make.NOON,
    )
    url = reverse("ledger:extension_decide", args=[asked.pk])
    office = make.officer()
    assert "等您办理" not in page(office, reverse("home"))
    assert as_(make.liaison(bureau)).get(url).status_code == 403
    assert as_(office).post(url, {"grant": "no", "answer": ""}).status_code == 422
    assert as_(office).post(url, {"grant": "yes", "answer": ""}).status_code == 302
    task.refresh_from_db()
    assert task.deadline == date(2027, 3, 1)


def test_many_tasks_are_dispatched_at_once_or_not_at_all(bureau: Unit) -> None:
    plan = make.plan()
    tasks = [make.task(lead=bureau, plan=plan, state=State.PLANNED) for _ in range(3)]
    client = as_(make.officer())
    url = reverse("ledger:tasks_bulk") + "?chip=to_dispatch"
    answer = client.post(url, {"verb": "dispatch", "everything": "1"})
    assert answer.status_code == 302
    assert {t.state for t in Task.objects.all()} == {State.DISPATCHED}
    again = client.post(url, {"verb": "dispatch", "numbers": [tasks[0].number]})
    assert again.status_code == 422
    assert client.post(url, {"verb": "dispatch"}).status_code == 422
    unknown = client.post(url, {"verb": "dispatch", "numbers": ["2026-9999"]})
    assert "已不在台账中" in unknown.content.decode()
    unsaid = client.post(url, {"numbers": [tasks[0].number]})
    assert unsaid.status_code == 422
    assert not Step.objects.filter(action=Action.REMIND).exists()


def test_the_search_box_stays_within_a_persons_rights(bureau: Unit) -> None:
    make.task(lead=bureau, title="整治背街小巷")
    make.task(title="整治农贸市场")
    url = reverse("search") + "?q=整治"
    client = as_(make.liaison(bureau))
    shown = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "背街小巷" in shown
    assert "农贸市场" not in shown
    assert "<html" not in shown
    assert "区园林局" in client.get(reverse("search") + "?q=园林").content.decode()


def test_what_changed_is_told_once_but_a_reload_does_not_wipe_it(bureau: Unit) -> None:
    office = make.officer()
    task = make.task(lead=bureau, title="新增公园绿地")
    Step.objects.create(
        task=task,
        action=Action.ACKNOWLEDGE,
        actor=make.user(name="赵敏"),
        unit=bureau,
        at=timezone.now() - timedelta(hours=1),
    )
    assert "新增公园绿地" in page(office, reverse("home"))
    assert "新增公园绿地" in page(office, reverse("home"))


def test_a_plan_and_its_projects_are_kept_by_the_office(bureau: Unit) -> None:
    client = as_(make.officer())
    said = {"name": "2026年攻坚方案", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert client.post(reverse("ledger:plan_new"), said).status_code == 302
    plan = Plan.objects.get()
    again = client.post(reverse("ledger:plan_new"), said)
    assert again.status_code == 422
    assert "已有名为“2026年攻坚方案”的方案" in again.content.decode()
    backwards = {**said, "name": "另一个", "ends_on": "2025-01-01"}
    assert client.post(reverse("ledger:plan_new"), backwards).status_code == 422

    url = reverse("ledger:project_new", args=[plan.pk])
    assert client.post(url, {"name": "绿化工程", "order": "1"}).status_code == 302
    assert client.post(url, {"name": "绿化工程", "order": "1"}).status_code == 422
    shown = client.get(reverse("ledger:plan", args=[plan.pk])).content.decode()
    assert "绿化工程" in shown

    unit = as_(make.unit_head(bureau))
    assert unit.get(reverse("ledger:plan", args=[plan.pk])).status_code == 403
    assert unit.post(url, {"name": "别的", "order": "1"}).status_code == 403


def test_the_handover_form_offers_units_and_says_who_must_answer(bureau: Unit) -> None:
    to = make.unit(name="云溪区水务局")
    task = make.task(lead=bureau, state=State.IN_PROGRESS)
    client = as_(make.liaison(bureau))
    url = reverse("ledger:task_handover", args=[task.number])
    said = {"unit": bureau.pk, "to": to.pk, "reason": "河道归水务管理。"}
    assert client.post(url, said).status_code == 302
    assert "等创城办批复" in client.get(task.get_absolute_url()).content.decode()
    assert client.post(url, said).status_code == 422


def test_a_filter_that_came_with_a_link_is_said_in_words(bureau: Unit) -> None:
    make.task(lead=bureau)
    query = f"?chip=all&unit={bureau.pk}&role=LEAD"
    shown = page(make.officer(), reverse("ledger:tasks") + query)
    assert "单位：区园林局，责任：牵头" in shown
