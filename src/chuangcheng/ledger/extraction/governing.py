"""Owners that stand after the text: which of the drafts before them they govern."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from chuangcheng.ledger.extraction.drafts import Draft
from chuangcheng.ledger.extraction.owners import Owners

# How plainly a draft must name its own owner to keep it from a label, or from a sentence.
AGAINST_LABEL = 3
AGAINST_SENTENCE = 2
_FAR = 200  # drafts; 第1、2项 names items nearby


@dataclass(slots=True)
class Backlog:
    """The drafts since the last owner line, and those that line has settled."""

    drafts: list[Draft] = field(default_factory=list)
    settled: list[Draft] = field(default_factory=list)

    def keep(self, found: list[Draft]) -> None:
        """Take in the drafts of a sentence."""
        self.drafts += found
        if found:
            self.settled = []

    def clear(self) -> None:
        """Let nothing reach back over this place."""
        self.drafts.clear()

    def keep_point(self, point: int) -> None:
        """Let (市住建局) reach no further than its own numbered item, if that holds tasks."""
        if self.drafts and self.drafts[-1].point == point:
            self.drafts = [draft for draft in self.drafts if draft.point == point]

    def limit(self, on: date | None) -> None:
        """Give a time limit to every draft that has none from a label."""
        for draft in self.drafts:
            draft.limit = draft.limit or on

    def govern(self, owners: Owners, *, against: int = AGAINST_LABEL) -> None:
        """Give the drafts an owner line reaches their owner."""
        reached = list(self._reached())
        for draft in reached:
            if not owners.lead:
                draft.owners = replace(draft.owners, support=owners.support)
            elif not draft.owners.lead or _yields(draft, owners, against):
                draft.owners = owners
        self.settled = reached
        self.drafts.clear()

    def reach_back(self, said: Iterable[tuple[Owners, tuple[int, ...]]]) -> None:
        """Apply what a sentence says of the items before it."""
        for owners, numbers in said:
            if numbers:
                self.govern_items(owners, numbers)
            else:
                self.govern(owners, against=AGAINST_SENTENCE)

    def govern_items(self, owners: Owners, numbers: Iterable[int]) -> None:
        """Give 第1、2项 their owner; the other items wait for theirs."""
        wanted, last = set(numbers), 0
        for draft in reversed(self.drafts[-_FAR:]):
            if draft.number > last and last:
                break
            last = draft.number or last
            if draft.number in wanted:
                draft.owners = owners

    @property
    def awaits_owner(self) -> bool:
        """Tell whether any draft has nobody."""
        return any(not draft.owners.lead for draft in self.drafts)

    def _reached(self) -> Iterator[Draft]:
        """Walk back to the first earlier item that names its own owner."""
        if not self.drafts:
            return
        own = self.drafts[-1].item
        named = {d.item for d in self.drafts if d.item != own and _names_itself(d)}
        for draft in reversed(self.drafts):
            if draft.item in named:
                return
            yield draft


def _yields(draft: Draft, owners: Owners, against: int) -> bool:
    """Tell whether an owner line overrules a draft; its own subject, if listed there, stays."""
    listed = {*owners.lead, *owners.support}
    if draft.owners.strength and set(draft.owners.lead) < listed:
        return False
    return draft.owners.strength < against


def _names_itself(draft: Draft) -> bool:
    """Tell 县妇联组织… from a clause about a class of units, which owns nothing firmly."""
    if draft.carried or not draft.owners.lead:
        return False
    collective = all(name.startswith(("各", "全体", "所有")) for name in draft.owners.lead)
    return draft.owners.strength >= (AGAINST_SENTENCE if collective else 1)
