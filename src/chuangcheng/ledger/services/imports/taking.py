"""Take a checked ledger into ours: every row in one transaction, or none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts import notifications
from chuangcheng.city.api import Unit
from chuangcheng.ledger.models import (
    ImportState,
    LedgerImport,
    Plan,
    Project,
    Step,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.services import creation, occurrences
from chuangcheng.ledger.services.imports import checking
from chuangcheng.ledger.services.imports.checking import Check
from chuangcheng.ledger.services.imports.rows import Entry
from chuangcheng.ledger.states import Action, State
from chuangcheng.platform import audit, progress
from chuangcheng.platform.refusal import Refused

_BATCH = 1000
_UNTOLD = frozenset({State.PLANNED, State.CANCELLED})
_FINISHED = frozenset({State.AWAITING_ACCEPTANCE, State.DONE})
_WEIGHT = {UnitRole.LEAD: 0, UnitRole.MAIN: 1, UnitRole.SUPPORT: 2}
_PROBLEM_LENGTH = 300


class NotClean(Refused):
    """Something in the file still stands in the way."""


def take(number: str, *, at: datetime) -> None:
    """Take a confirmed file in and tell the person who sent it; repeated, it does nothing.

    A file that can no longer be taken leaves the ledger as it was and says why on its page.
    """
    job = LedgerImport.objects.select_related("plan", "by").get(number=number)
    if job.state != ImportState.RUNNING:
        return
    try:
        _take(job, at=at)
    except Refused as refusal:
        refuse(number, str(refusal), at=at)


@transaction.atomic
def refuse(number: str, problem: str, *, at: datetime) -> None:
    """Close an import that took nothing in; one that is over already stays as it is."""
    job = LedgerImport.objects.select_for_update().get(number=number)
    if job.state != ImportState.RUNNING:
        return
    job.state, job.finished_at = ImportState.REFUSED, at
    job.problem = problem[:_PROBLEM_LENGTH]
    job.save(update_fields=["state", "finished_at", "problem"])
    audit.record(
        "ledger.import.refused",
        subject="台账导入",
        key=job.number,
        by=job.by,
        detail={"problem": job.problem},
    )
    _tell(job, f"“{job.file_name}”没有导入，台账没有改动：{job.problem}", at)


@transaction.atomic
def _take(job: LedgerImport, *, at: datetime) -> None:
    # Locked first of all: of two officers with the same file the second finds the rows there.
    plan = Plan.objects.select_for_update(no_key=True).get(pk=job.plan_id)
    job = (
        LedgerImport.objects.select_for_update(of=("self",))
        .select_related("plan", "by")
        .get(pk=job.pk)
    )
    if job.state != ImportState.RUNNING:
        return
    check = checking.check(job)
    if not check.is_clean:
        raise NotClean(
            f"确认以后情况有变化，还有 {len(check.problems) + len(check.unknown)} 处要处理，"
            "请重新上传核对。"
        )
    fresh = check.fresh
    with progress.reporting(job.progress_key, total=len(fresh)) as reporter:
        new = _new_tasks(fresh, check, plan)
        for start in range(0, len(fresh), _BATCH):
            entries = fresh[start : start + _BATCH]
            tasks = creation.create(new[start : start + _BATCH], by=job.by, at=at)
            _stand(list(zip(tasks, entries, strict=True)), job, at)
            reporter.tell(start + len(entries))
    _finish(job, check, at)


def _finish(job: LedgerImport, check: Check, at: datetime) -> None:
    job.state, job.finished_at = ImportState.DONE, at
    job.total, job.added, job.known = check.total, len(check.fresh), len(check.known_rows)
    job.save(update_fields=["state", "finished_at", "total", "added", "known"])
    audit.record(
        "ledger.import.done",
        subject="台账导入",
        key=job.number,
        by=job.by,
        detail={"file": job.file_name, "added": job.added, "known": job.known},
    )
    _tell(job, f"“{job.file_name}”已导入：新增 {job.added} 项，已有 {job.known} 项。", at)


def _tell(job: LedgerImport, text: str, at: datetime) -> None:
    notifications.notify(
        [job.by], text=text, url=job.get_absolute_url(), key=job.progress_key, at=at
    )


def _new_tasks(
    entries: Sequence[Entry], check: Check, plan: Plan
) -> list[creation.NewTask]:
    projects = _projects({entry.project for entry in entries if entry.project}, plan)
    wanted = {pk for units in check.names.known.values() for pk in units}
    units = Unit.objects.in_bulk(wanted)
    return [
        creation.NewTask(
            plan=plan,
            project=projects.get(entry.project),
            title=entry.title,
            text=entry.text,
            starts_on=entry.starts_on,
            deadline=entry.deadline,
            recurrence=entry.recurrence,
            figures=entry.figures,
            parts=_parts(entry, check.names.known, units),
            fingerprint=entry.fingerprint,
        )
        for entry in entries
    ]


def _projects(names: set[str], plan: Plan) -> dict[str, Project]:
    known = set(plan.projects.values_list("name", flat=True))
    last = max(plan.projects.values_list("order", flat=True), default=0)
    Project.objects.bulk_create(
        [
            Project(plan=plan, name=name, order=last + place)
            for place, name in enumerate(sorted(names - known), start=1)
        ]
    )
    return {project.name: project for project in plan.projects.filter(name__in=names)}


def _parts(
    entry: Entry, known: Mapping[str, Sequence[int]], units: Mapping[int, Unit]
) -> tuple[creation.Part, ...]:
    """Give every unit one part: what it leads it does not support as well."""
    roles: dict[int, UnitRole] = {}
    for name, role in sorted(entry.said, key=lambda said: _WEIGHT[said[1]]):
        for pk in known[name]:
            roles.setdefault(pk, role)
    return tuple(
        creation.Part(unit=units[pk], role=role)
        for pk, role in roles.items()
        if pk in units
    )


def _stand(pairs: Sequence[tuple[Task, Entry]], job: LedgerImport, at: datetime) -> None:
    """Put new tasks where the old ledger says they stand, with a step that tells whence."""
    groups: dict[tuple[State, date | None], list[Task]] = defaultdict(list)
    for task, entry in pairs:
        if entry.state is not State.PLANNED:
            groups[entry.state, _finished_on(entry, at)].append(task)
    for (state, finished_on), tasks in groups.items():
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(
            state=state,
            dispatched_at=None if state in _UNTOLD else at,
            finished_on=finished_on,
            completed_at=at if state == State.DONE else None,
        )
    told = [
        (task, state)
        for (state, _), tasks in groups.items()
        for task in tasks
        if state not in _UNTOLD
    ]
    Step.objects.bulk_create(
        [
            Step(
                task=task,
                action=Action.DISPATCH,
                actor=job.by,
                at=at,
                note=f"随“{job.file_name}”导入，原状态：{state.label}",
            )
            for task, state in told
        ]
    )
    # Units that are at work already must not be asked to sign for it again.
    TaskUnit.objects.filter(
        task__in=[task for task, state in told if state is not State.DISPATCHED]
    ).update(read_at=at, acknowledged_at=at)
    occurrences.generate(
        on=timezone.localdate(at),
        tasks=[task.pk for task, _ in told if task.recurrence],
    )


def _finished_on(entry: Entry, at: datetime) -> date | None:
    """Tell when a finished task was finished; where the sheet is silent, it was in time."""
    if entry.state not in _FINISHED:
        return None
    today = timezone.localdate(at)
    return entry.finished_on or min(entry.deadline or today, today)
