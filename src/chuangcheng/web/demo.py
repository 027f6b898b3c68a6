"""Fill an empty database with a sample city at work, through the same services that people use.

Nothing here writes a table by itself except the sample passwords: the city comes in as files,
the tasks come out of a speech, and every step is taken by somebody who may take it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import ROLE_RIGHTS, Duty, Right, Role
from chuangcheng.accounts.services import duties
from chuangcheng.city.api import Region, RestDayRule, TaskForce, Unit
from chuangcheng.city.models import Seat, SeatQuerySet
from chuangcheng.city.services import choices
from chuangcheng.ledger.models import Project, Task, TaskUnit, UnitRole
from chuangcheng.ledger.services import (
    directives,
    occurrences,
    plans,
    progress,
    publishing,
    reading,
    requests,
    tasks,
)
from chuangcheng.ledger.states import State
from chuangcheng.platform import audit
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.twin import folder
from chuangcheng.twin.city import imagined
from chuangcheng.web import city_files

PASSWORD = "Chuangcheng-2026"  # noqa: S105 - printed for everybody to see
_SEED, _POPULATION = 7, 800_000
# The core district of the sample city
HOME = "990102"
# Which task force takes which heading of the speech.
_FORCES = {
    "市容环境": "市容环境整治组",
    "交通秩序": "交通秩序整治组",
    "市场环境": "市场和食品安全组",
    "未成年人": "未成年人思想道德建设组",
    "志愿服务": "文明实践和志愿服务组",
    "公共文明": "宣传教育组",
    "农村环境": "市容环境整治组",
    "压实责任": "督查考核组",
}
_SPEECH = "创建工作推进会讲话.txt"
_NOTICE = "背街小巷整治工作方案.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sample person to sign in as."""

    username: str
    who: str


@audit.acts("command:demo")
def fill(*, today: date) -> bool:
    """Make the sample city unless there is one; return whether anything was made."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        _build(at=_at(today))
        _choose_home()
        _appoint_administrators()
        _give_passwords()
        _live(today)
    return True


def _build(*, at: datetime) -> None:
    """Let the simulated city come in as a real one would."""
    city = imagined(_SEED, _POPULATION)
    contents = [
        (Path(name), made())
        for name, made in folder.files(city).items()
        if name != folder.README
    ]
    city_files.take_in(city_files.in_order(contents), datum=Datum.WGS84, at=at)


def sign_ins() -> list[SignIn]:
    """List one person for each kind of work."""
    seats = Seat.objects.held_on(timezone.localdate()).select_related(
        "person", "post__unit", "post__region"
    )
    listed = [
        *_first(seats, Role.OFFICE),
        *_first(seats, Role.LEADER),
        *_first(seats, Role.UNIT_HEAD, "区城管执法局"),
        *_first(seats, Role.LIAISON, "区城管执法局"),
        *_first(seats, Role.LIAISON, "区教育局"),
        *_first(seats, Role.UNIT_HEAD, "东湖街道"),
        *_first(seats, Role.GRID_WORKER),
        *_first(seats, Role.SUPERVISOR),
    ]
    administrators = User.objects.exclude(duty=Duty.NONE).order_by("pk")
    return listed + [
        SignIn(username=person.username, who=f"{person.get_duty_display()} {person.name}")
        for person in administrators
    ]


def _first(seats: SeatQuerySet, role: Role, unit: str = "") -> Iterator[SignIn]:
    chosen = seats.filter(post__role=role)
    if unit:
        chosen = chosen.filter(post__unit__short_name=unit)
    seat = chosen.order_by("post__unit__order", "post_id").first()
    if seat:
        yield SignIn(
            username=seat.person.username,
            who=f"{seat.post} {seat.person.name}",
        )


def _appoint_administrators() -> None:
    names = {Duty.SYSTEM: "sysadmin", Duty.SECURITY: "secadmin", Duty.AUDIT: "auditor"}
    duties.appoint_first(
        {
            duty: duties.Candidate(
                username=username, name=name, phone=f"1390000000{number}"
            )
            for number, ((duty, username), name) in enumerate(
                zip(names.items(), ("沈立", "严明", "顾正"), strict=True)
            )
        }
    )


def _choose_home() -> None:
    """Say whose city this is: 区住建局 in a speech means the home district's."""
    home = Region.objects.get(code=HOME)
    chosen = choices.Choices(
        name="示例市", rest_day_rule=RestDayRule.KEEP, due_soon_days=7, home=home
    )
    choices.choose(chosen, by=None)


def _give_passwords() -> None:
    # One hash for all: five hundred of them would take a minute to make.
    User.objects.update(password=make_password(PASSWORD), must_change_password=False)


def _live(today: date) -> None:
    """Let the year's work happen up to today."""
    # The speech is given at the end of February; before that we show last year's work.
    year = today.year if today >= date(today.year, 3, 5) else today.year - 1
    officer = _holder(Role.OFFICE)
    dispatched_at = _at(date(year, 3, 2))
    number = _take_in(_SPEECH, year, by=officer, at=_at(date(year, 2, 27)))
    publishing.publish(
        number,
        plan=publishing.NewPlan(
            name=f"{year}年全国文明城市创建工作方案",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        ),
        by=officer,
        at=dispatched_at,
        keep_unowned=True,
        project_depth=2,
    )
    _share_out_projects(by=officer)
    _take_in(
        _NOTICE, year, by=officer, at=_at(max(date(year, 3, 4), today - timedelta(days=1)))
    )
    occurrences.generate(on=today)
    story = _Story(today=today, officer=officer)
    for task in Task.objects.filter(state=State.DISPATCHED).order_by("number"):
        story.tell(task)


