"""More time, another unit, another wording: what changes after dispatch."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from chuangcheng.accounts.models import Notification
from chuangcheng.city.models import Unit
from chuangcheng.ledger.models import Comparator, RequestState, Task, UnitRole
from chuangcheng.ledger.services import editing, requests
from chuangcheng.ledger.services.authority import NotYours
from chuangcheng.ledger.services.creation import BadDays, NobodyToDo, Part, WrongState
from chuangcheng.ledger.services.editing import Asked, Wanted
from chuangcheng.ledger.services.tasks import ReasonMissing
from chuangcheng.ledger.states import Action, State
from tests import make
from tests.ledger import jobs

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(days=1)


@pytest.fixture
def bureau() -> Unit:
    return make.unit(name="云溪区园林绿化局", short_name="区园林局")


def test_more_time_granted_moves_the_deadline_and_tells_the_unit(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    person, office = make.liaison(bureau), make.officer()
    asked = requests.ask_extension(
        task.number,
        unit=bureau,
        to=date(2027, 1, 31),
        reason="雨季",
        by=person,
        at=make.NOON,
    )
    requests.decide_extension(asked.pk, grant=True, answer="", by=office, at=LATER)
    jobs.run_all()

    task.refresh_from_db()
    assert task.deadline == task.due_on == date(2027, 1, 31)
    texts = [n.text for n in Notification.objects.filter(recipient=person)]
    assert texts == ["任务“新增绿地面积”同意延至2027年1月31日。"]
    with pytest.raises(requests.AlreadyDecided, match="已经批复"):
        requests.decide_extension(asked.pk, grant=False, answer="不", by=office, at=LATER)


def test_more_time_refused_leaves_the_deadline_and_needs_a_reason(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    asked = requests.ask_extension(
        task.number,
        unit=bureau,
        to=date(2027, 1, 31),
        reason="雨季",
        by=make.liaison(bureau),
        at=make.NOON,
    )
    office = make.officer()
    with pytest.raises(requests.CannotAsk, match="理由"):
        requests.decide_extension(asked.pk, grant=False, answer=" ", by=office, at=LATER)
    requests.decide_extension(asked.pk, grant=False, answer="工期充足", by=office, at=LATER)
    task.refresh_from_db()
    assert task.deadline == date(2026, 12, 31)
    assert task.extensions.get().state == RequestState.REFUSED


def test_requests_for_more_time_that_make_no_sense(bureau: Unit) -> None:
    person = make.liaison(bureau)
    task = make.task(lead=bureau)

    def ask(to: date, one: Task = task, reason: str = "雨季") -> None:
        requests.ask_extension(
            one.number, unit=bureau, to=to, reason=reason, by=person, at=make.NOON
        )

    with pytest.raises(requests.CannotAsk, match="应晚于"):
        ask(date(2026, 12, 31))
    with pytest.raises(requests.CannotAsk, match="理由"):
        ask(date(2027, 1, 1), reason="")
    with pytest.raises(requests.CannotAsk, match="没有完成时限"):
        ask(date(2027, 1, 1), make.task(lead=bureau, deadline=None))
    with pytest.raises(WrongState):
        ask(date(2027, 1, 1), make.task(lead=bureau, state=State.DONE))
    with pytest.raises(NotYours):
        ask(date(2027, 1, 1), make.task(support=bureau, lead=make.unit()))
    ask(date(2027, 1, 1))
    with pytest.raises(requests.CannotAsk, match="请勿重复"):
        ask(date(2027, 2, 1))


def handover(task: Task, unit: Unit, to: Unit) -> int:
    return requests.ask_handover(
        task.number,
        unit=unit,
        to=to,
        reason="职责已划转",
        by=make.liaison(unit),
        at=make.NOON,
    ).pk


def test_a_part_handed_over_has_to_be_signed_for_anew(bureau: Unit) -> None:
    task, to = make.task(lead=bureau), make.unit()
    task.parts.update(acknowledged_at=make.NOON, read_at=make.NOON)
    receiver = make.liaison(to)
    pk = handover(task, bureau, to)
    requests.decide_handover(pk, grant=True, answer="", by=make.officer(), at=LATER)
    jobs.run_all()

    part = task.parts.get()
    assert (part.unit, part.role, part.acknowledged_at) == (to, UnitRole.LEAD, None)
    assert "请签收" in Notification.objects.get(recipient=receiver).text


def test_a_unit_that_already_has_a_part_keeps_one_with_the_weightier_role(
    bureau: Unit,
) -> None:
    to = make.unit()
    task = make.task(lead=bureau, support=to)
    pk = handover(task, bureau, to)
    requests.decide_handover(pk, grant=True, answer="", by=make.officer(), at=LATER)
    part = task.parts.get()
    assert (part.unit, part.role) == (to, UnitRole.LEAD)


def test_a_refused_handover_is_not_asked_again(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    pk = handover(task, bureau, make.unit())
    requests.decide_handover(
        pk, grant=False, answer="三定方案明确由你局负责", by=make.officer(), at=LATER
    )
    with pytest.raises(requests.CannotAsk, match="不能再次申请"):
        handover(task, bureau, make.unit())


def test_only_the_office_decides(bureau: Unit) -> None:
    pk = handover(make.task(lead=bureau), bureau, make.unit())
    with pytest.raises(NotYours):
        requests.decide_handover(
            pk, grant=True, answer="", by=make.unit_head(bureau), at=LATER
        )


def wanted(task: Task, **changed: object) -> Wanted:
    values: dict[str, object] = {
        "title": task.title,
        "project": task.project,
        "starts_on": task.starts_on,
        "deadline": task.deadline,
        "recurrence": task.recurrence,
        "parts": tuple(
            Part(unit=p.unit, role=UnitRole(p.role), post=p.post) for p in task.parts.all()
        ),
        "targets": tuple(
            Asked(
                pk=t.pk,
                object=t.object,
                comparator=Comparator(t.comparator),
                value=t.value,
                unit=t.unit,
            )
            for t in task.targets.all()
        ),
    }
    return Wanted(**{**values, **changed})  # type: ignore[arg-type]


def test_an_edit_says_what_changed_and_why_to_all_concerned(bureau: Unit) -> None:
    other = make.unit(short_name="区水务局")
    task = make.task(lead=bureau, targets=(("20", "10"),))
    left, joined = make.liaison(bureau), make.liaison(other)
    new = wanted(
        task,
        deadline=date(2026, 10, 31),
        parts=(Part(unit=other, role=UnitRole.LEAD),),
        targets=(
            Asked(
                pk=task.targets.get().pk,
                object="绿地面积",
                comparator=Comparator.AT_LEAST,
                value=Decimal(40),
                unit="公顷",
            ),
        ),
    )
    editing.edit(
        task.number, new, version=0, reason="国庆前完成。", by=make.officer(), at=LATER
    )
    jobs.run_all()

    task.refresh_from_db()
    assert (task.version, task.due_on, task.share) == (
        1,
        date(2026, 10, 31),
        Decimal("0.25"),
    )
    note = task.steps.get(action=Action.EDIT).note
    for said in (
        "完成时限",
        "不再由区园林局承担",
        "增加牵头单位区水务局",
        "40公顷",
        "国庆前完成",
    ):
        assert said in note
    assert Notification.objects.filter(recipient__in=[left, joined]).count() == 2


def test_an_edit_that_changes_nothing_leaves_no_trace(bureau: Unit) -> None:
    task = make.task(lead=bureau, targets=(("20", "10"),))
    editing.edit(
        task.number, wanted(task), version=0, reason="手滑", by=make.officer(), at=LATER
    )
    task.refresh_from_db()
    assert task.version == 0
    assert not task.steps.exists()


def test_edits_that_are_refused_change_nothing(bureau: Unit) -> None:
    task = make.task(lead=bureau)
    office = make.officer()
    sooner = wanted(task, deadline=date(2026, 10, 31))
    early = wanted(task, deadline=date(2025, 1, 1))
    unled = wanted(task, parts=(Part(unit=bureau, role=UnitRole.SUPPORT),))

    def edit(new: Wanted, *, version: int = 0, reason: str = "原因") -> None:
        editing.edit(task.number, new, version=version, reason=reason, by=office, at=LATER)

    with pytest.raises(editing.StaleVersion):
        edit(sooner, version=7)
    with pytest.raises(ReasonMissing):
        edit(sooner, reason=" ")
    with pytest.raises(BadDays):
        edit(early)
    with pytest.raises(NobodyToDo):
        edit(unled)
    task.refresh_from_db()
    assert (task.deadline, task.version) == (date(2026, 12, 31), 0)
