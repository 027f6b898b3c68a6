"""Score an extraction against the ledger written for a document: five F1 figures and their mean."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chuangcheng.ledger.extraction.cleaning import simplified
from chuangcheng.ledger.extraction.grammar import extract
from chuangcheng.ledger.extraction.wire import TaskRecord, as_json
from chuangcheng.platform.readers.source import Source

KINDS = ("tasks", "owners", "deadlines", "recurrences", "targets")
DOCUMENTS = Path(__file__).parent / "documents"

Fact = tuple[str, ...]


@dataclass
class Tally:
    """Right, wrong and missed, by kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Add the counts of another document."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    def f1(self, kind: str) -> float:
        """Return the balance of precision and recall of one kind."""
        twice = 2 * self.right[kind]
        whole = twice + self.wrong[kind] + self.missed[kind]
        return twice / whole if whole else 1.0

    @property
    def overall(self) -> float:
        """Return the mean over the kinds."""
        return sum(self.f1(kind) for kind in KINDS) / len(KINDS)


def plain(text: str) -> str:
    """Bring a text to one script and width, without blanks and stray pinyin."""
    text = simplified(unicodedata.normalize("NFKC", text))
    return re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùü]{1,6}\)|\s", "", text)


def facts_of(task: dict[str, Any] | TaskRecord) -> dict[str, set[Fact]]:
    """Return what a task pins down, kind by kind, in comparable form."""
    return {
        "owners": {(plain(unit),) for unit in task["lead_units"]},
        "deadlines": {(task["deadline"],)} if task["deadline"] else set(),
        "recurrences": {(task["recurrence"],)} if task["recurrence"] else set(),
        "targets": {
            (comparator, str(float(target["value"])), target["unit"])
            for target in task["targets"]
            for comparator in target["comparator"].split("|")
        },
    }


def score(text: str, gold: Iterable[dict[str, Any]]) -> Tally:
    """Compare what the grammar draws from a text with the ledger written for it."""
    drawn = as_json(extract(Source(text=text)))["tasks"]
    required = [task for task in gold if not task.get("optional_task")]
    neutral = [plain(task["quote"]) for task in gold if task.get("optional_task")]
    tally, matched = Tally(), set[int]()
    for task in required:
        quotes = [plain(quote) for quote in (task["quote"], *task.get("quote_alt", ()))]
        holders = [
            i
            for i, one in enumerate(drawn)
            if any(quote in plain(one["text"]) for quote in quotes)
        ]
        matched.update(holders)
        (tally.right if holders else tally.missed)["tasks"] += 1
        _compare(task, [drawn[i] for i in holders], tally)
    for i, one in enumerate(drawn):
        covered = i in matched or any(quote in plain(one["text"]) for quote in neutral)
        if not covered and not _piece(one, required, text):
            tally.wrong["tasks"] += 1
            for kind, facts in facts_of(one).items():
                tally.wrong[kind] += len(facts)
    return tally


def _compare(task: dict[str, Any], holders: list[TaskRecord], tally: Tally) -> None:
    ignored = {_KIND_OF.get(kind, kind) for kind in task.get("ignore", ())}
    optional = task.get("optional", {})
    tolerated = {
        "owners": {(plain(unit),) for unit in optional.get("lead_units", ())},
        "recurrences": {(rule,) for rule in optional.get("recurrence", ())},
    }
    for kind in KINDS[1:]:
        if kind in ignored:
            continue
        found = set().union(*(facts_of(one)[kind] for one in holders))
        choices = _choices(task, kind)
        for choice in choices:
            (tally.right if choice & found else tally.missed)[kind] += 1
        if kind in tolerated:
            wrong = found - set().union(*choices) - tolerated[kind]
            tally.wrong[kind] += len(wrong)


_KIND_OF = {"lead_units": "owners", "deadline": "deadlines", "recurrence": "recurrences"}


def _choices(task: dict[str, Any], kind: str) -> list[set[Fact]]:
    """Return each fact of a kind as the forms that count as right."""
    if kind == "targets":
        return [
            facts_of({**task, "targets": [target]})["targets"] for target in task["targets"]
        ]
    if kind == "owners":
        return [{(plain(name),) for name in unit.split("|")} for unit in task["lead_units"]]
    if kind == "recurrences" and task["recurrence"]:
        return [{(rule,) for rule in task["recurrence"].split("|")}]
    return [{fact} for fact in facts_of(task)[kind]]


def _piece(one: TaskRecord, required: list[dict[str, Any]], text: str) -> bool:
    """Tell a further step of a sentence that holds tasks of the same owner."""
    if any(facts_of(one)[kind] for kind in ("recurrences", "targets")):
        return False
    begun = max(text.rfind(mark, 0, one["start"]) for mark in "。\n|") + 1
    ends = [end for mark in "。\n|" if (end := text.find(mark, one["end"])) >= 0]
    sentence = plain(text[begun : min(ends, default=len(text))])
    return any(
        plain(task["quote"]) in sentence
        and facts_of(task)["owners"] == facts_of(one)["owners"]
        for task in required
    )


def read_pair(name: str) -> tuple[str, dict[str, Any]]:
    """Return a document and its ledger."""
    text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
    return text, json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))


def names() -> list[str]:
    """Return the names of the documents."""
    return sorted(path.stem for path in DOCUMENTS.glob("*.txt"))
