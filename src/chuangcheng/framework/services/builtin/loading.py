"""Load the assessment that the product ships, once, all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.framework import shipped
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    CrosswalkLink,
    Edition,
    EditionState,
    Framework,
    Indicator,
    IndicatorLevel,
    NegativeItem,
    PointType,
    Precondition,
    Reference,
)
from chuangcheng.framework.services.builtin import rows
from chuangcheng.framework.shipped.entries import Campaign, Node, Type
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

MAIN_CODE = "WM"
_MAIN_NAME = "全国文明城市"
_MAIN_AUTHORITY = "中央文明办"
_MAIN_EDITION = "2021版（重构）"
_MAIN_NOTE = (
    "本版按公开资料重构：标注“有据”的条目有公开来源可查，标注“重构”的条目按通行做法补全。"
    "全部分值和权重均为重构，正式使用前请以本市取得的测评手册为准，逐条核对替换。"
    "负面清单官方为 30 条，公开可查 10 条，另重构 5 条，其余未收录。"
)
# The file tells of each sister's edition in a sentence; this is what to call it.
_SISTER_EDITIONS: Mapping[str, str] = {
    "WS": "2021版",
    "SL": "GB/T 37342-2024",
    "YL": "新旧标准并存",
    "ST": "2016试行、2019修订",
    "HM": "常识项",
    "GW": "2010年起",
    "SJ": "成都2021",
}
_BELOW = {
    IndicatorLevel.DOMAIN: IndicatorLevel.CRITERION,
    IndicatorLevel.CRITERION: IndicatorLevel.STANDARD,
}
_LOCK = 0x6275696C74


class BuiltinRefused(Refused):
    """The shipped assessment cannot be loaded beside what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How much was loaded."""

    frameworks: int
    standards: int
    point_types: int
    items: int
    links: int


@transaction.atomic
def load(*, at: datetime, by: User | None = None) -> Loaded | None:
    """Load what is shipped and put it in force; return None where it is loaded already.

    Raises:
        BuiltinRefused: the city keeps a framework of the same name, or a main one, already.
        ShippedRefused: the shipped files are damaged.
    """
    with connection.cursor() as cursor:
        # Two people may press the button together; the second then finds the work done.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Framework.objects.filter(code=MAIN_CODE).exists():
        return None
    data = shipped.read()
    _refuse_clashes(data)
    _load_references(data)
    main = _load_main(data, at=at)
    sisters = [
        _load_sister(campaign, order=order, at=at)
        for order, campaign in enumerate(data.campaigns, start=1)
    ]
    standards = _by_code([main])
    types = _load_types(data.types)
    items = _load_checklists(data.types, types, main, standards)
    links = _load_crosswalk(data, standards, _by_code(sisters))
    _put_in_force([main, *sisters], at=at)
    loaded = Loaded(
        frameworks=1 + len(sisters),
        standards=data.stated["测评标准"],
        point_types=len(types),
        items=items,
        links=links,
    )
    audit.record(
        "framework.builtin.loaded",
        subject="framework.framework",
        key=MAIN_CODE,
        by=by,
        detail={"name": _MAIN_NAME, "standards": loaded.standards, "items": items},
    )
    return loaded


def _refuse_clashes(data: shipped.Shipped) -> None:
    names = [_MAIN_NAME, *(campaign.name for campaign in data.campaigns)]
    codes = [campaign.code for campaign in data.campaigns]
    taken = Framework.objects.filter(name__in=names) | Framework.objects.filter(
        code__in=codes
    )
    if clash := taken.order_by("order", "id").first():
        raise BuiltinRefused(
            f"已有名为“{clash.name}”、代码为 {clash.code} 的测评体系，与内置体系重复。"
            "请先把它改名或换一个代码，再载入内置测评体系。"
        )
    if main := Framework.objects.filter(is_main=True).first():
        raise BuiltinRefused(
            f"“{main.name}”已是本市主体系，内置的“{_MAIN_NAME}”不能再作主体系。"
        )


def _load_references(data: shipped.Shipped) -> None:
    Reference.objects.bulk_create(map(rows.reference, data.sources), ignore_conflicts=True)


def _load_main(data: shipped.Shipped, *, at: datetime) -> Edition:
    framework = Framework.objects.create(
        code=MAIN_CODE, name=_MAIN_NAME, authority=_MAIN_AUTHORITY, is_main=True
    )
    edition = Edition.objects.create(
        framework=framework,
        name=_MAIN_EDITION,
        full_score=sum(domain.weight or 0 for domain in data.domains),
        note=_MAIN_NOTE,
        has_reconstructed_scores=True,
        created_at=at,
    )
    _load_tree(edition, data.domains)
    NegativeItem.objects.bulk_create(
        rows.negative_item(veto, edition, order)
        for order, veto in enumerate(data.vetoes, start=1)
    )
    Precondition.objects.bulk_create(
        rows.precondition(entry, edition, order)
        for order, entry in enumerate(data.conditions, start=1)
    )
    return edition


def _load_tree(edition: Edition, domains: Iterable[Node]) -> None:
    """Write a tree level by level, since a parent must have its key before its children."""
    level = IndicatorLevel.DOMAIN
    row: list[tuple[Node, Indicator | None]] = [(domain, None) for domain in domains]
    while row:
        made = Indicator.objects.bulk_create(
            rows.indicator(node, edition, level, order=order, parent=parent)
            for order, (node, parent) in enumerate(row, start=1)
        )
        row = [
            (child, indicator)
            for (node, _parent), indicator in zip(row, made, strict=True)
            for child in node.below
        ]
        level = _BELOW.get(level, level)


def _load_sister(campaign: Campaign, *, order: int, at: datetime) -> Edition:
    framework = Framework.objects.create(
        code=campaign.code,
        name=campaign.name,
        authority=campaign.authority,
        order=order,
    )
    edition = Edition.objects.create(
        framework=framework,
        name=_SISTER_EDITIONS.get(campaign.code, campaign.edition[:60]),
        note=campaign.edition,
        url=campaign.url,
        created_at=at,
    )
    Indicator.objects.bulk_create(
        rows.indicator(node, edition, IndicatorLevel.STANDARD, order=place)
        for place, node in enumerate(campaign.standards, start=1)
    )
    return edition


def _load_types(types: Iterable[Type]) -> Mapping[str, PointType]:
    """Add the types that are missing; those the city entered itself are left as they are."""
    listed = list(types)
    PointType.objects.bulk_create(
        [rows.point_type(each, order) for order, each in enumerate(listed, start=1)],
        ignore_conflicts=True,
    )
    known = PointType.objects.in_bulk([each.code for each in listed], field_name="code")
    if missing := [each.name for each in listed if each.code not in known]:
        raise BuiltinRefused(
            f"点位类型“{missing[0]}”已用别的代码录入，请先给它改名，再载入内置测评体系。"
        )
    return known


def _load_checklists(
    types: Iterable[Type],
    known: Mapping[str, PointType],
    edition: Edition,
    standards: Mapping[str, Indicator],
) -> int:
    listed = list(types)
    checklists = Checklist.objects.bulk_create(
        rows.checklist(each, edition, known[each.code]) for each in listed
    )
    items = ChecklistItem.objects.bulk_create(
        rows.checklist_item(item, checklist, standards[item.indicator], order)
        for each, checklist in zip(listed, checklists, strict=True)
        for order, item in enumerate(each.items, start=1)
    )
    return len(items)


def _load_crosswalk(
    data: shipped.Shipped,
    standards: Mapping[str, Indicator],
    others: Mapping[str, Indicator],
) -> int:
    return len(
        CrosswalkLink.objects.bulk_create(rows.links(data.crossings, standards, others))
    )


def _by_code(editions: Iterable[Edition]) -> dict[str, Indicator]:
    standards = Indicator.objects.standards().filter(edition__in=list(editions))
    return {each.code: each for each in standards}


def _put_in_force(editions: Iterable[Edition], *, at: datetime) -> None:
    for edition in editions:
        edition.state = EditionState.IN_FORCE
        edition.in_force_from = timezone.localdate(at)
        edition.save(update_fields=["state", "in_force_from"])
