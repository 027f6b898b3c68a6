"""What reviewers do to the draft tasks of a directive before it is published.

Every verb takes the version the reviewer saw. If somebody saved in between, nothing is changed
and the reviewer is told who it was, so two people cannot overwrite each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Unit, remember_alias
from chuangcheng.ledger.models import (
    Directive,
    DirectiveState,
    DraftState,
    DraftTask,
    DraftUnit,
    UnitRole,
)
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

_TITLE = 200


class Overtaken(Refused):
    """Somebody else saved the draft after the reviewer had opened it."""


class NotInReview(Refused):
    """The directive is not (or no longer) open for review."""


class BadSpan(Refused):
    """The chosen stretch of text cannot become a task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedUnit:
    """A unit as a reviewer entered it; `unit` is None while no city unit is chosen.

    With `remember` the city keeps the name as an alias of the unit.
    """

    said: str
    role: UnitRole
    unit: Unit | None = None
    remember: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a draft, as it is kept in `DraftTask.targets`."""

    object: str
    comparator: str
    value: Decimal
    unit: str

    def as_json(self) -> dict[str, str]:
        return {
            "object": self.object,
            "comparator": self.comparator,
            "value": f"{self.value.normalize():f}",
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a reviewer may change about a draft."""

    action: str
    deadline: date | None
    recurrence: str
    targets: tuple[Figure, ...]
    units: tuple[NamedUnit, ...]


@transaction.atomic
def edit(
    draft_id: int, *, version: int, content: Content, by: User, at: datetime
) -> DraftTask:
    """Replace a draft's content and mark it as checked by a person.

    Raises:
        Overtaken: somebody saved a newer version.
        NotInReview: the directive is published or withdrawn.
        UnitRefused: a name cannot be remembered for its unit.
    """
    draft = _lock(draft_id, version=version)
    _write(draft, content)
    for named in content.units:
        if named.unit and named.remember:
            remember_alias(named.said, named.unit.pk, by=by, at=at)
    draft.state = DraftState.CONFIRMED
    _save(draft, by=by, at=at, verb="edited")
    return draft


@transaction.atomic
def confirm(draft_id: int, *, version: int, by: User, at: datetime) -> DraftTask:
    """Mark a draft as right as it stands."""
    draft = _lock(draft_id, version=version)
    draft.state = DraftState.CONFIRMED
    _save(draft, by=by, at=at, verb="confirmed")
    return draft


@transaction.atomic
def drop(draft_id: int, *, version: int, by: User, at: datetime) -> DraftTask:
    """Leave a draft out of the ledger; it stays on the page and can be taken back."""
    draft = _lock(draft_id, version=version)
    draft.state = DraftState.DROPPED
    _save(draft, by=by, at=at, verb="dropped")
    return draft


@transaction.atomic
def restore(draft_id: int, *, version: int, by: User, at: datetime) -> DraftTask:
    """Take a dropped draft back."""
    draft = _lock(draft_id, version=version)
    draft.state = DraftState.OPEN
    _save(draft, by=by, at=at, verb="restored")
    return draft


@transaction.atomic
def mark(
    number: str,
    versions: Mapping[int, int],
    *,
    state: DraftState,
    by: User,
    at: datetime,
) -> int:
    """Confirm, drop or take back several drafts of a directive at once; all of them or none.

    `versions` maps each draft to the version the reviewer saw.

    Raises:
        Overtaken: somebody saved one of them meanwhile.
        NotInReview: the directive is published or withdrawn.
    """
    directive = lock_directive(number)
    drafts = list(
        directive.drafts.filter(pk__in=versions)
        .select_related("edited_by")
        .order_by("number")
    )
    for draft in drafts:
        _refuse_overtaken(draft, versions[draft.pk])
    directive.drafts.filter(pk__in=[draft.pk for draft in drafts]).update(
        state=state, version=F("version") + 1, edited_by=by, edited_at=at
    )
    audit.record(
        "ledger.draft.marked",
        subject="任务草稿",
        key=number,
        by=by,
        detail={"state": state, "drafts": [draft.number for draft in drafts]},
    )
    return len(drafts)


@transaction.atomic
def split(
    draft_id: int, *, version: int, offset: int, by: User, at: datetime
) -> tuple[DraftTask, DraftTask]:
    """Cut a draft in two at an offset of the source text; both keep units, deadline and recurrence.

    The figures stay with the half whose text states them, judged by their number.

    Raises:
        BadSpan: the offset does not lie inside the draft's text.
    """
    first = _lock(draft_id, version=version)
    source = first.directive.text
    left, right = source[first.start : offset].strip(), source[offset : first.end].strip()
    if not (first.start < offset < first.end) or not left or not right:
        raise BadSpan("请在任务原文中间选择拆分位置，拆开的两部分都不能为空。")
    targets = list(first.targets)
    second = DraftTask.objects.create(
        directive=first.directive,
        number=_next_number(first.directive),
        section=first.section,
        start=offset,
        end=first.end,
        text=right,
        action=_title(right),
        deadline=first.deadline,
        recurrence=first.recurrence,
        targets=[t for t in targets if _states(right, t) and not _states(left, t)],
        confidence=first.confidence,
        is_manual=True,
        edited_by=by,
        edited_at=at,
    )
    first.targets = [t for t in targets if t not in second.targets]
    first.end, first.text, first.action = offset, left, _title(left)
    first.state = DraftState.OPEN
    DraftUnit.objects.bulk_create(
        [
            DraftUnit(
                draft=second,
                said=named.said,
                role=named.role,
                unit=named.unit,
                is_confirmed=named.is_confirmed,
                order=named.order,
            )
            for named in first.units.order_by("order", "id")
        ]
    )
    _save(first, by=by, at=at, verb="split")
    return first, second


