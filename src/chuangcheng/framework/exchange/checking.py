"""What is wrong with a content whose cells can all be read: rows that do not fit together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from chuangcheng.framework.exchange import sheets
from chuangcheng.framework.exchange.content import Content, Entry
from chuangcheng.framework.exchange.problems import Problem
from chuangcheng.framework.exchange.sheets import SheetPlan
from chuangcheng.framework.models import IndicatorLevel

_GROUPS_UNDER: Mapping[IndicatorLevel, frozenset[IndicatorLevel]] = {
    IndicatorLevel.DOMAIN: frozenset(),
    IndicatorLevel.CRITERION: frozenset({IndicatorLevel.DOMAIN, IndicatorLevel.CRITERION}),
    IndicatorLevel.STANDARD: frozenset({IndicatorLevel.DOMAIN, IndicatorLevel.CRITERION}),
}


def problems_of(content: Content, *, known_types: frozenset[str]) -> list[Problem]:
    """Return what is wrong, sheet by sheet; `known_types` are the codes already in use."""
    types = known_types | {each.code for each in content.types}
    return [
        *_repeated(sheets.ENTRIES, "code", content.entries),
        *_levels(content.entries),
        *_cycles(content.entries),
        *_figures(content.entries),
        *_unknown_types(content.entries, types),
        *_repeated(sheets.TYPES, "code", content.types),
        *_repeated(sheets.TYPES, "name", content.types),
        *_items(content, types),
        *_repeated(sheets.VETOES, "code", content.vetoes),
        *_repeated(sheets.CONDITIONS, "name", content.conditions),
    ]


def _problem(plan: SheetPlan, thing: Any, name: str, value: str, text: str) -> Problem:
    return Problem(
        sheet=plan.title,
        row=thing.row,
        column=plan.header_of(name),
        value=value,
        text=text,
    )


def _repeated(plan: SheetPlan, name: str, things: Iterable[Any]) -> Iterator[Problem]:
    return _twice(plan, name, things, lambda thing: getattr(thing, name))


def _twice(
    plan: SheetPlan, name: str, things: Iterable[Any], key: Callable[[Any], object]
) -> Iterator[Problem]:
    first: dict[object, int] = {}
    for thing in things:
        said = key(thing)
        if said in first:
            yield _problem(
                plan,
                thing,
                name,
                str(getattr(thing, name)),
                f"与第 {first[said]} 行重复，请改其中一个",
            )
        else:
            first[said] = thing.row


def _levels(entries: Iterable[Entry]) -> Iterator[Problem]:
    levels = {entry.code: entry.level for entry in entries}
    for entry in entries:
        above = levels.get(entry.parent)
        if above is None or above in _GROUPS_UNDER[entry.level]:
            continue
        if entry.level is IndicatorLevel.DOMAIN:
            text = "测评项目在最上层，没有上级，请清空或改层级"
        else:
            text = (
                f"上级是{above.label}，{entry.level.label}不能放在它下面，请改上级或改层级"
            )
        yield _problem(sheets.ENTRIES, entry, "parent", entry.parent, text)


def _cycles(entries: Iterable[Entry]) -> Iterator[Problem]:
    above = {entry.code: entry.parent for entry in entries}
    for entry in entries:
        seen: set[str] = set()
        at = entry.parent
        while at and at not in seen and at != entry.code:
            seen.add(at)
            at = above.get(at, "")
        if at == entry.code:
            yield _problem(
                sheets.ENTRIES,
                entry,
                "parent",
                entry.parent,
                "上级互相指向，形成了循环，请核对",
            )


def _figures(entries: Iterable[Entry]) -> Iterator[Problem]:
    for entry in entries:
        if entry.level is not IndicatorLevel.STANDARD and entry.score is not None:
            yield _problem(
                sheets.ENTRIES,
                entry,
                "score",
                str(entry.score),
                f"只有测评标准填分值，{entry.level.label}的分值由下级相加，请清空或改填权重",
            )


def _unknown_types(entries: Iterable[Entry], types: frozenset[str]) -> Iterator[Problem]:
    for entry in entries:
        unknown = [code for code in entry.point_types if code not in types]
        if unknown:
            yield _problem(
                sheets.ENTRIES,
                entry,
                "point_types",
                "、".join(unknown),
                f"没有类型代码{'、'.join(unknown)}，请核对，或先在“点位类型”表中增加这一行",
            )


def _items(content: Content, types: frozenset[str]) -> Iterator[Problem]:
    plan = sheets.ITEMS
    levels = {entry.code: entry.level for entry in content.entries}
    yield from _twice(
        plan, "code", content.items, lambda item: (item.point_type, item.code)
    )
    for item in content.items:
        if item.point_type not in types:
            yield _problem(
                plan,
                item,
                "point_type",
                item.point_type,
                "没有这个类型代码，请核对，或先在“点位类型”表中增加这一行",
            )
        if levels.get(item.indicator, IndicatorLevel.STANDARD) != IndicatorLevel.STANDARD:
            yield _problem(
                plan,
                item,
                "indicator",
                item.indicator,
                f"{item.indicator} 是{levels[item.indicator].label}，检查项只能对应测评标准",
            )
