"""Read who a clause speaks of: lead, support, and how firmly it says so."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from chuangcheng.ledger.extraction.cues import (
    ASSESSING,
    LEADING_CONNECTIVES,
    MODAL,
    OUTSIDER,
)
from chuangcheng.ledger.extraction.dates import number
from chuangcheng.ledger.extraction.units import units_at


class Kind(StrEnum):
    """What a clause does with the owner in force."""

    SUBJECT = "SUBJECT"  # names the owner and goes on to the task
    SETTER = "SETTER"  # names the owner and nothing else: 区妇联主责
    SUPPORT = "SUPPORT"  # names helpers of the owner in force: 各街道配合
    FLIPPED = "FLIPPED"  # A配合B做X: for this clause alone B leads and A helps
    BACKWARD = "BACKWARD"  # 上述项目由X牵头: owns what stands before


@dataclass(frozen=True, slots=True)
class Owners:
    """Lead and support units, and how plainly the text says it (0 carried … 3 by title)."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The owner part of a clause; the task itself begins at `body`."""

    kind: Kind
    owners: Owners
    body: int
    span: tuple[int, int] = field(default=(0, 0))
    items: tuple[int, ...] = ()


_JOINED = re.compile(
    r"(?:要|应|需|须|将|可|还)*(?:牵头)?(?:积极|主动|负责)?(?:会同|联合|协同|商|携手|会商)"
)
_HELPING = re.compile(
    r"(?:要|应|需|须|负责|积极|全力|主动|予以|给予|密切|做好|具体|共同|分别|抓好|参与|及时|按职责|按职责分工|根据职责|各自)*(?:配合|协助|支持配合|协办|参与)(?:好)?"
)
_TITLED = re.compile(
    r"(?:同时|具体|共同|总体|分别|统一|主要|各自|按职责分工|按照职责分工|按各自职责|依职责|全面|一并|是|作为|为)*"
    r"(?:总牵头|牵头总?负责|牵头抓总|牵头主责|牵头(?:组织)?(?:落实|实施)$|牵头|主责|负总责|负主责|(?:主要)?负责(?:具体|组织|统筹|抓好|统一|全面)*(?:实施|落实|推进|抓落实|组织)(?:工作)?$|主要负责|负责|主抓|包抓|主办|承办|组织(?:实施|落实)$|落实|实施|统筹(?:推进|协调)?$)(?:单位|部门|主体)?"
)
_WHOLE_IMPLEMENTING = re.compile(
    r"(?:具体|全面|统一)?(?:负责|牵头)(?:具体|组织|统筹|抓好|统一|总体|全面|上述工作的|此项工作的|该项工作的)*(?:实施|落实|推进|抓落实|组织|协调|完成)?(?:工作)?$"
)
_BACK_REFERENCE = re.compile(
    r"(?:同时|其中)?(?:上述|以上|前述|该|此|本|这些|所列|上列)(?:各|几|[一二三四五六七八九十\d]+|重点|全部|列|类)*(?:个|项|类|条)?[\u4e00-\u9fff]{0,6}?(?:均|都|全部|统一|具体|主要)?$"
)
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
# 第1、2项由…, 第三至五条由…
_ITEMS = re.compile(
    rf"(?:其中|上述|以上|同时)?(?P<items>(?:第|\()?{_NUMERAL}\)?(?:(?:、|和|及|至|到|-|—|~)+(?:第|\()?{_NUMERAL}\)?)*)(?:项|条|款|点)(?:[\u4e00-\u9fff]{{0,4}}?(?:工作|任务|内容|措施))?"
)
_ITEM_RANGE = re.compile(
    rf"({_NUMERAL})\)?(?:至|到|-|—|~)+(?:第|\()?({_NUMERAL})|({_NUMERAL})"
)
# Who is answerable, without saying for what, is no task.
_ANSWERABLE = re.compile(
    r"(?:是|为|作为)(?:[\u4e00-\u9fff]{0,8}的)?(?:第一|直接|主要|具体|分管|领导|主体|实施|责任)*(?:责任人|责任主体|实施主体|主体)|"
    r"[\u4e00-\u9fff]{0,12}?(?<!责)(?:任|担任|兼任)(?:第一|执行|常务)?(?:副)?(?:组长|主任|指挥长|总指挥|成员|政委|队长|召集人|河长|林长)"
)
_NOT_BY = re.compile(r"任|担任|兼任|组成|构成|变|此|于(?!\w)|来|自|衷|浅|简|点")
_BY = re.compile(r"(?<![理自缘事因])由")
_TIME_PREFIX = re.compile(
    r"(?:(?:每(?:个)?(?:天|日|周|月|季度|季|半年|年|学期)|\d{1,2}月(?:份|\d{1,2}日|底|末)?(?:之?前|起)?|年内|年底前|[今明]年|"
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日|底)?|底)?前?|[\u4e00-\u9fff]{0,5}期间|[汛雨]期|防火期|旱季|雨季|[春夏秋冬]季|[寒暑]假|节假日|重大节日|[\u4e00-\u9fff]{2,5}时段|[\u4e00-\u9fff]{2,4}(?:节|节日)?前夕|\d{1,2}月\d{1,2}日当天|当天|会后|平时|日常工作|具体工作|该项工作)(?:\([^()]{2,24}\))?[,、]?)+"
)
_ABBREVIATION = re.compile(r"\((?:以下)?简?称?[^()]{1,20}\)")
_TOGETHER = re.compile(r"与")
_PEOPLE = re.compile(
    r"(?:主要负责人|主要领导(?:同志)?|分管领导(?:同志)?|负责人|负责同志|一把手|领导班子)"
)
_SUBORDINATE = re.compile(
    r"(?:的)?(?:主要负责人|主要领导(?:同志)?|分管领导(?:同志)?|主要负责同志|党政主要负责人)"
)


