"""What is in force while an item is read, and while a sentence of it is."""

from dataclasses import dataclass, field

from chuangcheng.ledger.extraction.clauses import Facts
from chuangcheng.ledger.extraction.dates import Deadline
from chuangcheng.ledger.extraction.drafts import NOBODY, Draft
from chuangcheng.ledger.extraction.owners import Owners


@dataclass(slots=True)
class Scope:
    """The owner in force within an item, and what the sentences of it have given."""

    owners: Owners = NOBODY
    base: Owners = NOBODY
    ordinal_met: bool = False
    speaking: bool = False
    closed: bool = False
    drafts: list[Draft] = field(default_factory=list)
    backward: list[tuple[Owners, tuple[int, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """The clauses gathered for the sentence so far."""

    past: bool = False
    prefix: int | None = None
    prefix_facts: list[Facts] = field(default_factory=list)
    time: Deadline | None = None
    rhythm: str | None = None
    current: Draft | None = None
    drafts: list[Draft] = field(default_factory=list)
    explicit: bool = False
    named: bool = False
    backward: bool = False
    silent: bool = False
    set_before: bool = False
    flipped: Owners = NOBODY
