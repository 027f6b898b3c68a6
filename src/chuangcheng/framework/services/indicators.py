"""Change single indicators of a draft: add, edit, move, remove."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, Indicator, IndicatorLevel, Provenance
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.overtaken import refuse_overtaken


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFacts:
    """What a person says about an indicator."""

    code: str
    name: str
    level: str
    text: str
    methods: list[str]
    score: Decimal | None
    weight: Decimal | None
    threshold: str
    evidence_forms: list[str]
    point_types: list[str]
    typical_units: list[str]
    provenance: str
    refs: list[str]


@transaction.atomic
def add(
    edition_id: int, facts: IndicatorFacts, *, parent: Indicator | None, by: User
) -> Indicator:
    """Add an indicator to a draft, after the last of its parent's children.

    Raises:
        NotADraft: the edition is no draft.
        DraftRefused: the code is taken, or nothing may lie under this parent.
    """
    edition = drafts.lock(edition_id)
    drafts.refuse_taken_code(edition, facts.code)
    _refuse_parent(edition, parent)
    indicator = Indicator(
        edition=edition,
        parent=parent,
        order=drafts.order_after(edition, parent),
        weight_provenance=Provenance.LOCAL,
    )
    _take_over(indicator, facts)
    indicator.save()
    drafts.note("indicator.added", edition, by=by, indicator=str(indicator))
    return indicator


@transaction.atomic
def edit(
    indicator_id: int, facts: IndicatorFacts, *, seen: str = "", by: User
) -> Indicator:
    """Correct an indicator of a draft; new points are the city's own.

    `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: its edition is no draft.
        Overtaken: it was changed since.
        DraftRefused: the code is taken, or it would be a standard with something below it.
    """
    edition, indicator = locked(indicator_id)
    refuse_overtaken(indicator, IndicatorFacts, seen)
    drafts.refuse_taken_code(edition, facts.code, besides=indicator.pk)
    if facts.level == IndicatorLevel.STANDARD and indicator.children.exists():
        raise DraftRefused(f"“{indicator}”还有下级，不能改成测评标准；请先移走下级。")
    if (facts.score, facts.weight) != (indicator.score, indicator.weight):
        indicator.weight_provenance = Provenance.LOCAL
    before = str(indicator)
    _take_over(indicator, facts)
    indicator.save()
    drafts.note("indicator.edited", edition, by=by, indicator=str(indicator), before=before)
    return indicator


def locked(indicator_id: int) -> tuple[Edition, Indicator]:
    """Lock the draft that an indicator belongs to, and return both as they are now.

    Raises:
        NotADraft: its edition is no draft.
        DraftRefused: somebody removed the indicator meanwhile.
    """
    indicators = Indicator.objects.filter(pk=indicator_id)
    known = indicators.first()
    if known is None:
        raise DraftRefused("这一条刚刚被删除，请返回版本页查看。")
    edition = drafts.lock(known.edition_id)
    return edition, drafts.again(known)


def _take_over(indicator: Indicator, facts: IndicatorFacts) -> None:
    for field in fields(facts):
        setattr(indicator, field.name, getattr(facts, field.name))
    if facts.level != IndicatorLevel.STANDARD:
        indicator.score = None


def _refuse_parent(edition: Edition, parent: Indicator | None) -> None:
    if parent is None:
        return
    if parent.edition_id != edition.pk:
        raise DraftRefused("所选上级不在这一版里，请重新选择。")
    if parent.level == IndicatorLevel.STANDARD:
        raise DraftRefused(f"“{parent}”是测评标准，不能再有下级，请选测评项目或测评内容。")


@transaction.atomic
def move(
    edition_id: int, indicator_ids: Collection[int], *, to: Indicator | None, by: User
) -> int:
    """Put indicators under another parent, in their order, after what is there already.

    Returns how many were moved.

    Raises:
        NotADraft: the edition is no draft.
        DraftRefused: one of them would come to lie under itself, or under a standard.
    """
    edition = drafts.lock(edition_id)
    _refuse_parent(edition, to)
    above = _line_of(edition, to)
    moving = list(edition.indicators.filter(pk__in=indicator_ids).order_by("order", "id"))
    if own := [each for each in moving if each.pk in above]:
        raise DraftRefused(f"“{own[0]}”不能移到自己或自己的下级之下，请另选上级。")
    place = drafts.order_after(edition, to)
    for order, indicator in enumerate(moving, start=place):
        indicator.parent, indicator.order = to, order
    Indicator.objects.bulk_update(moving, ["parent", "order"])
    drafts.note(
        "indicator.moved",
        edition,
        by=by,
        indicators=[str(each) for each in moving],
        to=str(to) if to else "最上层",
    )
    return len(moving)


def _line_of(edition: Edition, indicator: Indicator | None) -> set[int]:
    """Collect an indicator and all it lies under."""
    parents = dict(edition.indicators.values_list("pk", "parent_id"))
    line: set[int] = set()
    key = indicator.pk if indicator else None
    while key is not None and key not in line:
        line.add(key)
        key = parents.get(key)
    return line


@transaction.atomic
def shift(indicator_id: int, *, up: bool, by: User) -> Indicator:
    """Change places with the neighbour above or below; at the end nothing changes.

    Raises:
        NotADraft: its edition is no draft.
    """
    edition, indicator = locked(indicator_id)
    siblings = list(
        edition.indicators.filter(parent=indicator.parent_id).order_by("order", "id")
    )
    at = siblings.index(indicator)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(siblings):
        return indicator
    siblings[at], siblings[to] = siblings[to], siblings[at]
    reorder(siblings)
    drafts.note(
        "indicator.shifted", edition, by=by, indicator=str(indicator), to=f"第{to + 1}位"
    )
    return indicator


def reorder(siblings: Collection[Indicator]) -> None:
    """Number siblings in the order given."""
    for order, sibling in enumerate(siblings, start=1):
        sibling.order = order
    Indicator.objects.bulk_update(siblings, ["order"])


@transaction.atomic
def remove(edition_id: int, indicator_ids: Collection[int], *, by: User) -> int:
    """Remove indicators from a draft with all below them; return how many were named.

    Raises:
        NotADraft: the edition is no draft.
    """
    edition = drafts.lock(edition_id)
    doomed = edition.indicators.filter(pk__in=indicator_ids)
    names = [str(each) for each in doomed.order_by("order", "id")]
    doomed.delete()
    drafts.note("indicator.removed", edition, by=by, indicators=names)
    return len(names)
