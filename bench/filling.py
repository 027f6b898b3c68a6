"""A city's ledger of years: tasks in every state, late and in time, counted and repeated."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.db import connection, models, transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.api import TaskForce, load_workbook
from chuangcheng.city.models import Seat, Unit
from chuangcheng.ledger.models import (
    Occurrence,
    OccurrenceState,
    Plan,
    Project,
    Step,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.states import Action, State
from chuangcheng.platform.geo import Datum
from chuangcheng.twin import folder, tables
from chuangcheng.twin.city import imagined
from chuangcheng.web import city_files

_SEED = 7
_POPULATION = 400_000
_BATCH = 2000
_STEP_AT_MOST = 3
WORDS = ("绿地", "停车", "集贸市场", "背街小巷", "志愿服务", "公益广告", "校园", "垃圾分类")
_DEEDS = ("新增", "整治", "提升", "检查", "建成", "清理")
_PLACES = ("老旧小区", "主次干道", "城郊结合部", "商业大街", "公共广场", "窗口单位")
# Weights of the states; two in five tasks are open, which is a hard year.
_STATES = {
    State.PLANNED: 4,
    State.DISPATCHED: 8,
    State.IN_PROGRESS: 27,
    State.AWAITING_SIGN_OFF: 3,
    State.AWAITING_ACCEPTANCE: 4,
    State.DONE: 50,
    State.CANCELLED: 4,
}
_FINISHED = {State.AWAITING_ACCEPTANCE, State.DONE}


def sample_city() -> None:
    """Bring the sample city in: units, posts, people."""
    with transaction.atomic():
        city = imagined(_SEED, _POPULATION)
        raw = tables.workbook(tables.of_city(city))
        load_workbook(raw, name="区划与单位.xlsx", today=timezone.localdate())
        User.objects.update(must_change_password=False)


def whole_city(population: int) -> None:
    """Bring all files of a simulated city in: boundaries, points and duties as well."""
    files = folder.files(imagined(_SEED, population)).items()
    taken = [(Path(name), made()) for name, made in files if name != folder.README]
    city_files.take_in(city_files.in_order(taken), datum=Datum.WGS84, at=timezone.now())
    User.objects.update(must_change_password=False)


def holder(role: Role, unit: Unit | None = None) -> User:
    """Return somebody who sits in a post of the role, in that unit if one is named."""
    seats = Seat.objects.held_on(timezone.localdate()).filter(post__role=role)
    if unit:
        seats = seats.filter(post__unit=unit)
    return seats.order_by("pk").select_related("person")[0].person


def busy_unit() -> Unit:
    """Return the unit with a liaison officer that has the most tasks."""
    return (
        Unit.objects.filter(posts__role=Role.LIAISON, posts__seats__isnull=False)
        .annotate(
            many=models.Subquery(
                TaskUnit.objects.filter(unit=models.OuterRef("pk"))
                .order_by()
                .values("unit")
                .annotate(n=models.Count("pk"))
                .values("n")
            )
        )
        .order_by(models.F("many").desc(nulls_last=True), "pk")[0]
    )


@contextlib.contextmanager
def untracked(*tables: type[models.Model]) -> Iterator[None]:
    """Write some tables without their history for a while."""
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        # Foreign keys are checked at the end of a transaction; the table must be quiet before.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def fill(count: int) -> None:
    """Write that many tasks with all that belongs to them, and let PostgreSQL look at them."""
    with untracked(Plan, Project, Task, TaskUnit, Target, Occurrence, Step):
        _Filling(count).write()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class _Filling:
    """The making of the tasks; one random source, so that every run makes the same ones."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.random = Random(_SEED)  # noqa: S311 - the same ledger each time is the point
        self.today = timezone.localdate()
        self.now = timezone.now()
        self.units = list(Unit.objects.active().order_by("pk"))
        # A few units carry much, as everywhere.
        self.loads = [1 + 400 // (5 + place) for place in range(len(self.units))]
        self.officer = holder(Role.OFFICE)

    def write(self) -> None:
        projects = self._projects()
        tasks = [self._task(number, projects) for number in range(self.count)]
        _write(Task, tasks)
        _write(TaskUnit, [part for task in tasks for part in self._parts(task)])
        _write(Target, [target for task in tasks for target in self._targets(task)])
        _write(Occurrence, [turn for task in tasks for turn in self._turns(task)])
        _write(Step, [step for task in tasks for step in self._steps(task)])

    def _projects(self) -> list[Project]:
        forces = [*TaskForce.objects.order_by("pk"), None]
        plans = Plan.objects.bulk_create(
            Plan(
                name=f"{year}年创建工作方案",
                starts_on=date(year, 1, 1),
                ends_on=date(year, 12, 31),
            )
            for year in range(self.today.year - 2, self.today.year + 1)
        )
        return Project.objects.bulk_create(
            Project(plan=plan, name=f"{deed}{place}工程", force=self.random.choice(forces))
            for plan in plans
            for deed in _DEEDS
            for place in _PLACES
        )

    def _task(self, number: int, projects: Sequence[Project]) -> Task:
        random = self.random
        [state] = random.choices([*_STATES], [*_STATES.values()])
        word, place = random.choice(WORDS), random.choice(_PLACES)
        due = self._due(state)
        starts_on = due - timedelta(days=random.randint(60, 360))
        project = random.choice(projects)
        repeats = random.random() < 0.15
        task = Task(
            number=f"{self.today.year}-{number + 1:04d}",
            plan_id=project.plan_id,
            project=project,
            title=f"{random.choice(_DEEDS)}{place}{word} {random.randint(2, 500)} 处",
            text=f"结合{place}实际，做好{word}工作，形成长效机制，"
            f"由牵头单位每季度向指挥部报告进展。" * 3,
            section=[f"{number % 12 + 1}、{place}", f"（{number % 7 + 1}）{word}"],
            starts_on=starts_on,
            deadline=None if random.random() < 0.08 else due,
            recurrence=f"FREQ=MONTHLY;BYMONTHDAY={random.randint(1, 28)}"
            if repeats
            else "",
            due_on=due,
            state=state,
            dispatched_at=None if state is State.PLANNED else self._moment(starts_on),
            share=Decimal(random.randint(0, 100)) / 100 if random.random() < 0.4 else None,
        )
        if state in _FINISHED:
            late = random.choices((-5, 0, 9), (70, 20, 10))[0]
            task.finished_on = min(due + timedelta(days=late), self.today)
        if state is State.DONE:
            task.completed_at = self._moment(task.finished_on or due)
        return task

    def _due(self, state: State) -> date:
        """Draw a day: what is done lies behind us, what is open mostly ahead."""
        if state is State.DONE:
            return self.today - timedelta(days=self.random.randint(1, 900))
        return self.today + timedelta(days=self.random.randint(-60, 300))

    def _moment(self, day: date) -> datetime:
        return self.now + (day - self.today)

    def _parts(self, task: Task) -> list[TaskUnit]:
        drawn = self.random.choices(self.units, self.loads, k=self.random.randint(1, 4))
        units = list(dict.fromkeys(drawn))
        roles = [UnitRole.LEAD, UnitRole.MAIN, UnitRole.SUPPORT, UnitRole.SUPPORT]
        told = task.dispatched_at if task.state != State.DISPATCHED else None
        return [
            TaskUnit(task=task, unit=unit, role=role, read_at=told, acknowledged_at=told)
            for unit, role in zip(units, roles, strict=False)
        ]

    def _targets(self, task: Task) -> list[Target]:
        if task.share is None:
            return []
        asked = Decimal(self.random.randint(10, 500))
        reached = (asked * task.share).quantize(Decimal("0.01"))
        return [Target(task=task, object="数量", value=asked, unit="处", reached=reached)]

    def _turns(self, task: Task) -> list[Occurrence]:
        if not task.recurrence or task.state == State.PLANNED:
            return []
        days = (self.today + timedelta(days=30 * step) for step in range(-8, 4))
        return [
            Occurrence(
                task=task,
                planned_on=day,
                due_on=day,
                state=OccurrenceState.DONE if day < self.today else OccurrenceState.OPEN,
                done_at=self._moment(day) if day < self.today else None,
            )
            for day in days
        ]

    def _steps(self, task: Task) -> list[Step]:
        if task.dispatched_at is None:
            return []
        many = self.random.randint(1, _STEP_AT_MOST)
        days = sorted(self.random.randint(0, 300) for _ in range(many))
        return [
            Step(
                task=task,
                action=Action.REPORT if order else Action.DISPATCH,
                actor=self.officer,
                at=self.now - timedelta(days=300 - day, seconds=order),
            )
            for order, day in enumerate(days)
        ]


def _write(table: type[models.Model], rows: Sequence[models.Model]) -> None:
    table._default_manager.bulk_create(rows, batch_size=_BATCH)