@transaction.atomic
def merge(versions: Mapping[int, int], *, by: User, at: datetime) -> DraftTask:
    """Join drafts of one directive into the first of them; the others are dropped.

    `versions` maps each draft to the version the reviewer saw. Units and figures are united, the
    latest deadline and the first recurrence are kept.

    Raises:
        BadSpan: fewer than two drafts, or drafts of different directives.
    """
    drafts = sorted(
        (_lock(pk, version=versions[pk]) for pk in sorted(versions)),
        key=lambda draft: (draft.start, draft.pk),
    )
    if len(drafts) < 2 or len({draft.directive_id for draft in drafts}) > 1:
        raise BadSpan("请选择同一份部署中的两条以上任务再合并。")
    first, rest = drafts[0], drafts[1:]
    first.end = max(draft.end for draft in drafts)
    first.text = "".join(
        draft.text if draft.text.endswith(("。", "；", ";")) else draft.text + "；"
        for draft in drafts
    ).rstrip("；")
    deadlines = [draft.deadline for draft in drafts if draft.deadline]
    first.deadline = max(deadlines) if deadlines else None
    first.recurrence = next((d.recurrence for d in drafts if d.recurrence), "")
    first.targets = [target for draft in drafts for target in draft.targets]
    first.confidence = min(draft.confidence for draft in drafts)
    first.state = DraftState.OPEN
    _unite_units(first, rest)
    for draft in rest:
        draft.state = DraftState.DROPPED
        _save(draft, by=by, at=at, verb="merged")
    _save(first, by=by, at=at, verb="merged")
    return first


@transaction.atomic
def add(number: str, *, start: int, end: int, by: User, at: datetime) -> DraftTask:
    """Make a draft of a stretch of the source text that the program passed over.

    Raises:
        BadSpan: the stretch is empty, too long, or outside the text.
    """
    directive = lock_directive(number)
    text = directive.text[start:end].strip() if 0 <= start < end else ""
    if not text or end > len(directive.text):
        raise BadSpan("请先在原文中选中一段文字，再新增任务。")
    if len(text) > 2000:
        raise BadSpan("选中的文字超过 2000 字，请选得短一些，一条任务一段。")
    draft = DraftTask.objects.create(
        directive=directive,
        number=_next_number(directive),
        section=_section_at(directive, start),
        start=start,
        end=end,
        text=text,
        action=_title(text),
        confidence=1.0,
        is_manual=True,
        edited_by=by,
        edited_at=at,
    )
    _record(draft, by=by, verb="added")
    return draft


def _lock(draft_id: int, *, version: int) -> DraftTask:
    # The directive first, always: publishing locks it too and must not cross an edit.
    number = DraftTask.objects.values_list("directive__number", flat=True).get(pk=draft_id)
    lock_directive(number)
    draft = DraftTask.objects.select_related("directive", "edited_by").get(pk=draft_id)
    _refuse_overtaken(draft, version)
    return draft


def _refuse_overtaken(draft: DraftTask, version: int) -> None:
    if draft.version != version:
        who = draft.edited_by.name if draft.edited_by else "他人"
        raise Overtaken(
            f"{who}刚刚改过第 {draft.number} 条任务，您的修改没有保存。请核对最新内容后再改。"
        )


def _next_number(directive: Directive) -> int:
    # Nobody else can take it: the directive is locked.
    last: int | None = directive.drafts.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def lock_directive(number: str) -> Directive:
    """Lock a directive for a change to its drafts.

    Raises:
        NotInReview: it is published or withdrawn.
    """
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state != DirectiveState.IN_REVIEW:
        raise NotInReview(f"这份部署{directive.get_state_display()}，不能再修改任务草稿。")
    return directive


def _write(draft: DraftTask, content: Content) -> None:
    draft.action = _title(content.action)
    draft.deadline = content.deadline
    draft.recurrence = content.recurrence
    draft.targets = [figure.as_json() for figure in content.targets]
    draft.units.all().delete()
    DraftUnit.objects.bulk_create(
        [
            DraftUnit(
                draft=draft,
                said=named.said,
                role=named.role,
                unit=named.unit,
                is_confirmed=named.unit is not None,
                order=order,
            )
            for order, named in enumerate(content.units)
        ]
    )


def _unite_units(first: DraftTask, rest: Sequence[DraftTask]) -> None:
    present = {(u.said, u.role, u.unit_id) for u in first.units.all()}
    order = len(present)
    for named in DraftUnit.objects.filter(draft__in=rest).order_by("draft__start", "order"):
        key = (named.said, named.role, named.unit_id)
        if key not in present:
            present.add(key)
            DraftUnit.objects.create(
                draft=first,
                said=named.said,
                role=named.role,
                unit=named.unit,
                is_confirmed=named.is_confirmed,
                order=order,
            )
            order += 1


def _section_at(directive: Directive, start: int) -> list[str]:
    before = (
        directive.drafts.filter(start__lte=start).order_by("-start", "-id").first()
        or directive.drafts.order_by("start", "id").first()
    )
    return list(before.section) if before else []


def _states(text: str, target: Mapping[str, Any]) -> bool:
    return str(target.get("value", "")) in text


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"


def _save(draft: DraftTask, *, by: User, at: datetime, verb: str) -> None:
    draft.version += 1
    draft.edited_by, draft.edited_at = by, at
    draft.save()
    _record(draft, by=by, verb=verb)


def _record(draft: DraftTask, *, by: User, verb: str) -> None:
    audit.record(
        f"ledger.draft.{verb}",
        subject="任务草稿",
        key=f"{draft.directive.number} 第 {draft.number} 条",
        by=by,
        detail={"version": draft.version, "state": draft.state},
    )