def _share_out_projects(*, by: User) -> None:
    forces = {force.name: force for force in TaskForce.objects.all()}
    for project in Project.objects.order_by("order").select_related("plan"):
        group = next((name for word, name in _FORCES.items() if word in project.name), "")
        plans.save_project(
            project,
            plan=project.plan,
            name=project.name,
            order=project.order,
            force=forces.get(group),
            by=by,
        )


def _take_in(name: str, year: int, *, by: User, at: datetime) -> str:
    sample = resources.files("chuangcheng.web") / "samples" / name
    text = sample.read_text(encoding="utf-8").replace("{year}", str(year))
    number = directives.take_in(text.encode(), name=name, by=by, at=at).number
    # Read here and now; the job that was deferred finds it done.
    reading.draw(number)
    return number


class _Story:
    """What becomes of each task: most are on course, some late, some done, one asks for time."""

    def __init__(self, *, today: date, officer: User) -> None:
        self._today = today
        self._officer = officer
        self._random = Random(_SEED)  # noqa: S311 - a sample city, not a secret
        self._has_asked = False

    def tell(self, task: Task) -> None:
        began = timezone.localdate(task.dispatched_at)
        owing = [
            part
            for part in task.parts.select_related("unit").order_by("id")
            if part.role != UnitRole.SUPPORT
        ]
        fate = self._random.random()
        for part in owing[: 1 if fate < 0.2 else None]:
            self._acknowledge(task, part, began)
        if fate < 0.08 or not owing:
            return
        share = self._report(task, owing[0], began, pace=0.55 + fate * 0.6)
        if share >= 1:
            self._finish(task, owing[0].unit, accepted=fate > 0.45)
        elif not self._has_asked and task.deadline and task.deadline > self._today:
            self._has_asked = True
            requests.ask_extension(
                task.number,
                unit=owing[0].unit,
                to=task.deadline + timedelta(days=20),
                reason="雨季影响施工，已调整计划，每周报一次进度。",
                by=_acting_for(owing[0].unit, Right.ACT_FOR_UNIT),
                at=_at(self._today, hour=8),
            )

    def _acknowledge(self, task: Task, part: TaskUnit, began: date) -> None:
        day = min(began + timedelta(days=self._random.randrange(3)), self._today)
        person = _acting_for(part.unit, Right.ACT_FOR_UNIT)
        tasks.acknowledge(task.number, unit=part.unit, by=person, at=_at(day, hour=15))

    def _report(self, task: Task, part: TaskUnit, began: date, *, pace: float) -> float:
        """Report twice on the way; return the share reached."""
        end = task.deadline or date(began.year, 12, 31)
        turns = task.occurrences.filter(state="OPEN", due_on__lte=self._today)
        share = 0.0
        for step in (0.5, 1.0):
            day = min(self._today, end) - timedelta(days=int((1 - step) * 60) + 2)
            if day <= began:
                continue
            gone = (day - began).days / max((end - began).days, 1)
            share = min(1.0, gone * pace * 1.15)
            figures = {
                target.pk: (target.value * Decimal(str(round(share, 2)))).quantize(
                    Decimal(1)
                )
                for target in task.targets.all()
                if target.comparator != "<="
            }
            turn = turns.order_by("planned_on").values_list("planned_on", flat=True).first()
            progress.report(
                task.number,
                progress.Report(
                    note=self._random.choice(_NOTES), figures=figures, turn=turn
                ),
                unit=part.unit,
                by=_acting_for(part.unit, Right.ACT_FOR_UNIT),
                at=_at(day, hour=16),
            )
        return share

    def _finish(self, task: Task, unit: Unit, *, accepted: bool) -> None:
        day = min(self._today, task.deadline or self._today)
        note = "已对照任务要求逐项完成，台账和照片齐备。"
        tasks.submit(
            task.number,
            unit=unit,
            by=_acting_for(unit, Right.ACT_FOR_UNIT),
            at=_at(day, hour=9),
            note=note,
        )
        if not accepted:
            return
        lead = task.parts.exclude(role=UnitRole.SUPPORT).order_by("role", "id")
        head = _acting_for(lead[0].unit, Right.SIGN_OFF)
        tasks.sign_off(task.number, by=head, at=_at(day, hour=10))
        tasks.accept(task.number, by=self._officer, at=_at(day, hour=11))


_NOTES = (
    "已排出时间表，明确到人，正按计划推进。",
    "本期完成情况良好，现场已安排专人每日巡查。",
    "施工单位已进场，预计下月完成主体部分。",
    "已组织培训和自查，问题清单逐条销号。",
)


def _holder(role: Role) -> User:
    """Return who sits first in a post of this role today."""
    return _first_in(Seat.objects.filter(post__role=role), what=role.label)


def _acting_for(unit: Unit, right: Right) -> User:
    """Return somebody who may do this in the unit's name today."""
    roles = [role for role, rights in ROLE_RIGHTS.items() if right in rights]
    seats = Seat.objects.filter(post__unit=unit, post__role__in=roles)
    # Liaison officers do the daily work, not their heads, where there are both.
    return _first_in(seats.order_by("post__role"), what=f"{unit}办事的人")


def _first_in(seats: SeatQuerySet, *, what: object) -> User:
    seat = seats.held_on(timezone.localdate()).select_related("person").first()
    if seat is None:
        raise Refused(f"示例城市里没有{what}。")
    return seat.person


def _at(day: date, *, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