def read_owner(text: str, start: int, end: int, *, whole: bool) -> Reading | None:
    """Return what a clause says of owners, or nothing.

    `whole` tells that the clause is a sentence by itself, so that 县疾控中心具体负责实施 speaks of
    what stands before.
    """
    skipped = LEADING_CONNECTIVES.match(text, start, end)
    for begun in dict.fromkeys((start, skipped.end() if skipped else start)):
        reading = _by(text, begun, end, whole=whole) or _named(
            text, begun, end, whole=whole
        )
        if reading:
            return reading
    return None


def _by(text: str, start: int, end: int, *, whole: bool) -> Reading | None:
    """Read 由X牵头 and 上述项目由X负责."""
    for match in _BY.finditer(text, start, min(end, start + 40)):
        names, stop = units_at(text, match.end(), end)
        people = _SUBORDINATE.match(text, stop, end) if names else None
        if people:
            names, stop = [*names[:-1], names[-1] + people[0]], people.end()
        if not names or _NOT_BY.match(text, stop, end):
            continue
        support, stop = _joined(text, stop, end)
        topic = text[start : match.start()]
        titled = _TITLED.match(text, stop, end)
        owners = Owners(tuple(names), tuple(support), 3)
        span = (match.start(), stop)
        implementing = whole and not topic and _WHOLE_IMPLEMENTING.match(text[stop:end])
        if _WHOLE_IMPLEMENTING.match(text[stop:end]) and not (topic or whole):
            return Reading(Kind.SETTER, owners, end, span)
        if implementing or (topic and _BACK_REFERENCE.match(topic)):
            return Reading(Kind.BACKWARD, owners, end, span)
        items = _ITEMS.fullmatch(topic)
        if items:
            return Reading(Kind.BACKWARD, owners, end, span, _item_numbers(items["items"]))
        if not topic or _TIME_PREFIX.fullmatch(topic):
            return _after_name(text, stop, end, owners, span, titled)
        return Reading(Kind.SUBJECT, owners, start, span)
    return None


def _item_numbers(words: str) -> tuple[int, ...]:
    """Read 1、2 and 三至五 as the numbers of items."""
    numbers: list[int] = []
    for match in _ITEM_RANGE.finditer(words):
        if match[3]:
            numbers.append(number(match[3]))
        else:
            numbers += range(number(match[1]), number(match[2]) + 1)
    return tuple(numbers)


