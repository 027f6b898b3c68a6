"""Merge indicators of a draft into one, and split one into several.

What the older edition's indicators are continued by moves along, so that later comparison and
carry-over know of it without guessing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Model

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    ChecklistItem,
    CrosswalkLink,
    Edition,
    Indicator,
    IndicatorLevel,
    IndicatorMatch,
    Provenance,
    Responsibility,
    ResponsibilityRole,
    RuleBinding,
)
from chuangcheng.framework.outline import outline
from chuangcheng.framework.services import drafts, indicators
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.overtaken import refuse_overtaken

_UNITED = ("methods", "evidence_forms", "point_types", "typical_units", "refs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What comes out of a merge, or one of what comes out of a split."""

    code: str
    name: str
    score: Decimal | None


@transaction.atomic
def merge(
    edition_id: int, indicator_ids: Sequence[int], part: Part, *, by: User
) -> Indicator:
    """Make one indicator of several; it stands where the first of them stood.

    Raises:
        NotADraft: the edition is no draft.
        DraftRefused: there are fewer than two, or of different levels, or the code is taken.
    """
    edition = drafts.lock(edition_id)
    merged = _in_order(edition, indicator_ids)
    if len(merged) < 2:
        raise DraftRefused("合并至少要选两条，请返回版本页重新勾选。")
    if len({each.level for each in merged}) > 1:
        raise DraftRefused("只能合并同一层级的条目，请返回版本页重新勾选。")
    kept, others = merged[0], merged[1:]
    _refuse_code_of_a_stranger(edition, part.code, merged)
    names = [str(each) for each in merged]
    _unite(kept, others)
    for other in others:
        _hand_over(other, kept)
    edition.indicators.filter(pk__in=[each.pk for each in others]).delete()
    kept.code, kept.name = part.code, part.name
    kept.score = part.score if kept.level == IndicatorLevel.STANDARD else None
    kept.save()
    drafts.note("indicator.merged", edition, by=by, indicators=names, to=str(kept))
    return kept


def _in_order(edition: Edition, indicator_ids: Sequence[int]) -> list[Indicator]:
    """Fetch indicators in the order in which the tree reads."""
    wanted = set(indicator_ids)
    nodes = outline(edition.indicators.order_by("order", "id"))
    return [node for node, _depth in nodes if node.pk in wanted]


def _refuse_code_of_a_stranger(
    edition: Edition, code: str, merged: Iterable[Indicator]
) -> None:
    taken = edition.indicators.filter(code=code).first()
    if taken and taken not in merged:
        raise DraftRefused(f"编号 {code} 已用于“{taken.name}”，请换一个编号。")


def _unite(kept: Indicator, others: Sequence[Indicator]) -> None:
    """Take over whatever the others name and the kept one does not."""
    for field in _UNITED:
        listed = [value for each in (kept, *others) for value in getattr(each, field)]
        setattr(kept, field, list(dict.fromkeys(listed)))
    texts = [each.text for each in (kept, *others) if each.text]
    kept.text = "\n".join(dict.fromkeys(texts))
    thresholds = [each.threshold for each in (kept, *others) if each.threshold]
    kept.threshold = "；".join(dict.fromkeys(thresholds))[:300]
    if kept.weight is not None:
        kept.weight += sum((each.weight or Decimal(0) for each in others), Decimal(0))
    if {each.provenance for each in others} != {kept.provenance}:
        kept.provenance = Provenance.LOCAL
    kept.weight_provenance = Provenance.LOCAL


def _hand_over(old: Indicator, new: Indicator) -> None:
    """Give to one indicator all that hangs on another."""
    ChecklistItem.objects.filter(indicator=old).update(indicator=new)
    old.children.update(parent=new)
    for match in old.matches_back.exclude(older__in=new.matches_back.values("older")):
        match.newer = new
        match.save()
    for link in old.crosswalk_links.exclude(other__in=new.crosswalk_links.values("other")):
        link.indicator = new
        link.save()
    back = new.crosswalk_links_back.values("indicator")
    for link in old.crosswalk_links_back.exclude(indicator__in=back):
        link.other = new
        link.save()
    for binding in old.rule_bindings.exclude(rule__in=new.rule_bindings.values("rule")):
        binding.indicator = new
        binding.save()
    _hand_over_duties(old, new)


