"""Drafts: what the reader of sentences collects before owners and stages are settled."""

from dataclasses import dataclass, field
from datetime import date

from chuangcheng.ledger.extraction.dates import Deadline
from chuangcheng.ledger.extraction.owners import Owners
from chuangcheng.ledger.extraction.result import Target

NOBODY = Owners()


@dataclass(slots=True)
class Draft:
    """A task in the making; places are in the uniform text."""

    start: int
    end: int
    verb: int
    owners: Owners
    deadline: Deadline | None = None
    recurrence: str | None = None
    targets: list[Target] = field(default_factory=list)
    section: tuple[str, ...] = ()
    carried: bool = False
    headed: bool = True
    stage: date | None = None
    limit: date | None = None
    sentence: tuple[int, int] = (0, 0)
    item: int = 0
    point: int = 0
    number: int = 0

    @property
    def due(self) -> date | None:
        """Return the day it is due: its own, its label's, or its stage's."""
        own = self.deadline.on if self.deadline else None
        return own or self.limit or self.stage

    @property
    def holds_facts(self) -> bool:
        """Tell whether anything is pinned down."""
        mentioned = self.deadline is not None and not self.deadline.firm
        # 7月份 without anybody named is a mention, not a duty.
        due = self.limit or self.stage or (self.due and not mentioned)
        return bool(due or self.recurrence or self.targets)
