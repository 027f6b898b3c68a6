"""Read one sentence: whose it is, and which deliverables it holds."""

import re
from dataclasses import replace

from chuangcheng.ledger.extraction import clauses as judging
from chuangcheng.ledger.extraction.clauses import Facts, Judged, Role
from chuangcheng.ledger.extraction.cues import EXHORTATION, FUTURE, OUTSIDER, SPEAKING
from chuangcheng.ledger.extraction.dates import Calendar
from chuangcheng.ledger.extraction.drafts import NOBODY, Draft
from chuangcheng.ledger.extraction.owners import (
    Kind,
    Owners,
    Reading,
    read_company,
    read_owner,
)
from chuangcheng.ledger.extraction.scopes import Run, Scope
from chuangcheng.ledger.extraction.segments import Clause, Sentence

_INLINE_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、(?=[\u4e00-\u9fff])(?![一二三四五六七八九十])|[一二三四五六七八九十]{1,2}(?:是(?!否)|要(?=[\u4e00-\u9fff]))|第[一二三四五六七八九十]{1,2}[,、]|\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳])"
)
_SPEAKER_WORDS = re.compile(r"按照|根据|符合|标准|达到|落实|要(?!求)")
_MECHANISM = re.compile(
    r"(?:要|需)?(?:进一步)?(?:完善|强化|健全|建立|加强|严格|抓好|切实抓好|优化)[^,;]{0,14}$"
)
_TITLE_SUBJECT = re.compile(
    r"(?:阶段|时间安排|步骤|原则|主题|口号|名称|地点|对象|范围)(?:为|是)"
)
_SHORT_STEP = 9
_FROM_ABOVE = re.compile(
    r"(?:^|\d月(?:份|底前?|初)?|期间|时候|[,年])(?:省里|上级|省级|国家级?|中央|省市|市里|省委|省政府|省[\u4e00-\u9fff]{1,6}[办委厅局会])[^,;]{0,8}将|(?:将)?迎来[^,;]{0,12}(?:复审|测评|验收|检查|考核|评估|周年)|即将(?:进行|开始|迎来|到来)"
)
# 服务内容: opens a field; what stands in 服务对象: is nobody's task.
_FIELD = re.compile(
    r"(?:填表)?(?:附?注|备注|说明)|[\u4e00-\u9fff]{0,6}(?:(?P<silent>对象|范围|地点|名称|主题|人员|依据|来源|口号)|内容|措施|任务|目标|要求|标准|做法|方式|项目|步骤|分工|如下)(?:是|为|有|如下)?"
)
_HANDED_IN = re.compile(r"(?:上)?(?:报|交)(?:送)?(?:至|到)?[\u4e00-\u9fff]{2,12}")
_IMPLEMENTING = re.compile(r"负责(?:具体|组织|统筹)+(?:实施|落实|推进)(?:工作)?$")
_BARE_FACT = re.compile(
    r"(?:并|且)?(?:原则上)?(?:每(?:个)?(?:天|日|周|月|季度|季|年|学期|学年|半年|半月|旬|次|期|校|村|户|人|处|所|班|站|点|镇|乡|社区)|一(?:天|日|周|月|季度|季|年|学期))?(?:组织|开展|召开|进行)?(?:至少|最少|不少于|不低于|不得少于|达到|达|不超过)?"
    r"[\d.一二两三四五六七八九十]{1,6}(?:%|[万亿]?[\u4e00-\u9fff]{1,2})(?:以上|以内|以下)?"
)
_YEAR_OPENING = re.compile(
    r"(?:在|从|自)?(20\d{2})年(?:度|以来|全年|期间|来|,|$|[上下]半年|\d{1,2}月)?"
)
_RATE_SUBJECT = re.compile(
    r"[^,;每对将把]{0,16}(?:率|度|比例)(?:要|应|须|需|均|都)*(?:达|不低|不少|为|保持|稳定|提高|≥|>|\d|100)"
)