def _after_name(
    text: str,
    stop: int,
    end: int,
    owners: Owners,
    span: tuple[int, int],
    titled: re.Match[str] | None,
) -> Reading:
    if titled and titled.end() >= end:
        return Reading(Kind.SETTER, owners, end, span)
    return Reading(Kind.SUBJECT, owners, stop, span)


def _named(text: str, start: int, end: int, *, whole: bool) -> Reading | None:
    """Read a clause that opens with units, perhaps after a time."""
    time = _TIME_PREFIX.match(text, start, end)
    names, stop = units_at(text, start, end, opening=True)
    if not names and time:
        start = time.end()
        names, stop = units_at(text, start, end, opening=True)
    if not names:
        return None
    abbreviation = _ABBREVIATION.match(text, stop, end)
    stop = abbreviation.end() if abbreviation else stop
    if _is_outsider(names[0], text[stop:end]):
        return None
    people = _SUBORDINATE.match(text, stop, end)
    stop = people.end() if people else stop
    return _with_predicate(text, names, (start, stop), end, whole=whole)


def _is_outsider(name: str, rest: str) -> bool:
    """Tell assessors from above, whose doings are no tasks of ours."""
    return bool(OUTSIDER.match(name)) and (
        not name.startswith(("省", "自治区")) or bool(ASSESSING.search(rest))
    )


def _with_predicate(
    text: str, names: list[str], span: tuple[int, int], end: int, *, whole: bool
) -> Reading | None:
    stop = span[1]
    if _ANSWERABLE.match(text, stop, end):
        return None
    helping = _HELPING.match(text, stop, end)
    if helping:
        return _helping(text, names, helping, span, end)
    support, after = _joined(text, stop, end)
    titled = _TITLED.match(text, after, end)
    modal = MODAL.match(text, after, end)
    strength = 3 if titled else 2 if modal else 1
    owners = Owners(tuple(names), tuple(support), strength)
    if after >= end:
        return Reading(Kind.SETTER, owners, end, span)
    if titled and titled.end() >= end:
        return Reading(Kind.SETTER, owners, end, span)
    if whole and titled and _WHOLE_IMPLEMENTING.match(text[after:end]):
        return Reading(Kind.BACKWARD, owners, end, span)
    return Reading(Kind.SUBJECT, owners, after, span)


def _joined(text: str, stop: int, end: int) -> tuple[list[str], int]:
    """Read 会同B, 联合B after the lead."""
    joined = _JOINED.match(text, stop, end)
    if not joined:
        return [], stop
    names, after = units_at(text, joined.end(), end)
    return (names, after) if names else ([], stop)


def _helping(
    text: str, names: list[str], helping: re.Match[str], span: tuple[int, int], end: int
) -> Reading:
    """Read A配合B做X, and A配合 alone."""
    others, after = units_at(text, helping.end(), end)
    if others and after < end:
        return Reading(Kind.FLIPPED, Owners(tuple(others), tuple(names), 3), after, span)
    body = helping.end() if helping.end() < end else end
    return Reading(Kind.SUPPORT, Owners((), tuple(names), 3), body, span)


_CARRIED_HELP = re.compile(r"(?:并|同时)?(?:积极|主动|负责|密切)?(?:配合|协助)(?:好)?")
_CARRIED_JOIN = re.compile(
    r"(?:并|同时)?(?:要|应|须|需)?(?:积极|主动)?(?:会同|联合|协同|商)"
)


def read_company(
    text: str, start: int, end: int, owners: Owners
) -> tuple[Owners, int] | None:
    """Read 配合B做X and 会同B做X of an owner carried over from before."""
    helping = _CARRIED_HELP.match(text, start, end)
    if helping:
        others, after = units_at(text, helping.end(), end)
        if others and after < end:
            return Owners(tuple(others), owners.lead, 2), after
    joined = _CARRIED_JOIN.match(text, start, end)
    if joined:
        others, after = units_at(text, joined.end(), end)
        if others:
            return Owners(owners.lead, tuple(others), max(owners.strength, 1)), after
    return None