def _hand_over_duties(old: Indicator, new: Indicator) -> None:
    has_lead = new.responsibilities.filter(role=ResponsibilityRole.LEAD).exists()
    units = new.responsibilities.values("unit")
    for duty in old.responsibilities.exclude(unit__in=units):
        if has_lead and duty.role == ResponsibilityRole.LEAD:
            # Only one unit leads; the other keeps its work.
            duty.role = ResponsibilityRole.MAIN
        duty.indicator = new
        duty.save()


@transaction.atomic
def split(
    indicator_id: int,
    parts: Sequence[Part],
    *,
    items: Mapping[int, int] | None = None,
    seen: str = "",
    by: User,
) -> list[Indicator]:
    """Make several indicators of one.

    `items` says by key of a checklist item at which place the part stands that it goes to; those
    not named stay with the first. `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: its edition is no draft.
        Overtaken: it was changed since.
        DraftRefused: there are fewer than two parts, it has children, or a code is taken.
    """
    edition, first = indicators.locked(indicator_id)
    refuse_overtaken(first, Part, seen)
    refuse_split(first, parts)
    before = str(first)
    _become(first, parts[0])
    made = [first, *(_twin(first, part) for part in parts[1:])]
    _share(first, made, items or {})
    siblings = list(
        edition.indicators.filter(parent=first.parent_id)
        .exclude(pk__in=[each.pk for each in made])
        .order_by("order", "id")
    )
    at = sum(1 for each in siblings if (each.order, each.pk) < (first.order, first.pk))
    indicators.reorder([*siblings[:at], *made, *siblings[at:]])
    names = [str(each) for each in made]
    drafts.note("indicator.split", edition, by=by, before=before, indicators=names)
    return made


def refuse_split(first: Indicator, parts: Sequence[Part]) -> None:
    """Make sure that an indicator can be split like this.

    Raises:
        DraftRefused: there are fewer than two parts, it has children, or a code is taken.
    """
    if len(parts) < 2:
        raise DraftRefused("拆分至少要写两条，请补充名称和编号。")
    if first.children.exists():
        raise DraftRefused(f"“{first}”还有下级，不能拆分；请拆分它的下级，或先移走下级。")
    _refuse_codes(first.edition, [part.code for part in parts], besides=first)


def _share(first: Indicator, made: Sequence[Indicator], items: Mapping[int, int]) -> None:
    for at, part in enumerate(made[1:], start=1):
        keys = [key for key, place in items.items() if place == at]
        first.checklist_items.filter(pk__in=keys).update(indicator=part)


def _refuse_codes(edition: Edition, codes: Sequence[str], *, besides: Indicator) -> None:
    for at, code in enumerate(codes, start=1):
        if code in codes[: at - 1]:
            raise DraftRefused(f"第 {at} 条的编号 {code} 与前面重复，请换一个编号。")
        drafts.refuse_taken_code(edition, code, besides=besides.pk)


def _become(indicator: Indicator, part: Part) -> None:
    indicator.code, indicator.name = part.code, part.name
    if indicator.level == IndicatorLevel.STANDARD:
        indicator.score = part.score
    indicator.weight_provenance = Provenance.LOCAL
    indicator.save()


def _twin(first: Indicator, part: Part) -> Indicator:
    """Make another indicator like the first, with the same past and the same duties."""
    twin = Indicator.objects.get(pk=first.pk)
    _renew(twin)
    # A weight belongs to the whole; it must not count twice.
    twin.weight = None
    _become(twin, part)
    _copy_all(IndicatorMatch, first.matches_back.all(), newer=twin)
    _copy_all(CrosswalkLink, first.crosswalk_links.all(), indicator=twin)
    _copy_all(CrosswalkLink, first.crosswalk_links_back.all(), other=twin)
    _copy_all(RuleBinding, first.rule_bindings.all(), indicator=twin)
    _copy_all(Responsibility, first.responsibilities.all(), indicator=twin)
    return twin


def _copy_all(model: type[Model], rows: Iterable[Model], **changed: Indicator) -> None:
    copies = list(rows)
    for row in copies:
        _renew(row)
        for field, value in changed.items():
            setattr(row, field, value)
    model._default_manager.bulk_create(copies)


def _renew(row: Model) -> None:
    row.pk = None
    row._state.adding = True
