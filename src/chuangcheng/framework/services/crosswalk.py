"""Link indicators of two campaigns that ask for the same fact."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    CrosswalkLink,
    EditionState,
    Indicator,
    IndicatorLevel,
    Provenance,
)
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class LinkRefused(Refused):
    """The two indicators cannot be linked."""


@transaction.atomic
def link(
    indicator: Indicator, other: Indicator, *, note: str = "", by: User | None
) -> CrosswalkLink:
    """Say that two indicators ask for the same fact.

    Raises:
        LinkRefused: both are of one campaign, one is no standard or not in force, or they are
            linked already.
    """
    one, two = _ordered(indicator, other)
    if CrosswalkLink.objects.filter(_between(one, two)).exists():
        raise LinkRefused(f"“{one}”和“{two}”已经对应，不必重复添加。")
    made = CrosswalkLink.objects.create(
        indicator=one, other=two, provenance=Provenance.LOCAL, note=note
    )
    _note("linked", made, by=by)
    return made


@transaction.atomic
def link_all(pairs: Iterable[tuple[Indicator, Indicator]], *, by: User | None) -> int:
    """Link the pairs that a person has confirmed, all of them or none.

    Raises:
        LinkRefused: as for `link`.
    """
    return len([link(one, other, by=by) for one, other in pairs])


@transaction.atomic
def unlink(made: CrosswalkLink, *, by: User | None) -> None:
    """Take a link away; the history keeps it."""
    _note("unlinked", made, by=by)
    made.delete()


def _ordered(indicator: Indicator, other: Indicator) -> tuple[Indicator, Indicator]:
    """Lock both, so that two officers leave one link; the main campaign's comes first."""
    found = list(
        Indicator.objects.filter(pk__in=[indicator.pk, other.pk])
        .select_for_update(of=("self",))
        .select_related("edition__framework")
        .order_by("pk")
    )
    if len({each.edition.framework_id for each in found}) < len([indicator, other]):
        raise LinkRefused("对应关系只在不同的创建活动之间建立，请选择另一个体系的指标。")
    for each in found:
        if each.level != IndicatorLevel.STANDARD:
            raise LinkRefused(f"“{each}”不是测评标准，请选择测评标准来对应。")
        if each.edition.state != EditionState.IN_FORCE:
            raise LinkRefused(f"“{each}”不在现行版本中，请选择现行版本的指标。")
    one, two = sorted(found, key=lambda each: (not each.edition.framework.is_main, each.pk))
    return one, two


def _between(one: Indicator, two: Indicator) -> Q:
    return Q(indicator=one, other=two) | Q(indicator=two, other=one)


def _note(verb: str, made: CrosswalkLink, *, by: User | None) -> None:
    audit.record(
        f"framework.crosswalk.{verb}",
        subject="指标对应",
        key=f"{made.indicator} = {made.other}",
        by=by,
    )
