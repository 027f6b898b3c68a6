"""Tell titles within a line, of items and of stages, from the tasks beside them."""

import re

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction.dates import Calendar
from chuangcheng.ledger.extraction.headings import colon_title
from chuangcheng.ledger.extraction.owners import read_owner
from chuangcheng.ledger.extraction.sections import stage_title
from chuangcheng.ledger.extraction.segments import Clause, Sentence

_ANNOUNCING = 20
_MECHANISM = re.compile(
    r"(?:要|还要|必须|着力|切实|进一步)+(?:完善|强化|健全|建立|加强|严格|抓好|优化|落实|深化|加大|突出|做好)[\u4e00-\u9fff“”、]{2,12}"
)


def announces(text: str, sentence: Sentence, after: Sentence) -> bool:
    """Tell 要强化资金保障。 before the owner of that: a heading within the line."""
    if len(sentence.clauses) != 1 or sentence.end - sentence.start > _ANNOUNCING:
        return False
    only, first = sentence.clauses[0], after.clauses[:1]
    if not (first and _MECHANISM.fullmatch(text, only.start, only.end)):
        return False
    return read_owner(text, first[0].start, first[0].end, whole=False) is not None


def title_clauses(text: str, first: Sentence, now: Calendar) -> int:
    """Return how many clauses the title takes; none when it takes the sentence."""
    if stage_title(text[first.start : first.end], now):
        return 0
    for count in (2, 1):
        if len(first.clauses) <= count or first.clauses[count - 1].closer != ":":
            continue
        words = text[first.start : first.clauses[count - 1].end]
        if count == 1 or stage_title(words, now):
            return count if count > 1 or colon_title(first) else 0
    return 0


def acts(text: str, clause: Clause, words: str, now: Calendar) -> bool:
    """Tell a stage's own name from a task that only mentions one."""
    facts, times = judging.read_facts(words, now, None)
    places = [(a + clause.start, b + clause.start) for a, b in times]
    verb = judging.verb_place(text, clause.start, clause.end, places)
    named = "阶段" in words or clause.closer == ":"
    return (
        bool(facts.targets or facts.recurrence)
        or (not named and judging.opens_with_verb(text, verb, clause.end))
        or not named
    )
