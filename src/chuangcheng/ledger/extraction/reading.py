"""Read a document line by line: headings, items, labels, tables, and the owners they set."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction import dates, flat, headings, tables
from chuangcheng.ledger.extraction.columns import Row
from chuangcheng.ledger.extraction.cues import FUTURE
from chuangcheng.ledger.extraction.drafts import NOBODY, Draft
from chuangcheng.ledger.extraction.governing import AGAINST_SENTENCE, Backlog
from chuangcheng.ledger.extraction.labels import Label, labels, together
from chuangcheng.ledger.extraction.margins import Margins, foots
from chuangcheng.ledger.extraction.owners import Owners, read_owner
from chuangcheng.ledger.extraction.scopes import Scope
from chuangcheng.ledger.extraction.sections import (
    STAGE_NAME,
    Outline,
    Zone,
    month_of,
    stage_end,
    stage_title,
)
from chuangcheng.ledger.extraction.segments import Line, Sentence, lines, sentences
from chuangcheng.ledger.extraction.sentences import SentenceReader
from chuangcheng.ledger.extraction.titles import acts, announces, title_clauses
from chuangcheng.ledger.extraction.units import looks_like_units, unit_list

_HEADING_END = frozenset("。;!?,")
_OWNER_HEADING = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[)、.])?(?P<names>[^:]{2,60}?)(?:职责|任务|工作职责|工作任务|主要职责|责任分工)?[::]?$"
)
_UNNUMBERED_LEVEL = 8
_OWNER_HEADING_LEVEL = 9
_LONG_ENOUGH = 6
_EDGES = " ,;:。、"
_SHORTEST_NAME = 3
_LONGEST_TITLE = 20
_NUMERAL = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?=[.、,])")
_SPOKEN = re.compile(r"下一步|下步|下阶段|[^,。]{2,12}(?:要求|强调|指出|提出)[,:]")


def _unnumbered(following: Line | None, *, staged: bool) -> float:
    """Rank a heading without a number: 九月份 stands above the items numbered under it."""
    if staged and following and following.level:
        return following.level - 0.5
    return _UNNUMBERED_LEVEL


@dataclass(slots=True)
class Reader:
    """Carries what is known from line to line."""

    text: str
    calendar: dates.Calendar
    outline: Outline
    margins: Margins
    drafts: list[Draft] = field(default_factory=list)
    pending: Backlog = field(default_factory=Backlog)
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[Label] = field(default_factory=list)
    flat_until: int = -1
    begun: bool = False
    item: int = 0
    point: int = 0
    number: int = 0

    @property
    def now(self) -> dates.Calendar:
        """Return the calendar in force: a heading may speak of a year of its own."""
        year, month = self.outline.year, self.outline.month
        now = replace(self.calendar, month=month) if month else self.calendar
        return replace(now, year=year, turn=None) if year else now

    def read(self) -> None:
        """Read every line once."""
        found = list(lines(self.text))
        laid = {table.first: table for table in tables.find_tables(self.text, found)}
        position = 0
        while position < len(found):
            if position in laid:
                for row in laid[position].rows:
                    self._row(row)
                self.pending.clear()
                position = laid[position].last
            else:
                following = found[position + 1] if position + 1 < len(found) else None
                self._line(found[position], following)
                position += 1
        self._label_lines()

    # -- lines ---------------------------------------------------------------------------

    def _line(self, line: Line, following: Line | None) -> None:
        opening = not self.begun
        if line.start < self.flat_until or self.margins.hold(
            line, following, opening=opening
        ):
            return
        blocks = labels(self.text, line.start, line.end)
        bare = self._without(line.body, line.end, blocks)
        if blocks and not bare.strip(" :。;,、()[]"):
            self.waiting += blocks
            return
        self._label_lines()
        if self._owner_heading(line, bare) or self._heading(line, bare, following, blocks):
            return
        self._item(line, blocks)

    def _without(self, start: int, end: int, blocks: list[Label]) -> str:
        """Return the words of a stretch outside its labels."""
        words, position = [], start
        for block in blocks:
            words.append(self.text[position : max(position, block.start)])
            position = max(position, block.end)
        return "".join([*words, self.text[position:end]])

    def _owner_heading(self, line: Line, bare: str) -> bool:
        """Read a line that is nothing but a unit: it owns what follows."""
        words = bare.strip()
        if len(words) > 40 or words[-1:] in _HEADING_END:
            return False
        match = _OWNER_HEADING.match(words)
        if not match or not looks_like_units(match["names"]) or foots(self.text, line):
            return False
        level = line.level or _OWNER_HEADING_LEVEL
        node = self.outline.open(level, self.text[line.start : line.end].rstrip(":"))
        node.owners = Owners(tuple(unit_list(match["names"])), (), 3)
        self.pending.clear()
        return True

    def _heading(
        self, line: Line, bare: str, following: Line | None, blocks: list[Label]
    ) -> bool:
        """Read a heading line with its own owner or period."""
        words = bare.strip()
        if not headings.is_heading(self.text, line, words, following, self.now):
            return False
        title = self.text[line.start : line.end].strip().rstrip(":")
        month = month_of(words)
        level = line.level or _unnumbered(following, staged=month is not None)
        node = self.outline.open(level, title if line.level else "")
        node.stage = stage_end(words, self.now, heading=bool(line.level))
        node.month = month
        self.begun = self.begun or bool(line.level)
        if blocks:
            node.owners = Owners(blocks[0].lead, blocks[0].support, 3)
        self.pending.clear()
        return True

    # -- items ---------------------------------------------------------------------------

    def _item(self, line: Line, blocks: list[Label]) -> None:
        if line.level:
            self.outline.open(line.level)
            self.begun = True
        table = flat.flat_table(self.text, line.body, line.end)
        if table is not None:
            self._flat(table)
            return
        self._next_item(line)
        scope = Scope(owners=self.outline.owners)
        position = line.body
        for block in [*blocks, None]:
            end = block.start if block else line.end
            if block and position == line.body and self._titles(line, block, scope):
                position = block.end
                continue
            self._stretch(position, end, line, scope, opening=position == line.body)
            if block:
                self._name_task(position, end, block, scope)
                self._settle(block, scope)
                position = block.end

    def _titles(self, line: Line, block: Label, scope: Scope) -> bool:
        """Let (一)城区绿化(责任单位:…) own the text behind it on the line."""
        title = self.text[line.body : block.start].strip()
        behind = self.text[block.end : line.end].strip(" 。:;,)")
        if not (line.level and block.lead and 0 < len(title) <= _LONGEST_TITLE and behind):
            return False
        if any(mark in title for mark in ",。;") or labels(self.text, block.end, line.end):
            return False
        node = self.outline.open(line.level, self.text[line.start : block.start].strip())
        node.owners = scope.owners = Owners(block.lead, block.support, 3)
        node.stage = self._limit(block.limit)
        self.pending.clear()
        return True

    def _name_task(self, start: int, end: int, block: Label, scope: Scope) -> None:
        """Let 期中家长会(各年级), which has no verb, be a task of its own."""
        if self.text[block.start : block.start + 1] != "(" or not block.lead:
            return
        begun = max(self.text.rfind(mark, start, end) + 1 for mark in ";。:")
        begun = max(begun, start)
        while begun < end and self.text[begun] in _EDGES:
            begun += 1
        if end - begun < _SHORTEST_NAME or any(d.end > begun for d in self.pending.drafts):
            return
        if judging.is_past(self.text, begun, end) or self.outline.zone is not Zone.TASKS:
            return
        draft = Draft(begun, end, begun, scope.owners, carried=True, headed=False)
        self._keep([draft])

    def _next_item(self, line: Line) -> None:
        """Begin another item, which remembers its numeral."""
        self.item += 1
        self.point += bool(line.level)
        numeral = _NUMERAL.match(self.text, line.start, line.body)
        self.number = dates.number(numeral[0]) if numeral else 0

    def _stretch(
        self, start: int, end: int, line: Line, scope: Scope, *, opening: bool
    ) -> None:
        """Read the sentences between two labels of a line."""
        found = list(sentences(self.text, start, end))
        titles = found and opening and line.level
        if titles and headings.titled(self.text, found, self.now):
            found = self._after_title(found, line)
        if not found:
            return
        for sentence, after in zip(found, [*found[1:], None], strict=True):
            if after and announces(self.text, sentence, after):
                continue
            if sentence.item and not opening:
                scope.owners = self.outline.owners
                self.item += 1
            self._sentence(sentence, scope)
            if sentence is found[-1] and end == line.end:
                self._closing_owner(scope)

    def _closing_owner(self, scope: Scope) -> None:
        """Let 由市住建局牵头,市城管局配合 at the end of an item own the item."""
        if not (scope.closed and scope.owners.lead):
            return
        if self.pending.awaits_owner:
            self.pending.govern(scope.owners, against=AGAINST_SENTENCE)

    def _after_title(self, found: list[Sentence], line: Line) -> list[Sentence]:
        """Name the item by its title and go on behind it."""
        first = found[0]
        count = title_clauses(self.text, first, self.now)
        end = first.clauses[count - 1].end if count else first.end
        words = self.text[first.start : end]
        title = self.text[line.start : end].strip().rstrip("。:")
        node = self.outline.open(line.level, title)
        node.stage = stage_title(words, self.now) or stage_end(
            words, self.now, heading=True
        )
        if not count:
            return found[1:]
        begun = first.clauses[count].start
        rest = replace(
            first, start=begun, body=begun, item=False, clauses=first.clauses[count:]
        )
        return [rest, *found[1:]]

    def _sentence(self, sentence: Sentence, scope: Scope) -> None:
        sentence = self._staged(sentence)
        if self.outline.stage and len(sentence.clauses) == 1:
            only = sentence.clauses[0]
            if STAGE_NAME.fullmatch(self.text, only.start, only.end):
                return
        words = self.text[sentence.start : sentence.end]
        if (
            not sentence.clauses
            or headings.speaks_of_document(words)
            or self.margins.signs(sentence.start, sentence.end)
        ):
            return
        if self.outline.zone is Zone.RESULTS and not (
            scope.speaking or self._looks_ahead(sentence)
        ):
            return
        scope.speaking = scope.speaking or bool(_SPOKEN.match(words))
        before = len(scope.backward)
        found = SentenceReader(self.text, self.now, scope).read(sentence)
        if self.outline.zone is Zone.FRAME:
            found = [d for d in found if d.owners.strength >= 2 and not d.carried]
        self.pending.reach_back(scope.backward[before:])
        self._keep(found)
        if not any(d.owners.lead or d.holds_facts for d in found):
            self._doubt(sentence)

    def _staged(self, sentence: Sentence) -> Sentence:
        """Take 3月1日至3月31日为宣传发动阶段 off the front of a sentence."""
        if not sentence.clauses:
            return sentence
        first = sentence.clauses[0]
        words = self.text[first.start : first.end]
        if len(words) > 40 or read_owner(self.text, first.start, first.end, whole=False):
            return sentence
        end = stage_end(words, self.now, heading=False)
        if end is None or acts(self.text, first, words, self.now):
            return sentence
        self.outline.nodes[-1].stage = end
        rest = sentence.clauses[1:]
        while rest and STAGE_NAME.fullmatch(self.text, rest[0].start, rest[0].end):
            rest = rest[1:]
        return replace(sentence, clauses=rest)

    def _looks_ahead(self, sentence: Sentence) -> bool:
        """Let a plain assignment stand even among results."""
        words = self.text[sentence.start : sentence.end]
        if judging.is_past(self.text, sentence.start, sentence.end):
            return False
        first = sentence.clauses[0] if sentence.clauses else None
        reading = first and read_owner(self.text, first.start, first.end, whole=False)
        return bool(
            FUTURE.search(words) and reading and reading.owners.strength >= 2
        ) or bool(_SPOKEN.match(words))

    def _keep(self, found: list[Draft]) -> None:
        for draft in found:
            draft.section = self.outline.path
            draft.stage = self.outline.stage
            draft.item, draft.number, draft.point = self.item, self.number, self.point
        self.drafts += found
        self.pending.keep(found)

    def _doubt(self, sentence: Sentence) -> None:
        start, end = sentence.start, sentence.end
        if judging.is_past(self.text, start, end) or end - start < _LONG_ENOUGH:
            return
        if FUTURE.search(self.text, start, end) and judging.holds_verb(
            self.text, start, end
        ):
            self.doubtful.append((start, end))

    # -- owners after the text -------------------------------------------------------------

    def _label_lines(self) -> None:
        """Settle the label lines that stood together as one."""
        blocks, self.waiting = self.waiting, []
        if not blocks:
            return
        first = together(blocks)
        if self.pending.drafts:
            self._settle(first, Scope())
            return
        if self.pending.settled and not first.lead:
            for draft in self.pending.settled:
                draft.limit = draft.limit or self._limit(first.limit)
            return
        node = self.outline.nodes[-1]
        node.owners = Owners(first.lead, first.support, 3)
        node.stage = self._limit(first.limit) or node.stage

    def _settle(self, block: Label, scope: Scope) -> None:
        """Let a label own what stands before it, or, before any text, what follows."""
        owners = Owners(block.lead, block.support, 3)
        if not self.pending.drafts and block.lead:
            scope.owners = owners
            return
        self.pending.limit(self._limit(block.limit))
        if block.lead or block.support:
            if self.text[block.start] == "(":
                self.pending.keep_point(self.point)
            self.pending.govern(owners)
            scope.owners = NOBODY

    def _limit(self, words: str) -> date | None:
        found = (
            [one.on for one in dates.deadlines(words, self.now) if one.on] if words else []
        )
        return found[-1] if found else None

    # -- tables --------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        owners = Owners(tuple(row.lead), tuple(row.support), 3 if row.lead else 0)
        limit = self._limit(row.limit)
        section = (*self.outline.path, row.label) if row.label else self.outline.path
        for start, end in row.contents:
            scope = Scope(owners=owners)
            found = [
                draft
                for sentence in self._cell_sentences(start, end)
                for draft in SentenceReader(self.text, self.now, scope).read(sentence)
            ]
            for draft in found or self._whole_cell(start, end, owners):
                draft.owners = self._row_owner(draft, owners)
                draft.limit, draft.section = limit, section
                self.drafts.append(draft)

    def _whole_cell(self, start: int, end: int, owners: Owners) -> list[Draft]:
        """Let a cell without any verb, 消防安全培训, be one task."""
        if not owners.lead or judging.is_past(self.text, start, end):
            return []
        return [Draft(start, end, start, owners, carried=True, headed=False)]

    def _row_owner(self, draft: Draft, owners: Owners) -> Owners:
        explicit = draft.owners.strength >= 3 and not draft.carried
        return draft.owners if explicit or not owners.lead else owners

    def _cell_sentences(self, start: int, end: int) -> list[Sentence]:
        """Read the sentences of a cell."""
        found = list(sentences(self.text, start, end))
        return [replace(s, item=False) for s in found if s.clauses]

    def _flat(self, table: flat.FlatTable) -> None:
        """Read cells run together, where bare units close the row before them."""
        self.pending.clear()
        self.flat_until = end = len(self.text)
        position = table.start
        for owner in flat.flat_owners(self.text, table, end):
            self._flat_row(position, owner.start)
            self.pending.limit(self._limit(owner.limit))
            self.pending.govern(Owners(owner.lead, owner.support, 3))
            position = owner.end
        self._flat_row(position, end)

    def _flat_row(self, start: int, end: int) -> None:
        for sentence in sentences(self.text, start, end):
            self._sentence(replace(sentence, item=False), Scope())
        self.item += 1
