"""Owners and time limits written as labels: 责任单位:…, (X牵头,Y配合), 完成时限:…."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chuangcheng.ledger.extraction.units import looks_like_units, unit_list

_LEAD = r"牵头(?:责任|主责|总)?(?:单位|部门|科室)?(?:\(主责单位\))?|总牵头单位|主责(?:单位|部门)|主办(?:单位|部门)|第一责任单位|主要责任单位"
_RESPONSIBLE = r"(?:主体)?责任(?:单位|部门|主体|科室)(?:及责任人|和责任人)?|落实(?:单位|部门)|实施(?:单位|部门|主体)|负责(?:单位|部门|科室)|承办(?:单位|部门)|整改(?:责任)?单位|承担单位|组织单位"
_SUPPORT = r"配合(?:责任)?(?:单位|部门|科室)?|协(?:办|助|同|作)(?:单位|部门)|参与(?:单位|部门)|参加单位|联办单位"
_IGNORED = r"责任人|责任领导|牵头领导|分管领导|包联领导|联系人|联系电话|督导领导|市级领导|县级领导|区级领导|牵头人|负责人|督办单位"
_LIMIT = r"(?:整改|完成|办理|实施|落实)?(?:时限|期限)(?:要求)?|(?:整改|完成|办结|截止)(?:时间|日期)|时间(?:节点|要求)|完成时间节点"
_WORDS = f"{_LEAD}|{_RESPONSIBLE}|{_SUPPORT}|{_IGNORED}|{_LIMIT}"
_LABEL = re.compile(
    rf"(?:(?P<open>[\[(]) ?|(?<![\u4e00-\u9fff]))(?P<word>{_WORDS}) ?[\])]?(?:(?<=\])|(?<=\)))?(?P<colon> ?: ?| (?=[\u4e00-\u9fff]))"
    rf"|(?<=[。;,])(?P<word2>{_WORDS})(?P<colon2> ?: ?)"
    rf"|(?<=[。;局委办部处会心队司院站街道])(?P<word3>{_WORDS}):"
)
_VALUE_END = re.compile(
    rf"[。;\n\])]|(?=[ ,、]*[\[(]?(?:{_WORDS}) ?:)|(?=[ ,]+(?:{_WORDS}) )|(?<=[\u4e00-\u9fff)])(?= ?(?:\d{{1,2}}[.、](?!\d)|\([一二三四五六七八九十]{{1,3}}\)|[一二三四五六七八九十]{{1,3}}、))"
)
_CLOSING = re.compile(r"[。;!]| *$")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,90}(?:\([^()]{1,12}\)[^()\[\]]{0,60})*)[)\]]")
# (县住建局 6月底前完成), (各班 9月9日前交德育处)
_DUE = re.compile(
    r"[ 于在]*(?P<limit>(?:20\d{2}年)?(?:\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?|年底|年内)(?:之?前)?)(?:全部|全面)?(?:完成|落实|到位|交[\u4e00-\u9fff]{2,8}|报[\u4e00-\u9fff]{2,8})?$"
)
_ROLE_END = re.compile(
    r"(?P<support>(?:密切|积极|协同|予以|共同)*(?:配合|协助|参与|协办)(?:落实|实施)?)$|(?P<lead>(?:共同|具体|分别|按职责分工|按职责|依职责)*(?:牵头负责|牵头|主责|负责|主办|承办|落实|组织实施)(?:落实|实施)?)$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """What one block of labels says, and the stretch of text it takes."""

    start: int
    end: int
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    limit: str = ""


@dataclass(slots=True)
class _Roles:
    lead: list[str]
    responsible: list[str]
    support: list[str]
    limit: str = ""

    def label(self, start: int, end: int) -> Label:
        """Let the responsible unit lead where no other does."""
        if self.lead:
            support = [*self.responsible, *self.support]
            return Label(
                start, end, tuple(self.lead), _apart(support, self.lead), self.limit
            )
        lead = self.responsible
        return Label(start, end, tuple(lead), _apart(self.support, lead), self.limit)


def _apart(names: list[str], others: list[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name not in others)


def together(blocks: Sequence[Label]) -> Label:
    """Make one of label lines that stand one under the other: the first to lead leads."""
    leading = [block for block in blocks if block.lead]
    support = [name for block in leading[1:] for name in block.lead]
    support += [name for block in blocks for name in block.support]
    return replace(
        blocks[0],
        lead=leading[0].lead if leading else (),
        support=tuple(dict.fromkeys(support)),
        limit=next((block.limit for block in blocks if block.limit), ""),
    )


def labels(text: str, start: int, end: int) -> list[Label]:
    """Return the labels of a line in order; adjacent ones make one."""
    found = [*_written(text, start, end)]
    taken = [(one.start, one.end) for one in found]
    for match in _BRACKETED.finditer(text, start, end):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        roles = _bracketed(match[1], closing=_closes_a_sentence(text, match.end(), end))
        if roles:
            found.append(roles.label(match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _closes_a_sentence(text: str, position: int, end: int) -> bool:
    return bool(_CLOSING.match(text, position, end))


def _written(text: str, start: int, end: int) -> Iterator[Label]:
    """Join labels that follow each other into blocks."""
    block: _Roles | None = None
    begun = stop = start
    for match in _LABEL.finditer(text, start, end):
        if match.start() < stop and block:
            continue
        adjacent = block and not text[stop : match.start()].strip(" ,;。、()[]")
        if block and not adjacent:
            yield block.label(begun, stop)
            block = None
        if block is None:
            block, begun = _Roles([], [], []), match.start()
        stop = _value_stop(text, match.end(), end)
        word = match["word"] or match["word2"] or match["word3"]
        _fill(block, word, text[match.end() : stop])
        if stop < end and text[stop] in "])":
            stop += 1
    if block:
        yield block.label(begun, stop)


def _value_stop(text: str, start: int, end: int) -> int:
    """Return where a label's value ends; brackets within it do not end it."""
    for match in _VALUE_END.finditer(text, start, end):
        before = text[start : match.start()]
        if before.count("(") > before.count(")"):
            continue
        return match.start()
    return end


def _fill(roles: _Roles, word: str, value: str) -> None:
    if re.fullmatch(_LIMIT, word):
        roles.limit = value.strip()
    elif re.fullmatch(_IGNORED, word):
        return
    else:
        names = unit_list(value)
        if re.fullmatch(_LEAD, word):
            roles.lead += names
        elif re.fullmatch(_RESPONSIBLE, word):
            roles.responsible += names
        else:
            roles.support += names


def _bracketed(content: str, *, closing: bool) -> _Roles | None:
    """Read (X牵头,Y、Z配合), (X负责) and, at the end of a sentence, (X、Y)."""
    roles = _Roles([], [], [])
    for part in re.split(r"[,;。]", content):
        part = part.strip(" 由")
        due = _DUE.search(part)
        if due:
            roles.limit = due["limit"]
            part = part[: due.start()].strip()
        if not part:
            continue
        role = _ROLE_END.search(part)
        names = part[: role.start()] if role else part
        names = (
            names.rstrip("单位")
            if not names.endswith(("各单位", "有关单位", "相关单位", "责任单位"))
            else names
        )
        if not looks_like_units(names) or (role is None and not closing):
            return None
        target = roles.support if role and role["support"] else roles.lead
        if role is None and roles.lead:
            target = roles.lead if not roles.support else roles.support
        target += unit_list(names)
    return roles if roles.lead or roles.support else None
