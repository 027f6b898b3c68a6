"""Put a task into a telling phrase: its verb with its object, without who, when and how often."""

import re
from collections.abc import Iterator

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction import dates, recurrences
from chuangcheng.ledger.extraction.cues import (
    LEADING_ADVERBS,
    LEADING_CONNECTIVES,
    MODAL,
)
from chuangcheng.ledger.extraction.drafts import Draft
from chuangcheng.ledger.extraction.owners import Kind, read_owner
from chuangcheng.ledger.extraction.segments import sentences

_LONGEST = 40
_SHORTEST = 4
_EDGES = " \t\n,;:。、!?"
_NO_YEAR = dates.Calendar(2000)
_DUTY = re.compile(
    r"(?:牵头|具体|主要|总体|共同|分别|统一)*(?:负责|牵头|主责|主办|承办)(?=[\u4e00-\u9fff“《]{4})"
)
_COMPANY = re.compile(r"(?:积极|密切|主动)?(?:配合|协助|会同|联合|协同)")
_FIRST_WORDS = re.compile(
    r"(?:并|且|于|在(?=\d|每|年)|其中|[到至](?=\d)|力争|争取|确保(?=\d|年|每|在)|全年|年内)"
)
_OFTEN = re.compile(
    r"(?:至少|不少于|不低于|最少)?(?:开展|组织)?(?<!第)(?:\d{1,2}|[一二两三四五六])(?:至[二三四五六])?次(?:以上)?"
)
_ONLY_OFTEN = re.compile(
    r"(?:至少|不少于|不低于|最少)?(?<!第)(?:\d{1,2}|[一二两三四五六])[次期场](?:以上)?(?=[\u4e00-\u9fff])"
)
# 全部落实, 完成到位: a verb without its object tells nobody what to do.
_BARE = re.compile(
    r"(?:全部|全面|切实|逐一|按时|按期|如期|基本|及时|抓好|做好|组织|认真|予以|完成|贯彻)*(?:落实|完成|完工|竣工|到位|实施|推进|开展|执行|整改|投入使用|启动|通水|通车|交付|销号|达标|见效|开工|验收)"
    r"(?:到位|完毕|完成|落实|整改|任务|工作|见效|使用)*"
)
_LEADING_UP = re.compile(
    r"按照|根据|围绕|结合|针对|为|以(?!奖)|对照|参照|通过|依托|依据|遵循|统筹考虑"
)
_REPORTING = re.compile(r"(?:上)?报(?:送)?(?:至|到)?[\u4e00-\u9fff]{2,10}$")
_CUT = re.compile(r"[、,和并及]")
_PAIRS = {"“": "”", "《": "》", "(": ")", "‘": "’"}


def action(text: str, draft: Draft, end: int) -> str:
    """Return the first phrase that tells what to do, at most forty characters."""
    phrases = list(_phrases(text, draft, end))
    telling = [phrase for phrase in phrases if _tells(phrase)]
    if telling:
        return _shortened(telling[0])
    whole = text[draft.start : end].strip(_EDGES)
    return _shortened(next((p for p in phrases if len(p) >= _SHORTEST), whole) or whole)


def _phrases(text: str, draft: Draft, end: int) -> Iterator[str]:
    """Yield each clause bare of its opening; the clauses before the verb come after it."""
    later = []
    for sentence in sentences(text, draft.start, end):
        for clause in sentence.clauses:
            phrase = _bare(text, clause.start, min(clause.end, end), draft)
            opens = judging.opens_with_verb(phrase, 0, len(phrase))
            if _LEADING_UP.match(phrase):
                later.append(phrase)
                continue
            if opens or (clause.start <= draft.verb < clause.end and _tells(phrase)):
                yield phrase
            else:
                later.append(phrase)
    yield from later


def _bare(text: str, start: int, end: int, draft: Draft) -> str:
    """Take the owner, the time and the rhythm off a clause."""
    reading = read_owner(text, start, end, whole=False)
    if reading and reading.kind is not Kind.BACKWARD:
        start = reading.body if reading.body < end else start
    phrase = text[start:end].strip(_EDGES)
    for _ in range(6):
        shorter = _shorn(phrase)
        if shorter == phrase or len(shorter) < 2:
            break
        phrase = shorter
    return _without_rhythm(phrase, draft)


def _shorn(phrase: str) -> str:
    """Take one thing off the head of a phrase."""
    times = [(one.start, one.end) for one in dates.deadlines(phrase, _NO_YEAR)]
    times += recurrences.spans(phrase)
    rhythm = recurrences.recurrence(phrase)
    times += [(rhythm.start, rhythm.end)] if rhythm else []
    for begun, stop in times:
        if begun <= 1 and (begun == 0 or phrase[0] in "在于到至自从每"):
            return phrase[stop:].lstrip(_EDGES)
    for pattern in (LEADING_CONNECTIVES, _FIRST_WORDS, LEADING_ADVERBS, MODAL, _DUTY):
        match = pattern.match(phrase)
        if match and match.end() < len(phrase) and not _is_verb(phrase, match):
            return phrase[match.end() :].lstrip(_EDGES)
    return phrase


def _is_verb(phrase: str, match: re.Match[str]) -> bool:
    """Keep 统筹城乡发展 whole though 统筹 is an adverb elsewhere."""
    return judging.opens_with_verb(
        phrase, match.start(), len(phrase)
    ) and not judging.opens_with_verb(phrase, match.end(), len(phrase))


def _without_rhythm(phrase: str, draft: Draft) -> str:
    """Turn 对网吧每周检查1次 into 对网吧检查."""
    if not draft.recurrence:
        return phrase
    rhythm = recurrences.recurrence(phrase)
    if rhythm:
        phrase = phrase[: rhythm.start] + phrase[rhythm.end :]
    shorter = _OFTEN.sub("", _ONLY_OFTEN.sub("", phrase, count=1), count=1).strip(_EDGES)
    return shorter if len(shorter) >= _SHORTEST else phrase


def _tells(phrase: str) -> bool:
    """Tell a verb with its object from a bare verb."""
    return (
        len(phrase) >= _SHORTEST
        and not _BARE.fullmatch(phrase)
        and not _REPORTING.fullmatch(phrase)
    )


def _shortened(phrase: str) -> str:
    """Cut a long phrase at a joint, and never inside quotes."""
    phrase = phrase.strip(_EDGES)
    if len(phrase) <= _LONGEST:
        return phrase
    cuts = [m.start() for m in _CUT.finditer(phrase, _LONGEST // 2, _LONGEST + 1)]
    for cut in reversed(cuts):
        if all(
            phrase.count(a, 0, cut) == phrase.count(b, 0, cut) for a, b in _PAIRS.items()
        ):
            return phrase[:cut].strip(_EDGES)
    return phrase[:_LONGEST].strip(_EDGES)
