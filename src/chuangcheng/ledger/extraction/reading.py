"""Read a document line by line: headings, items, labels, tables, and the owners they set."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction import dates, flat, headings, tables
from chuangcheng.ledger.extraction.columns import Row
from chuangcheng.ledger.extraction.cues import FUTURE
from chuangcheng.ledger.extraction.drafts import NOBODY, Draft
from chuangcheng.ledger.extraction.labels import Label, labels
from chuangcheng.ledger.extraction.owners import Owners, read_owner
from chuangcheng.ledger.extraction.sections import Outline, Zone, stage_end
from chuangcheng.ledger.extraction.segments import Clause, Line, Sentence, lines, sentences
from chuangcheng.ledger.extraction.sentences import Scope, SentenceReader
from chuangcheng.ledger.extraction.units import looks_like_units, unit_list

_BOILERPLATE = re.compile(
    r"^(?:首页|当前位置|来源|信息来源|作者|责任编辑|编辑|审核|发布(?:时间|日期|人)|时间:|日期:|浏览|点击|字号|字体|【?打印|上一[篇页条]|下一[篇页条]|版权|免责|"
    r"联系(?:电话|方式|人)|附件|http|www|相关阅读|最近更新|推荐|关键词|索引号|文号|主题词|分类|生成日期|公开日期|扫一扫|分享|关闭窗口|抄送|主办单位:|ICP)|"
    r"本文(?:关键词|简介|内容)|免责声明|版权所有|邮政编码|浏览次数|转载请"
)
_HEADING_END = frozenset("。;!?,")
_OWNER_HEADING = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[)、.])?(?P<names>[^:]{2,60}?)(?:职责|任务|工作职责|工作任务|主要职责|责任分工)?[::]?$"
)
_OWNER_HEADING_LEVEL = 9
_LONG_ENOUGH = 6
_STAGE_NAME = re.compile(
    r"(?:为|是)?(?:宣传|动员|发动|部署|启动|准备|筹备|摸底|调查|排查|自查|自纠|集中|全面|组织|实施|推进|整治|整改|攻坚|专项|深入|深化|巩固|提升|"
    r"总结|验收|评估|检查|考核|表彰|迎检|迎接|长效|常态|落实|督导|完善|提高|创建|申报|见效|行动|冲刺|查漏|补缺|开展|治理|[、和与]|阶段)+"
)
_SPOKEN = re.compile(r"下一步|下步|下阶段|[^,。]{2,12}(?:要求|强调|指出|提出)[,:]")


@dataclass(slots=True)
class Reader:
    """Carries what is known from line to line."""

    text: str
    calendar: dates.Calendar
    outline: Outline
    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    pending: list[Draft] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[Label] = field(default_factory=list)
    settled: list[Draft] = field(default_factory=list)
    flat: bool = False
    begun: bool = False

    @property
    def now(self) -> dates.Calendar:
        """Return the calendar in force: a heading may speak of a year of its own."""
        year = self.outline.year
        return replace(self.calendar, year=year, school=False) if year else self.calendar

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
        words = self.text[line.start : line.end]
        if (
            words == self.title
            or headings.signed(self.text, line)
            or _BOILERPLATE.search(words[:60])
            or (not self.begun and headings.salutation(self.text, line, following))
        ):
            return
        blocks = labels(self.text, line.start, line.end)
        bare = self._without(line.body, line.end, blocks)
        if not self.flat and blocks and not bare.strip(" :。;,、()[]"):
            self.waiting += blocks
            return
        self._label_lines()
        if self.flat:
            self._flat(line.start, line.end)
        elif self._owner_heading(line, bare) or self._heading(
            line, bare, following, blocks
        ):
            return
        else:
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
        if (
            not match
            or not looks_like_units(match["names"])
            or headings.foots(self.text, line)
        ):
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
        node = self.outline.open(line.level or 8, title if line.level else "")
        node.stage = stage_end(words, self.now, heading=bool(line.level))
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
        start = flat.flat_table_start(self.text, line.body, line.end)
        if start is not None:
            self.flat = True
            self._flat(start, line.end)
            return
        scope = Scope(owners=self.outline.owners)
        position = line.body
        for block in [*blocks, None]:
            end = block.start if block else line.end
            self._stretch(position, end, line, scope, opening=position == line.body)
            if block:
                self._settle(block, scope)
                position = block.end

    def _stretch(
        self, start: int, end: int, line: Line, scope: Scope, *, opening: bool
    ) -> None:
        """Read the sentences between two labels of a line."""
        found = list(sentences(self.text, start, end))
        if not found:
            return
        if opening and line.level and headings.titled(self.text, found, self.now):
            found = self._after_title(found, line)
        for sentence in found:
            if sentence.item and not opening:
                scope.owners = self.outline.owners
            self._sentence(sentence, scope)
            if sentence is found[-1] and end == line.end:
                self._closing_owner(scope)

    def _closing_owner(self, scope: Scope) -> None:
        """Let 由市住建局牵头,市城管局配合 at the end of an item own the item."""
        if not (scope.closed and scope.owners.lead):
            return
        if any(not draft.owners.lead for draft in self.pending):
            self._govern(scope.owners)

    def _after_title(self, found: list[Sentence], line: Line) -> list[Sentence]:
        """Name the item by its title and go on behind it."""
        first = found[0]
        colon = headings.colon_title(first) and len(first.clauses) > 1
        end = first.clauses[0].end if colon else first.end
        node = self.outline.open(
            line.level, self.text[line.start : end].strip().rstrip("。:")
        )
        node.stage = stage_end(self.text[first.start : end], self.now, heading=True)
        if not colon:
            return found[1:]
        begun = first.clauses[1].start
        rest = replace(
            first, start=begun, body=begun, item=False, clauses=first.clauses[1:]
        )
        return [rest, *found[1:]]

    def _sentence(self, sentence: Sentence, scope: Scope) -> None:
        sentence = self._staged(sentence)
        if self.outline.stage and len(sentence.clauses) == 1:
            only = sentence.clauses[0]
            if _STAGE_NAME.fullmatch(self.text, only.start, only.end):
                return
        words = self.text[sentence.start : sentence.end]
        if not sentence.clauses or headings.speaks_of_document(words):
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
        for owners in scope.backward[before:]:
            self._govern(owners)
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
        if end is None or self._acts(first, words):
            return sentence
        self.outline.nodes[-1].stage = end
        rest = sentence.clauses[1:]
        while rest and _STAGE_NAME.fullmatch(self.text, rest[0].start, rest[0].end):
            rest = rest[1:]
        return replace(sentence, clauses=rest)

    def _acts(self, clause: Clause, words: str) -> bool:
        """Tell a stage's own name from a task that only mentions one."""
        facts, times = judging.read_facts(words, self.now, None)
        places = [(a + clause.start, b + clause.start) for a, b in times]
        verb = judging.verb_place(self.text, clause.start, clause.end, places)
        named = "阶段" in words or clause.closer == ":"
        return (
            bool(facts.targets or facts.recurrence)
            or (not named and judging.opens_with_verb(self.text, verb, clause.end))
            or not named
        )

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
        self.drafts += found
        self.pending += found
        if found:
            self.settled = []

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
        leading = [block for block in blocks if block.lead]
        support = [name for block in leading[1:] for name in block.lead]
        support += [name for block in blocks for name in block.support]
        first = replace(
            blocks[0],
            lead=leading[0].lead if leading else (),
            support=tuple(dict.fromkeys(support)),
            limit=next((block.limit for block in blocks if block.limit), ""),
        )
        if self.pending:
            self._settle(first, Scope())
            return
        if self.settled and not first.lead:
            for draft in self.settled:
                draft.limit = draft.limit or self._limit(first.limit)
            return
        node = self.outline.nodes[-1]
        node.owners = Owners(first.lead, first.support, 3)
        node.stage = self._limit(first.limit) or node.stage

    def _settle(self, block: Label, scope: Scope) -> None:
        """Let a label own what stands before it, or, before any text, what follows."""
        owners = Owners(block.lead, block.support, 3)
        if not self.pending and block.lead:
            scope.owners = owners
            return
        limit = self._limit(block.limit)
        for draft in self.pending:
            draft.limit = draft.limit or limit
        if block.lead or block.support:
            self._govern(owners)
            scope.owners = NOBODY

    def _limit(self, words: str) -> date | None:
        found = (
            [one.on for one in dates.deadlines(words, self.now) if one.on] if words else []
        )
        return found[-1] if found else None

    def _govern(self, owners: Owners) -> None:
        """Give the drafts since the last owner line their owner."""
        for draft in self.pending:
            if owners.lead:
                if draft.owners.strength < 3 or not draft.owners.lead:
                    draft.owners = owners
            else:
                draft.owners = replace(draft.owners, support=owners.support)
        self.settled = list(self.pending)
        self.pending.clear()

    # -- tables --------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        owners = Owners(tuple(row.lead), tuple(row.support), 3 if row.lead else 0)
        limit = self._limit(row.limit)
        section = (*self.outline.path, row.label) if row.label else self.outline.path
        for start, end in row.contents:
            scope = Scope(owners=owners)
            for sentence in self._cell_sentences(start, end):
                for draft in SentenceReader(self.text, self.now, scope).read(sentence):
                    draft.owners = self._row_owner(draft, owners)
                    draft.limit, draft.section = limit, section
                    self.drafts.append(draft)

    def _row_owner(self, draft: Draft, owners: Owners) -> Owners:
        explicit = draft.owners.strength >= 3 and not draft.carried
        return draft.owners if explicit or not owners.lead else owners

    def _cell_sentences(self, start: int, end: int) -> list[Sentence]:
        """Read a cell; a cell without any verb is still one task."""
        found = list(sentences(self.text, start, end))
        return [replace(s, item=False) for s in found if s.clauses]

    def _flat(self, start: int, end: int) -> None:
        """Read cells run together, where bare units close the row before them."""
        position = start
        for owner in flat.flat_owners(self.text, start, end):
            self._stretch(
                position, owner.start, Line(start, end, 0, start), Scope(), opening=False
            )
            limit = self._limit(owner.limit)
            for draft in self.pending:
                draft.limit = limit
            self._govern(Owners(owner.lead, (), 3))
            position = owner.end
        self._stretch(position, end, Line(start, end, 0, start), Scope(), opening=False)
