"""The public door: a document in, a ledger of draft tasks out.

The grammar knows the language of directives, not any one speech: how documents are cut into
items and clauses, what the name of a unit looks like, who governs what, and how times, rhythms
and figures are written.
"""

import re
from dataclasses import replace

from chuangcheng.ledger.extraction.actions import action
from chuangcheng.ledger.extraction.cleaning import Cleaned, clean
from chuangcheng.ledger.extraction.confidence import confidence
from chuangcheng.ledger.extraction.dating import document_calendar
from chuangcheng.ledger.extraction.drafts import Draft
from chuangcheng.ledger.extraction.margins import Margins
from chuangcheng.ledger.extraction.objects import worked_upon
from chuangcheng.ledger.extraction.reading import Reader
from chuangcheng.ledger.extraction.result import DraftTask, Extraction, Span, Target
from chuangcheng.ledger.extraction.sections import Outline
from chuangcheng.platform.readers.source import Source

_TITLE_WORDS = re.compile(
    r"(?:讲话|方案|通知|意见|计划|要点|分工|分解表?|清单|要求|汇报|报告|总结|细则|办法|规划|会议纪要|表|情况|措施|职责|规定|公告|安排)(?:\([^)]*\))?$"
)
_NOT_TITLE = re.compile(
    r"\||(?:单位|部门|时限|时间)[:]|^责任|首页|当前位置|来源|^\d{4}年\d+月\d+日|发布时间|http|^时间|^第?\d+页|^免责"
)
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|\(|\d+[.、]")
_EDGES = " \t\n,;:。、!?"


def extract(source: Source) -> Extraction:
    """Draw the tasks of a document, each with its owner, time, rhythm, figures and place."""
    cleaned = clean(source.text)
    title = _title(cleaned.text)
    now = document_calendar(cleaned.text, title)
    reader = Reader(cleaned.text, now, Outline(title), Margins(cleaned.text, title))
    reader.read()
    tasks = [
        _task(source.text, cleaned, draft)
        for draft in reader.drafts
        if draft.owners.lead or draft.holds_facts
    ]
    doubtful = [Span(start=a, end=b) for a, b in _sources(cleaned, reader.doubtful)]
    tasks = [task for task in tasks if task.text.strip()]
    return Extraction(
        title=title, date=now.day, tasks=tuple(tasks), doubtful=tuple(doubtful)
    )


def _title(text: str) -> str:
    """Choose, among the first lines, the one that names a document."""
    first = [line.strip() for line in text[:1500].split("\n") if line.strip()][:12]
    candidates = [
        line
        for line in first
        if 4 <= len(line) <= 80 and not (_NOT_TITLE.search(line) or _NUMBERED.match(line))
    ]
    for line in candidates:
        if _TITLE_WORDS.search(line) and not line.endswith(("。", ":")):
            return line
    return candidates[0] if candidates and candidates[0][-1] not in "。:;," else ""


def _sources(cleaned: Cleaned, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [cleaned.source_span(start, end) for start, end in spans]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _task(source: str, cleaned: Cleaned, draft: Draft) -> DraftTask:
    start, end = _trimmed(cleaned.text, draft.start, draft.end)
    begun, stop = cleaned.source_span(start, end)
    named = action(cleaned.text, draft, end)
    return DraftTask(
        section=draft.section,
        text=source[begun:stop],
        start=begun,
        end=stop,
        action=named,
        lead_units=draft.owners.lead,
        support_units=tuple(u for u in draft.owners.support if u not in draft.owners.lead),
        deadline=draft.due,
        recurrence=draft.recurrence,
        targets=tuple(dict.fromkeys(_named(target, named) for target in draft.targets)),
        confidence=confidence(draft),
    )


def _named(target: Target, phrase: str) -> Target:
    """Name what a figure counts from the task where its own clause does not."""
    if target.object:
        return target
    return replace(target, object=worked_upon(phrase))
