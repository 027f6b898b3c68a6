"""Judge a clause: does it open a deliverable, prepare one, end one, or tell of what was."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from chuangcheng.ledger.extraction import dates, quantities, recurrences
from chuangcheng.ledger.extraction.cues import (
    ACTION_VERBS,
    FUTURE,
    LEADING_ADVERBS,
    LEADING_CONNECTIVES,
    MODAL,
    PAST,
    RESULT_OPENINGS,
    alternatives,
)
from chuangcheng.ledger.extraction.result import Target


class Role(StrEnum):
    """What a clause is to the task it belongs to."""

    HEAD = "HEAD"  # opens a deliverable
    PREPARING = "PREPARING"  # 围绕…, 按照…: belongs to the next
    FOLLOWING = "FOLLOWING"  # 形成…, 做到…: belongs to the one before
    TIME = "TIME"  # 9月底前 by itself: governs the rest of the sentence
    PAST = "PAST"  # 已完成…: no task


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stretch of text pins down."""

    deadline: dates.Deadline | None = None
    recurrence: str | None = None
    targets: tuple[Target, ...] = field(default=())

    @property
    def any(self) -> bool:
        """Tell whether anything is pinned down."""
        firm = self.deadline is not None and self.deadline.firm
        return bool(firm or self.recurrence or self.targets)


_RESULT = re.compile(rf"(?:{alternatives(RESULT_OPENINGS)})")
_PREPARING = re.compile(
    r"(?:以(?!上|下|及|人为)|按照|根据|结合|围绕|针对|聚焦|依托|为(?!了?各|全|企业|群众|居民|民|\d)|本着|随着|从|对照|参照|借助|在[^,]{1,24}(?:上|下|中|前|后|时|期间|基础|同时|内|过程中)$|"
    r"对于|关于|除|作为(?=.)|鉴于|立足|着眼|紧扣|紧紧围绕|紧密结合|坚持以|充分利用|利用|通过|采取|遇有|如遇|若|如)"
)
_PREPOSITIONAL_VERB = re.compile(r"(?:对|将|把|向|就|与|同|为|给|于|在|从|至|沿|到)")
_LATER_VERB = re.compile(
    r"(?:进行|开展|予以|给予|实施|纳入|列入|作为|报|上报|报送|落实|做到|要|处理|处罚|整治|整改|治理|实行|提供|约谈|通报|曝光|督查|督促|指导|分解|细化|融合|统一|清理|改造|加强|完成|设立|设置|建立|清扫|检查|巡查|表彰|奖励|依法|一律|全部|逐一|及时|公布|公示|发放|宣传|摸排|排查|登记|拆除|取缔|清除|更换|修复|提升|签订|联系|服务|配备|安装|上门|走访|监测|监督|评|抓|压|建|送|做|设|发|派)"
)
_STATED = re.compile(
    r"(?:要|须|应|必须|力争|确保)?(?:达到|达|不低于|不少于|提高到|提升到|控制在|保持在|不超过|100%|全覆盖)"
)
_SINGLE_VERBS = frozenset(
    "建抓做写办设发出评选派报送签订创挂开讲送查拆清种植铺修配用管严把立树看晒亮帮访"
)
_NOT_SINGLE = re.compile(
    r"建成区|建筑|建议(?!书)|办事|办公|发生|发现|出现|出行|选择|报名|送电|开始|用户|用地|用电|管道|看到|树木|清晨|清洁|清楚|创意|创城(?!办)|修养|设备|设施|做法|种类|种子|严重|严峻|用于|出口|立即|立行|发展|建制|配套|写作|查询|讲话|讲究|派出所|访问量|帮困|亮点|挂靠|铺张|把握"
)
_TIME_ONLY = re.compile(
    r"(?:在|于|从|自|即日起|起|至|到|力争|确保|争取|之?前|以前|底|止|上午|下午|晚上|清晨|时间|:|为|每次|每场|\d{1,2}:\d{2}|[月年日份的、\s]|\(|\))*"
)
_EVENT = re.compile(
    r"(?:将(?:进行|开展|组织|迎来|接受|派|对我|召开|于|在|实施|来)|复审|测评|验收|评估|迎检|国检|省检)[^,]{0,14}(?:将|进行|开始|来|结束|组)"
)


