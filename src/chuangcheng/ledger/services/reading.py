"""Draw the draft tasks out of a directive's text and find the city's units for them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from chuangcheng.city import api as city
from chuangcheng.ledger import occurrences
from chuangcheng.ledger.extraction import grammar, result
from chuangcheng.ledger.models import (
    Directive,
    DirectiveState,
    DraftTask,
    DraftUnit,
    UnitRole,
)
from chuangcheng.ledger.services import naming
from chuangcheng.platform import audit
from chuangcheng.platform.readers.source import Source

_BATCH = 1000
# What the ledger's columns hold; a figure beyond is a misread number, not a target.
_MOST = Decimal(10) ** 14
_FOURTH = Decimal("0.0001")


class _Named(NamedTuple):
    said: str
    role: UnitRole
    unit_id: int | None


@transaction.atomic
def draw(number: str) -> None:
    """Read a directive and open it for review; done before, it does nothing."""
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state != DirectiveState.READING:
        return
    found = grammar.extract(Source(text=directive.text, name=directive.file_name))
    drafts = DraftTask.objects.bulk_create(
        [
            _draft(directive, number, task)
            for number, task in enumerate(_in_order(found.tasks), start=1)
        ],
        batch_size=_BATCH,
    )
    _name_units(list(zip(drafts, _in_order(found.tasks), strict=True)))
    directive.title = (found.title or directive.title)[:200]
    directive.issued_on = found.date
    directive.doubtful = [[span.start, span.end] for span in found.doubtful]
    directive.state = DirectiveState.IN_REVIEW
    directive.save(update_fields=["title", "issued_on", "doubtful", "state"])
    audit.record(
        "ledger.directive.read",
        subject="部署",
        key=directive.number,
        detail={"tasks": len(drafts), "doubtful": len(directive.doubtful)},
    )


@transaction.atomic
def give_up(number: str) -> None:
    """Say that a directive could not be read, so that nobody waits for it."""
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state != DirectiveState.READING:
        return
    directive.state = DirectiveState.FAILED
    directive.problem = (
        "拆解时程序出错，原件已保存，没有生成任务。请重试；仍不行请联系系统管理员。"
    )
    directive.save(update_fields=["state", "problem"])
    audit.record("ledger.directive.failed", subject="部署", key=directive.number)


def _in_order(tasks: Iterable[result.DraftTask]) -> list[result.DraftTask]:
    return sorted(tasks, key=lambda task: (task.start, task.end))


def _draft(directive: Directive, number: int, task: result.DraftTask) -> DraftTask:
    return DraftTask(
        directive=directive,
        number=number,
        section=list(task.section),
        start=task.start,
        end=task.end,
        text=task.text,
        action=(task.action or task.text)[:200],
        deadline=task.deadline,
        recurrence=_followable(task.recurrence),
        targets=[_target(target) for target in task.targets if abs(target.value) < _MOST],
        confidence=task.confidence,
    )


def _followable(rule: str | None) -> str:
    """Keep a rule only if the calendar can follow it; the words stay in the draft's text."""
    try:
        occurrences.parse(rule or "")
    except occurrences.BadRule:
        return ""
    return rule or ""


def _target(target: result.Target) -> dict[str, str]:
    value = target.value.quantize(_FOURTH) if target.value % _FOURTH else target.value
    return {
        "object": target.object[:100],
        "comparator": target.comparator,
        "value": f"{value.normalize():f}",
        "unit": target.unit[:20],
    }


def _name_units(pairs: Sequence[tuple[DraftTask, result.DraftTask]]) -> None:
    said = {name for _, task in pairs for name in (*task.lead_units, *task.support_units)}
    matches = city.match(sorted(said))
    DraftUnit.objects.bulk_create(
        [
            DraftUnit(
                draft=draft,
                said=named.said[:80],
                role=named.role,
                unit_id=named.unit_id,
                order=order,
            )
            for draft, task in pairs
            for order, named in enumerate(_named(task, matches))
        ],
        batch_size=_BATCH,
    )


def _named(task: result.DraftTask, matches: Mapping[str, city.Match]) -> Iterable[_Named]:
    """Give every name its role: one unit that leads, several that answer side by side."""
    for said in task.lead_units:
        ids = naming.evident(matches[said])
        alone = len(task.lead_units) == 1 and matches[said].group is None
        role = UnitRole.LEAD if alone else UnitRole.MAIN
        yield from (_Named(said, role, unit_id) for unit_id in ids or (None,))
    for said in task.support_units:
        ids = naming.evident(matches[said])
        yield from (_Named(said, UnitRole.SUPPORT, unit_id) for unit_id in ids or (None,))
