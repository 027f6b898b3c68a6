"""Publishing: every draft into the ledger and out to its units, or nothing at all."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chuangcheng.accounts.models import Notification, User
from chuangcheng.ledger.models import (
    Directive,
    DirectiveState,
    DraftState,
    DraftUnit,
    Plan,
    Project,
    Task,
    UnitRole,
)
from chuangcheng.ledger.services import publishing
from chuangcheng.ledger.services.drafts import NotInReview
from chuangcheng.ledger.states import State
from tests import make
from tests.ledger import jobs

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(minutes=5)


@pytest.fixture
def officer() -> User:
    return make.officer()


def publish(
    directive: Directive,
    *,
    by: User,
    plan: Plan | publishing.NewPlan | None = None,
    keep_unowned: bool = False,
    project_depth: int = 1,
) -> publishing.Published:
    return publishing.publish(
        directive.number,
        plan=plan or make.plan(),
        by=by,
        at=LATER,
        keep_unowned=keep_unowned,
        project_depth=project_depth,
    )


def test_what_has_an_owner_is_sent_and_its_unit_is_told(officer: User) -> None:
    unit = make.unit()
    liaison = make.liaison(unit)
    directive = make.directive()
    made = make.draft(
        directive,
        lead=unit,
        deadline=date(2026, 6, 30),
        targets=({"object": "街巷", "comparator": ">=", "value": "20", "unit": "条"},),
    )

    done = publish(directive, by=officer)
    jobs.run_all()

    assert done == publishing.Published(dispatched=1, planned=0)
    task = Task.objects.get()
    assert (task.state, task.draft, task.directive) == (State.DISPATCHED, made, directive)
    assert task.deadline == date(2026, 6, 30)
    assert [(t.object, int(t.value), t.unit) for t in task.targets.all()] == [
        ("街巷", 20, "条")
    ]
    assert [(p.unit, p.role) for p in task.parts.all()] == [(unit, UnitRole.LEAD)]
    assert Notification.objects.filter(recipient=liaison).count() == 1
    directive.refresh_from_db()
    assert (directive.state, directive.published_by) == (DirectiveState.PUBLISHED, officer)


def test_a_draft_without_an_owner_stands_in_the_way_unless_it_is_to_be_kept(
    officer: User,
) -> None:
    directive = make.directive()
    make.draft(directive, lead=make.unit())
    make.draft(directive)

    with pytest.raises(publishing.NotReady, match="还有 1 条任务没有对应到"):
        publish(directive, by=officer)
    assert not Task.objects.exists()

    done = publish(directive, by=officer, keep_unowned=True)
    assert done == publishing.Published(dispatched=1, planned=1)
    assert set(Task.objects.values_list("state", flat=True)) == {
        State.DISPATCHED,
        State.PLANNED,
    }


def test_what_was_left_out_is_not_sent(officer: User) -> None:
    directive = make.directive()
    make.draft(directive, lead=make.unit(), state=DraftState.DROPPED)
    make.draft(directive, lead=make.unit())

    assert publish(directive, by=officer).dispatched == 1


def test_with_nothing_left_nothing_is_published(officer: User) -> None:
    directive = make.directive()
    make.draft(directive, state=DraftState.DROPPED)

    with pytest.raises(publishing.NotReady, match="没有可发布的任务"):
        publish(directive, by=officer)


def test_a_unit_out_of_use_stands_in_the_way(officer: User) -> None:
    unit = make.unit(name="云溪区旧局")
    draft = make.draft(lead=unit)
    unit.is_active = False
    unit.save()

    with pytest.raises(publishing.NotReady, match="云溪区旧局已停用"):
        publish(draft.directive, by=officer)


def test_a_unit_named_twice_has_its_weightier_part(officer: User) -> None:
    unit = make.unit()
    draft = make.draft(lead=unit)
    DraftUnit.objects.create(
        draft=draft, said="该局", role=UnitRole.SUPPORT, unit=unit, order=1
    )

    publish(draft.directive, by=officer)

    assert [part.role for part in Task.objects.get().parts.all()] == [UnitRole.LEAD]


def test_headings_become_projects_and_known_ones_are_used_again(officer: User) -> None:
    plan = make.plan()
    known = make.project(plan=plan, name="环境")
    directive = make.directive()
    unit = make.unit()
    make.draft(directive, lead=unit, section=("一、环境", "（一）街巷"))
    make.draft(directive, lead=unit, section=("二、学校",))
    make.draft(directive, lead=unit, section=())

    publish(directive, by=officer, plan=plan, project_depth=1)

    assert set(Project.objects.values_list("name", flat=True)) == {"环境", "学校"}
    assert known.tasks.count() == 1
    assert Task.objects.filter(project=None).count() == 1


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        pytest.param("一、看清差距", "看清差距", id="Chinese numeral"),
        pytest.param(
            "（二）抓志愿服务。", "抓志愿服务", id="in brackets, with a full stop"
        ),
        pytest.param("三是要补齐市场短板", "补齐市场短板", id="as spoken"),
        pytest.param("第四，强化保障", "强化保障", id="ordinal"),
        pytest.param("2. 路面修复", "路面修复", id="Arabic"),
        pytest.param(
            "十大提升工程", "十大提升工程", id="a number that belongs to the name"
        ),
        pytest.param("一是", "一是", id="nothing but a number"),
    ],
)
def test_a_project_is_named_without_the_headings_number(
    officer: User, heading: str, name: str
) -> None:
    directive = make.directive()
    make.draft(directive, lead=make.unit(), section=(heading,))

    publish(directive, by=officer, plan=make.plan(), project_depth=1)

    assert Project.objects.get().name == name


def test_a_new_plan_comes_into_being_with_its_tasks_or_not_at_all(officer: User) -> None:
    draft = make.draft()
    new = publishing.NewPlan(
        name="创城攻坚", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )

    with pytest.raises(publishing.NotReady):
        publish(draft.directive, by=officer, plan=new)
    assert not Plan.objects.exists()

    publish(draft.directive, by=officer, plan=new, keep_unowned=True)
    assert Plan.objects.get().name == "创城攻坚"


def test_the_name_of_a_plan_is_taken_once(officer: User) -> None:
    make.plan(name="创城攻坚")
    new = publishing.NewPlan(
        name="创城攻坚", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )

    with pytest.raises(publishing.NotReady, match="已有名为“创城攻坚”的方案"):
        publish(make.draft(lead=make.unit()).directive, by=officer, plan=new)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_together_publish_once() -> None:
    draft = make.draft(lead=make.unit())
    plan, people = make.plan(), [make.officer(), make.officer()]
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def press(person: User) -> None:
        start.wait()
        try:
            publish(draft.directive, by=person, plan=plan)
            outcomes.append("published")
        except NotInReview:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["published", "told"]
    assert Task.objects.count() == 1


# --- the page ----------------------------------------------------------------------------------
def test_the_page_says_what_would_happen_and_does_it(client: Client, officer: User) -> None:
    client.force_login(officer)
    directive, unit = make.directive(), make.unit()
    make.draft(directive, lead=unit)
    make.draft(directive, lead=unit)
    unowned = make.draft(directive, said="某局")
    where = reverse("ledger:directive_publish", args=[directive.number])

    page = client.get(where).content.decode()
    assert "将交办 2 项任务给 1 个单位" in page
    assert f"#draft-{unowned.number}" in page

    fields = {
        "name": "创城攻坚",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "project_depth": "0",
    }
    refused = client.post(where, fields)
    assert refused.status_code == 422
    assert "还有 1 条任务没有对应到" in refused.content.decode()
    assert not Task.objects.exists()

    response = client.post(where, fields | {"keep_unowned": "on"}, follow=True)
    page = response.content.decode()
    assert "已交办 2 项任务。另有 1 项没有单位" in page
    assert f"?directive={directive.number}" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "请填写新方案的名称"),
        ("ends_on", "2025-12-31", "结束日期早于开始日期"),
        ("project_depth", "9", "9"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    client: Client, officer: User, field: str, value: str, said: str
) -> None:
    client.force_login(officer)
    draft = make.draft(lead=make.unit())
    fields = {
        "name": "创城攻坚",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "project_depth": "0",
    }

    response = client.post(
        reverse("ledger:directive_publish", args=[draft.directive.number]),
        fields | {field: value},
    )

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Task.objects.exists()


def test_publishing_costs_the_same_statements_for_one_and_for_fifty(
    officer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    counts = []
    # The first of a year also opens the series of numbers.
    for many in (1, 1, 50):
        directive, unit, plan = make.directive(), make.unit(), make.plan()
        for _ in range(many):
            make.draft(directive, lead=unit)
        with django_assert_max_num_queries(60) as captured:
            publish(directive, by=officer, plan=plan)
        counts.append(len(captured))

    assert counts[1] == counts[2]