# 上学期, 本次测评中: what follows tells of what was.
_GONE_OPENING = re.compile(
    r"上(?:一)?(?:学期|学年|年度|季度)|(?:今年)?一季度以来|(?:在)?(?:本次|此次|上次|刚刚|最近)[^,]{0,10}中$|前期|(?:今年)?\d{1,2}月\d{0,2}[日份]?[^,:]{0,8}(?:(?:测评|检查|督查|暗访|考核|通报)中|强降雨[^,]{0,20}|大火|事故)$"
)
_CAUSES = frozenset(("造成", "导致", "导致了", "致使", "引发", "暴露出", "反映出"))
_PREVENTING = re.compile(
    r"(?:防止|避免|杜绝|严防|防范|减少|对|凡|不得|严禁|以免|因)[^,;]*$"
)
_HANDING = re.compile("报送|上报|报告|汇报|反馈|通报|检查|督查|上传|公布|公示|公开")
_TOWARDS = re.compile(r"(?:对|对于|凡|凡是)[^,;]*的(?P<thing>[^,;的]{0,10})$")
_OWN_VERB = re.compile(
    r"(?:开展|进行|组织|建立|实施|推进|制定|落实|整改|举办|加强|搭建|推动|提升|完善|宣传|共享|印发|做好|抓好|不少于|达到|至少|每[年月周日天季])"
)
_OF_A_THING = re.compile(r"(?:^|[^面针])(?:对|将|把|按|巩固|发挥)")


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with its role, its facts and the place where its verb stands."""

    role: Role
    facts: Facts
    verb: int
    figured: bool = False


def judge(
    text: str, span: tuple[int, int], now: dates.Calendar, owner: tuple[int, int] | None
) -> Judged:
    """Read one clause; `owner` is the place of its unit names, whose numerals do not count."""
    start, end = span
    body = owner[1] if owner else start
    facts, times = read_facts(text[start:end], now, _within(owner, start))
    if is_past(text, start, end):
        return Judged(Role.PAST, Facts(), body)
    if not owner and _only_time(text[start:end], times):
        return Judged(Role.TIME, facts, end)
    verb = verb_place(text, body, end, [(a + start, b + start) for a, b in times])
    return Judged(_role(text, (body, end), verb, facts), facts, verb, bool(facts.targets))


def _within(owner: tuple[int, int] | None, start: int) -> tuple[int, int] | None:
    return (owner[0] - start, owner[1] - start) if owner else None


def _role(text: str, span: tuple[int, int], verb: int, facts: Facts) -> Role:
    start, end = span
    if facts.any and not _prepares(text, start, end):
        return Role.HEAD
    if _prepares(text, verb, end) or _prepares(text, start, end):
        return Role.PREPARING
    if _RESULT.match(text, start, end) or _RESULT.match(text, verb, end):
        return Role.FOLLOWING
    return Role.HEAD if opens_with_verb(text, verb, end) else Role.FOLLOWING


def _prepares(text: str, start: int, end: int) -> bool:
    """Tell 围绕服务保障冬奥 from 对照标准开展自查, which has its own verb."""
    if text.startswith("情况", end - 2) and end - start <= 30:
        handed = _HANDING.search(text, start, end)
        return not (handed or opens_with_verb(text, start, end))
    towards = _TOWARDS.fullmatch(text, start, end)
    if towards and not _LATER_VERB.search(text, towards.start("thing"), end):
        return True
    match = _PREPARING.match(text, start, end)
    if not match:
        return False
    rest = text[match.end() : end]
    return not _OWN_VERB.search(rest) or len(rest) < 4


def is_past(text: str, start: int, end: int) -> bool:
    """Tell what was done from what is to do."""
    if _GONE_OPENING.match(text, start, end) and not FUTURE.search(text, start, end):
        return True
    match = PAST.search(text, start, end)
    if not match:
        return False
    if match[0] in _CAUSES and _PREVENTING.search(text, start, match.start()):
        return False
    future = FUTURE.search(text, start, match.start())
    if future:
        return False
    opening = text[start : match.start()]
    # 对已建成的…进行 speaks of a thing, not of the past.
    return not _OF_A_THING.search(opening[-12:])


def _only_time(clause: str, times: list[tuple[int, int]]) -> bool:
    """Tell 9月底前 and 每周六上午 standing alone."""
    if not times:
        return False
    rest = clause
    for a, b in sorted(times, reverse=True):
        rest = rest[:a] + rest[b:]
    return bool(_TIME_ONLY.fullmatch(rest))


def read_facts(
    clause: str, now: dates.Calendar, owner: tuple[int, int] | None
) -> tuple[Facts, list[tuple[int, int]]]:
    """Return the facts of a clause and the places of its times."""
    found = dates.deadlines(clause, now)
    rhythm = recurrences.recurrence(clause)
    times = [(one.start, one.end) for one in found]
    rhythms = recurrences.spans(clause)
    if rhythm:
        rhythms.append((rhythm.start, rhythm.end))
    blocked = [*times, *rhythms, *([owner] if owner else [])]
    figures = quantities.figures(clause, blocked=blocked, recurs=bool(rhythms))
    deadline = None if _EVENT.search(clause) else _best(found)
    if rhythm and deadline and deadline.start <= rhythm.start < deadline.end:
        deadline = None
    targets = tuple(one.target for one in figures)
    facts = Facts(deadline, rhythm.rule if rhythm else None, targets)
    return facts, [*times, *rhythms]


def _best(found: list[dates.Deadline]) -> dates.Deadline | None:
    firm = [one for one in found if one.firm and one.on]
    if firm:
        return firm[0]
    mentioned = [one for one in found if one.on]
    return mentioned[0] if mentioned else None


def verb_place(text: str, start: int, end: int, times: list[tuple[int, int]]) -> int:
    """Return where the verb stands after connectives, times, adverbs and modals."""
    position = start
    for _ in range(8):
        moved = _past_opening(text, position, end, times)
        if moved == position:
            break
        position = moved
    return position


def _past_opening(text: str, position: int, end: int, times: list[tuple[int, int]]) -> int:
    for a, b in times:
        if a <= position < b or (
            position < a <= position + 1 and text[position] in "在于到至"
        ):
            return min(b, end)
    for pattern in (LEADING_CONNECTIVES, LEADING_ADVERBS, MODAL):
        match = pattern.match(text, position, end)
        if (
            match
            and match.end() > position
            and not _is_whole_verb(text, position, match.end())
        ):
            return match.end()
    return position


def _is_whole_verb(text: str, start: int, end: int) -> bool:
    """Keep 统筹推进 an adverb but 统筹城乡… a verb."""
    word = text[start:end]
    return word in ACTION_VERBS and text[end : end + 2] not in ACTION_VERBS


def opens_with_verb(text: str, start: int, end: int) -> bool:
    """Tell whether a deliverable begins here."""
    if text[start : start + 2] in ACTION_VERBS and start + 2 <= end:
        return True
    if (
        start < end
        and text[start] in _SINGLE_VERBS
        and not _NOT_SINGLE.match(text, start, end)
    ):
        return True
    preposition = _PREPOSITIONAL_VERB.match(text, start, end)
    return bool(preposition and _LATER_VERB.search(text, preposition.end() + 1, end))


_ANY_VERB = re.compile("|".join(sorted(ACTION_VERBS, key=len, reverse=True)))


def holds_verb(text: str, start: int, end: int) -> bool:
    """Tell whether any verb of administration stands in a stretch."""
    return bool(_ANY_VERB.search(text, start, end))