class SentenceReader:
    """Turns the clauses of a sentence into drafts, carrying the owner along."""

    def __init__(self, text: str, now: Calendar, scope: Scope) -> None:
        self.text = text
        self.now = now
        self.scope = scope

    def read(self, sentence: Sentence) -> list[Draft]:
        """Return the drafts of a sentence and leave the owner in force behind."""
        run = Run()
        if sentence.item:
            self._ordinal(run)
        for position, clause in enumerate(sentence.clauses):
            whole = len(sentence.clauses) == 1
            self._clause(clause, run, whole=whole, first=position == 0)
        self._leftover(run, sentence.clauses[-1].end if sentence.clauses else sentence.end)
        for draft in run.drafts:
            draft.sentence = (sentence.start, sentence.end)
        self.scope.closed = run.explicit and not run.drafts
        kept = [d for d in run.drafts if not self._exhortation(d)]
        self.scope.drafts += kept
        return kept

    def _ordinal(self, run: Run) -> None:
        """Begin an item within the line: the owner named before the first one returns."""
        if not self.scope.ordinal_met:
            self.scope.ordinal_met = True
            self.scope.base = self.scope.owners
        self.scope.owners = self.scope.base
        run.current = None
        run.prefix = None
        run.past = False

    def _clause(self, clause: Clause, run: Run, *, whole: bool, first: bool) -> None:
        start, end = clause.start, clause.end
        ordinal = _INLINE_ORDINAL.match(self.text, start, end)
        if ordinal and not first:
            self._ordinal(run)
            start = ordinal.end()
        field = _FIELD.fullmatch(self.text, start, end) if clause.closer == ":" else None
        if field:
            run.past = run.silent = bool(field["silent"])
            return
        if run.silent:
            return
        if self._speaks(start, end, clause.closer):
            run.prefix = None
            return
        self._note_past_year(start, end, run)
        reading = read_owner(self.text, start, end, whole=whole)
        if reading and not self._counts(reading, end):
            self._owned(reading, Clause(start, end, clause.closer), run)
        else:
            self._unowned(Clause(start, end, clause.closer), run)
        if clause.closer == ";":
            self._leftover(run, clause.end)
            run.current = None
            run.time = run.rhythm = None
            run.flipped = NOBODY

    def _note_past_year(self, start: int, end: int, run: Run) -> None:
        """Take a sentence about an earlier year for a report of it."""
        match = _YEAR_OPENING.match(self.text, start, end)
        if match and self.now.year and int(match[1]) < self.now.year:
            run.past = True

    def _counts(self, reading: Reading, end: int) -> bool:
        """Tell 街道级河长巡河率达到100%, a figure about units, from a task of theirs."""
        weak = reading.kind is Kind.SUBJECT and reading.owners.strength <= 1
        return (
            weak
            and bool(self.scope.owners.lead)
            and bool(_RATE_SUBJECT.match(self.text, reading.body, end))
        )

    def _speaks(self, start: int, end: int, closer: str) -> bool:
        words = self.text[start:end]
        return (
            closer in (",", ":")
            and len(words) <= 22
            and bool(SPEAKING.match(words + closer))
            and not _SPEAKER_WORDS.search(words)
        )

    def _owned(self, reading: Reading, clause: Clause, run: Run) -> None:
        if reading.kind is Kind.BACKWARD:
            self.scope.backward.append((reading.owners, reading.items))
            run.backward = True
            run.current = None
            return
        if reading.kind is Kind.SETTER:
            self._set_owner(self._beside_leader(reading.owners, run), run)
            run.set_before = True
            if clause.closer in ("。", ""):
                self._own_sentence(reading.owners, clause, run)
            return
        if reading.kind is Kind.SUPPORT and self._support(reading, clause, run):
            return
        self._assigned(reading, clause, run)

    def _assigned(self, reading: Reading, clause: Clause, run: Run) -> None:
        """Read a clause that names its owner and says what to do."""
        judged = judging.judge(
            self.text, (clause.start, clause.end), self.now, reading.span
        )
        told = run.past and reading.owners.strength <= 1
        told = told and not FUTURE.search(self.text, clause.start, clause.end)
        if judged.role is Role.PAST or told:
            run.past, run.current, run.prefix, run.time = True, None, None, None
            return
        run.past = False
        owners = self._owners_of(reading, run)
        if self.text.startswith("由", reading.span[0]):
            # 建立联席会议制度,由区住建委召集: X answers for what nobody did before it.
            for draft in run.drafts:
                draft.owners = draft.owners if draft.owners.lead else owners
        run.explicit = True
        self._heading_before_owner(run)
        if judged.role is Role.PREPARING and clause.closer == ",":
            run.current, run.named = None, True
            self._place(clause, judged, run, owners)
            return
        self._begin(clause, judged, run, owners, carried=False)

    def _owners_of(self, reading: Reading, run: Run) -> Owners:
        """Return the owners of one clause, and put them in force unless it is an aside."""
        if reading.kind is Kind.SUPPORT:
            return Owners(self.scope.owners.lead, reading.owners.support, 2)
        if reading.kind is Kind.FLIPPED:
            run.flipped = reading.owners
        else:
            self.scope.owners, run.flipped = reading.owners, NOBODY
        return reading.owners

    def _set_owner(self, owners: Owners, run: Run) -> None:
        self.scope.owners = owners
        run.explicit, run.past, run.current = True, False, None
        self._heading_before_owner(run)

    def _beside_leader(self, owners: Owners, run: Run) -> Owners:
        """Let A牵头,B具体落实 make B a helper of A."""
        if not run.set_before or run.drafts:
            return owners
        leader = self.scope.owners
        return replace(leader, support=(*leader.support, *owners.lead))

    def _own_sentence(self, owners: Owners, clause: Clause, run: Run) -> None:
        """Let …,由市农业农村局负总责 at the end of a sentence own what it says."""
        if run.drafts and all(draft.carried for draft in run.drafts):
            for draft in run.drafts:
                draft.owners = self.scope.owners
        elif run.drafts and _IMPLEMENTING.search(self.text, clause.start, clause.end):
            # A组织好志愿者,B负责组织实施 gives B a task of its own.
            judged = Judged(Role.HEAD, Facts(), clause.start)
            self._begin(clause, judged, run, owners, carried=False)

    def _heading_before_owner(self, run: Run) -> None:
        """Drop 要完善评比机制 before the owner that it is the heading of."""
        if run.prefix is None or run.prefix_facts:
            return
        if not self.text.startswith(("对", "凡"), run.prefix):
            run.prefix = None

    def _support(self, reading: Reading, clause: Clause, run: Run) -> bool:
        """Add helpers to the owner in force and to the drafts just made."""
        if reading.body < clause.end and judging.opens_with_verb(
            self.text, reading.body, clause.end
        ):
            return False
        helpers = reading.owners.support
        if self.scope.backward and run.backward:
            owners, items = self.scope.backward[-1]
            self.scope.backward[-1] = replace(owners, support=helpers), items
            return True
        self.scope.owners = replace(self.scope.owners, support=helpers)
        for draft in run.drafts:
            draft.owners = replace(draft.owners, support=helpers)
        return True

    def _unowned(self, clause: Clause, run: Run) -> None:
        owners = run.flipped if run.flipped.lead else self.scope.owners
        company = None
        if owners.lead:
            company = read_company(self.text, clause.start, clause.end, owners)
        if company and company[1] >= clause.end and self._accompanied(company[0], run):
            return
        judged = judging.judge(self.text, (clause.start, clause.end), self.now, None)
        if judged.role is Role.PAST or (
            run.past and not FUTURE.search(self.text, clause.start, clause.end)
        ):
            run.past, run.current, run.time = True, None, None
            return
        run.past = False
        words = self.text[clause.start : clause.end]
        if (OUTSIDER.match(words) and not run.current) or _FROM_ABOVE.search(words):
            run.past, run.prefix = True, None
            return
        self._place(clause, judged, run, company[0] if company else owners)

    def _accompanied(self, owners: Owners, run: Run) -> bool:
        """Read 会同B between the owner and the task: B helps with what follows."""
        if run.current is not None or not run.explicit:
            return False
        self.scope.owners = owners
        return True

    def _place(self, clause: Clause, judged: Judged, run: Run, owners: Owners) -> None:
        if judged.role is Role.TIME:
            time = judged.facts.deadline
            if time and (time.firm or clause.closer == ":"):
                run.time = replace(time, firm=True)
            run.rhythm = judged.facts.recurrence or run.rhythm
            run.prefix = clause.start if run.prefix is None else run.prefix
        elif judged.role is Role.PREPARING or self._heads_nothing(clause, judged, run):
            run.prefix = clause.start if run.prefix is None else run.prefix
            if judged.facts.any or judged.facts.deadline:
                run.prefix_facts.append(judged.facts)
        elif run.current is not None and self._joins(clause, judged, run.current):
            run.current.end = clause.end
        elif judged.role is Role.HEAD or run.current is None:
            self._begin(clause, judged, run, owners, carried=True)
        else:
            run.current.end = clause.end

    def _joins(self, clause: Clause, judged: Judged, current: Draft) -> bool:
        """Let a clause that only says how often, by when or how join the one before."""
        if self._bare_fact(clause, current, judged):
            current.recurrence = current.recurrence or judged.facts.recurrence
            current.targets += judged.facts.targets
            return True
        if self._reported(clause, current, judged):
            current.deadline = judged.facts.deadline
            return True
        return self._continues(clause, judged, current)

    def _bare_fact(self, clause: Clause, current: Draft, judged: Judged) -> bool:
        """Tell 一季度一次, which says how often of the clause before."""
        clash = current.recurrence and judged.facts.recurrence
        return not clash and bool(_BARE_FACT.fullmatch(self.text, clause.start, clause.end))

    def _reported(self, clause: Clause, current: Draft, judged: Judged) -> bool:
        """Tell 7月15日前报区创城办, by when the task before is to be handed in."""
        due = judged.facts.deadline
        free = current.deadline is None and not current.recurrence
        handed = due and _HANDED_IN.fullmatch(self.text, judged.verb, clause.end)
        return bool(free and handed and due and due.firm)

    def _continues(self, clause: Clause, judged: Judged, current: Draft) -> bool:
        """Tell 组织专班,制定方案: short steps of one deliverable rather than two."""
        if judged.facts.any or judged.facts.deadline:
            return False
        if judged.role is Role.HEAD and EXHORTATION.search(
            self.text, current.start, current.end
        ):
            return False
        short = clause.end - clause.start <= _SHORT_STEP
        opening = not current.holds_facts and current.end - current.verb <= _SHORT_STEP
        return short or opening

    def _heads_nothing(self, clause: Clause, judged: Judged, run: Run) -> bool:
        """Tell an opening that awaits its verb: …问题, …工程."""
        if judged.facts.any or run.current is not None:
            return False
        if judged.role is Role.FOLLOWING:
            return True
        colon = clause.closer == ":"
        return colon and bool(_MECHANISM.match(self.text[clause.start : clause.end]))

    def _begin(
        self, clause: Clause, judged: Judged, run: Run, owners: Owners, *, carried: bool
    ) -> None:
        start = clause.start if run.prefix is None else run.prefix
        facts = [*run.prefix_facts, judged.facts]
        deadlines = [f.deadline for f in facts if f.deadline]
        firm = [one for one in deadlines if one.firm]
        draft = Draft(
            start=start,
            end=clause.end,
            verb=judged.verb,
            owners=owners,
            deadline=next(iter(firm), run.time or next(iter(deadlines), None)),
            recurrence=next(
                (f.recurrence for f in reversed(facts) if f.recurrence), run.rhythm
            ),
            targets=[target for f in facts for target in f.targets],
            carried=carried and not run.named,
            headed=judged.role is Role.HEAD,
        )
        run.drafts.append(draft)
        run.current = draft
        run.prefix, run.prefix_facts, run.named = None, [], False

    def _leftover(self, run: Run, end: int) -> None:
        """Let openings that met no verb stand if the sentence pins something down."""
        if run.prefix is None:
            return
        facts = next((f for f in run.prefix_facts if f.any), None)
        named = run.current is None and run.explicit and bool(self.scope.owners.lead)
        if facts is not None or run.rhythm is not None or named:
            self._stand(run, end, facts or Facts())
        run.prefix, run.prefix_facts, run.named = None, [], False

    def _stand(self, run: Run, end: int, facts: Facts) -> None:
        start = run.prefix or 0
        if end <= start:
            return
        run.drafts.append(
            Draft(
                start=start,
                end=end,
                verb=start,
                owners=self.scope.owners,
                deadline=facts.deadline or run.time,
                recurrence=facts.recurrence or run.rhythm,
                targets=list(facts.targets),
                carried=True,
                headed=False,
            )
        )

    def _exhortation(self, draft: Draft) -> bool:
        """Leave out 各单位要高度重视, which nobody can deliver."""
        words = self.text[draft.start : draft.end]
        return (
            not draft.holds_facts
            and all(name.startswith(("各", "全体", "所有")) for name in draft.owners.lead)
            and len(words) < 40
            and bool(EXHORTATION.search(words))
        )
