"""Read how often a duty comes back as people write it, and say it back in their words."""

import re

from chuangcheng.ledger import occurrences
from chuangcheng.ledger.extraction import recurrences, words
from chuangcheng.ledger.occurrences import BadRule

# Offered while typing; anything else of the same kind is understood too.
COMMON = (
    "每日",
    "每周",
    "每周一",
    "每2周",
    "每月",
    "每月11日",
    "每月最后一天",
    "每季度",
    "每半年",
    "每年",
)
_RANKED = re.compile(r"FREQ=MONTHLY;BYDAY=(?P<rank>[1-4]|-1)(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_RANKS = {
    "1": "第一个",
    "2": "第二个",
    "3": "第三个",
    "4": "第四个",
    "-1": "最后一个",
}
_TIMES = re.compile(r"(?:至少|不少于)?(?:1|一)[次期场]$")


def read(text: str) -> str:
    """Turn 每月11日, 每周1次 or an RFC 5545 rule into the rule; nothing stays nothing.

    Raises:
        BadRule: it cannot be understood; the message says how to write it.
    """
    said = re.sub(r"\s", "", text)
    if not said:
        return ""
    if "=" in said:
        rule = said.upper().removeprefix("RRULE:")
        occurrences.parse(rule)
        return rule
    plain = _TIMES.sub("", said)
    found = recurrences.recurrence(plain)
    if found is None or (found.start, found.end) != (0, len(plain)):
        raise BadRule(
            f"频次“{text}”看不懂，请写成“每月11日”“每周一、四”“每季度”“每半年1次”一类的说法；"
            "一期要办多次的，把次数写在量化指标里。"
        )
    occurrences.parse(found.rule)
    return found.rule


def say(rule: str) -> str:
    """Write a rule as people say it; one that has no plain words of its own stays as it is."""
    if not rule:
        return ""
    ranked = _RANKED.fullmatch(rule)
    said = (
        f"每月{_RANKS[ranked['rank']]}周{words.WEEKDAYS[ranked['day']]}"
        if ranked
        else words.recurrence(rule)
    )
    # Words that lose a part of the rule would change it when the draft is saved again.
    return said if _means(said, rule) else rule


def _means(said: str, rule: str) -> bool:
    try:
        return read(said) == rule
    except BadRule:
        return False
