"""From dispatch to acceptance: each verb changes what it says, or nothing at all."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chuangcheng.accounts.models import Notification, User
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Step, Task, UnitRole
from chuangcheng.ledger.services import creation, tasks, telling
from chuangcheng.ledger.services.authority import NotYours
from chuangcheng.ledger.services.creation import NewTask, Part, WrongState
from chuangcheng.ledger.states import Action, State
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make
from tests.ledger import jobs

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(days=1)


@pytest.fixture
def bureau() -> Unit:
    return make.unit(name="云溪区园林绿化局", short_name="区园林局")


def new(unit: Unit, *, title: str = "新增绿地", **more: object) -> NewTask:
    return NewTask(
        plan=make.plan(),
        title=title,
        text=title,
        starts_on=date(2026, 1, 1),
        parts=(Part(unit=unit, role=UnitRole.LEAD),),
        deadline=date(2026, 12, 31),
        **more,  # type: ignore[arg-type]
    )


def test_dispatching_twelve_tasks_tells_a_unit_in_one_sentence(bureau: Unit) -> None:
    person = make.liaison(bureau)
    office = make.officer()
    made = creation.create(
        [new(bureau, title=f"任务{n}") for n in range(12)], by=office, at=make.NOON
    )
    creation.dispatch([task.number for task in made], by=office, at=make.NOON)

    assert jobs.run_all() == 1
    jobs.run_all()  # a worker that was killed half-way does it again

    told = list(Notification.objects.filter(recipient=person))
    assert [note.text for note in told] == ["创城办交办 12 项任务，请签收。"]
    assert Task.objects.filter(state=State.DISPATCHED).count() == 12


def test_dispatching_one_task_links_it_and_names_its_day(bureau: Unit) -> None:
    person = make.liaison(bureau)
    office = make.officer()
    [task] = creation.create([new(bureau)], by=office, at=make.NOON)
    creation.dispatch([task.number], by=office, at=make.NOON)
    jobs.run_all()

    told = Notification.objects.get(recipient=person)
    assert told.text == "创城办交办任务“新增绿地”，12月31日前完成，请签收。"
    assert told.url == task.get_absolute_url()


def test_a_batch_with_one_task_already_out_dispatches_none_and_tells_nobody(
    bureau: Unit,
) -> None:
    office = make.officer()
    made = creation.create([new(bureau), new(bureau)], by=office, at=make.NOON)
    creation.dispatch([made[0].number], by=office, at=make.NOON)
    waiting = jobs.run_all()

    with pytest.raises(WrongState, match="不能再次交办"):
        creation.dispatch([task.number for task in made], by=office, at=LATER)

    assert Task.objects.get(pk=made[1].pk).state == State.PLANNED
    assert jobs.run_all() == waiting


def test_a_task_that_would_end_before_it_starts_is_refused(bureau: Unit) -> None:
    with pytest.raises(creation.BadDays, match="早于起算日期"):
        creation.create(
            [
                NewTask(
                    plan=make.plan(),
                    title="植树",
                    text="植树",
                    starts_on=date(2026, 5, 1),
                    deadline=date(2026, 4, 1),
                    parts=(Part(unit=bureau, role=UnitRole.LEAD),),
                )
            ],
            by=make.officer(),
            at=make.NOON,
        )
    assert not Task.objects.exists()


def test_only_the_first_look_of_a_units_own_person_counts(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    tasks.read(task.number, by=make.officer(), at=make.NOON)
    assert task.parts.get().read_at is None

    person = make.liaison(bureau)
    tasks.read(task.number, by=person, at=make.NOON)
    tasks.read(task.number, by=person, at=LATER)
    assert task.parts.get().read_at == make.NOON


def test_each_unit_signs_for_its_own_share(bureau: Unit) -> None:
    other = make.unit()
    task = make.task(lead=bureau, support=other)
    tasks.acknowledge(task.number, unit=bureau, by=make.liaison(bureau), at=make.NOON)
    tasks.acknowledge(task.number, unit=other, by=make.liaison(other), at=LATER)

    task.refresh_from_db()
    assert task.state == State.IN_PROGRESS
    assert [step.unit for step in task.steps.order_by("at")] == [bureau, other]
    with pytest.raises(tasks.AlreadyDone, match="已于"):
        tasks.acknowledge(task.number, unit=other, by=make.liaison(other), at=LATER)


def test_nobody_signs_for_another_unit(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    with pytest.raises(NotYours):
        tasks.acknowledge(
            task.number, unit=bureau, by=make.liaison(make.unit()), at=make.NOON
        )
    assert not task.steps.exists()


def test_the_whole_way_from_report_to_acceptance(bureau: Unit) -> None:
    office, head, person = make.officer(), make.unit_head(bureau), make.liaison(bureau)
    task = make.task(lead=bureau, state=State.IN_PROGRESS)

    tasks.submit(task.number, unit=bureau, by=person, at=make.NOON)
    tasks.sign_off(task.number, by=head, at=LATER)
    tasks.accept(task.number, by=office, at=LATER + timedelta(days=40))

    task.refresh_from_db()
    assert task.state == State.DONE
    assert task.finished_on == timezone.localdate(LATER)
    actions = list(task.steps.order_by("at", "id").values_list("action", flat=True))
    assert actions == [Action.SUBMIT, Action.SIGN_OFF, Action.ACCEPT]
    assert AuditEntry.objects.filter(key=task.number).count() == 3
    jobs.run_all()
    texts = {note.recipient: note.text for note in Notification.objects.order_by("id")}
    assert "请验收" in texts[office]
    assert "已通过验收" in texts[person]


def test_the_liaison_of_the_lead_unit_cannot_sign_its_work_off(bureau: Unit) -> None:
    task = make.task(lead=bureau, state=State.AWAITING_SIGN_OFF)
    with pytest.raises(NotYours, match="请由区园林局负责人审签"):
        tasks.sign_off(task.number, by=make.liaison(bureau), at=make.NOON)


def test_the_head_of_a_supporting_unit_cannot_sign_off_for_the_lead(bureau: Unit) -> None:
    other = make.unit()
    task = make.task(lead=bureau, support=other, state=State.AWAITING_SIGN_OFF)
    with pytest.raises(NotYours):
        tasks.sign_off(task.number, by=make.unit_head(other), at=make.NOON)


def test_where_nobody_leads_the_main_unit_signs_off(bureau: Unit) -> None:
    task = make.task(main=bureau, state=State.AWAITING_SIGN_OFF)
    tasks.sign_off(task.number, by=make.unit_head(bureau), at=make.NOON)
    task.refresh_from_db()
    assert task.state == State.AWAITING_ACCEPTANCE


def test_a_task_short_of_its_figure_is_submitted_only_with_a_reason(bureau: Unit) -> None:
    task = make.task(lead=bureau, state=State.IN_PROGRESS, targets=(("20", "10"),))
    person = make.liaison(bureau)
    with pytest.raises(tasks.NotFinished, match="现为 10"):
        tasks.submit(task.number, unit=bureau, by=person, at=make.NOON)
    tasks.submit(
        task.number, unit=bureau, by=person, at=make.NOON, note="其余地块已移交开发区。"
    )
    task.refresh_from_db()
    assert task.state == State.AWAITING_SIGN_OFF


def test_a_returned_task_runs_again(bureau: Unit) -> None:
    task = make.task(lead=bureau, state=State.AWAITING_ACCEPTANCE)
    tasks.give_back(task.number, by=make.officer(), at=make.NOON, note="照片看不清。")
    task.refresh_from_db()
    assert (task.state, task.finished_on) == (State.IN_PROGRESS, None)


REASONED: list[tuple[Callable[..., Task], State]] = [
    (tasks.give_back, State.AWAITING_ACCEPTANCE),
    (tasks.reopen, State.DONE),
    (tasks.cancel, State.IN_PROGRESS),
]


@pytest.mark.parametrize(("verb", "state"), REASONED, ids=["退回", "重新办理", "撤销"])
def test_undoing_somebodys_work_needs_a_reason(
    verb: Callable[..., Task], state: State
) -> None:
    task = make.task(state=state)
    with pytest.raises(tasks.ReasonMissing, match="原因"):
        verb(task.number, by=make.officer(), at=make.NOON, note="  ")
    task.refresh_from_db()
    assert task.state == state


@pytest.mark.parametrize(("verb", "state"), REASONED, ids=["退回", "重新办理", "撤销"])
def test_only_the_office_undoes_a_task(verb: Callable[..., Task], state: State) -> None:
    unit = make.unit()
    task = make.task(lead=unit, state=state)
    with pytest.raises(NotYours, match="权限"):
        verb(task.number, by=make.unit_head(unit), at=make.NOON, note="原因")
    assert not task.steps.exists()


def test_a_day_of_urging_urges_each_task_once(bureau: Unit) -> None:
    office, person = make.officer(), make.liaison(bureau)
    numbers = [make.task(lead=bureau).number for _ in range(3)]
    assert tasks.remind(numbers, by=office, at=make.NOON, note="本周内反馈。") == 3
    with pytest.raises(tasks.NothingToRemind):
        tasks.remind(numbers, by=office, at=make.NOON + timedelta(hours=2))
    jobs.run_all()

    assert Step.objects.filter(action=Action.REMIND).count() == 3
    assert [n.text for n in Notification.objects.filter(recipient=person)] == [
        "创城办催办3 项任务，请抓紧办理并反馈进展。本周内反馈。"
    ]


def test_a_step_that_fails_half_way_leaves_nothing(
    bureau: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = make.task(lead=bureau, state=State.AWAITING_ACCEPTANCE)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(telling, "tell", fail)
    with pytest.raises(RuntimeError):
        tasks.accept(task.number, by=make.officer(), at=make.NOON)

    task.refresh_from_db()
    assert task.state == State.AWAITING_ACCEPTANCE
    assert not task.steps.exists()
    assert not AuditEntry.objects.filter(key=task.number).exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_accepting_together_leave_one_step() -> None:
    task = make.task(state=State.AWAITING_ACCEPTANCE)
    officers = [make.officer(), make.officer()]
    gate = threading.Barrier(2)
    refused: list[Refused] = []

    def press(by: User) -> None:
        try:
            gate.wait(timeout=10)
            tasks.accept(task.number, by=by, at=make.NOON)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(one,)) for one in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    jobs.forget_all()

    assert task.steps.filter(action=Action.ACCEPT).count() == 1
    assert [str(one) for one in refused] == [
        f"任务 {task.number} 现在是“已完成”，不能验收。"
    ]
