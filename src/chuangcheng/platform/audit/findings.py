"""What a verification can find, and the report that it hands over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Of each kind this many are told in words; the rest is counted.
TOLD = 20


class Kind(StrEnum):
    """A way in which the record can be wrong; the value is its name for people."""

    ROW_ALTERED = "已封存的记录被改动"
    ROW_GONE = "已封存的记录被删除"
    SEAL_ALTERED = "封存链被改动"
    SEAL_GONE = "封存链有缺失"
    UNREADABLE = "封存时的表或列已不存在"
    HEAD_UNKNOWN = "事先记下的链头不在链中"
    INSERTED = "事后补入的记录"
    OUTSIDE = "绕过程序写入的记录"
    LIVE_ALTERED = "业务数据与最后一次留痕不一致"
    LIVE_GONE = "业务数据被删除而没有留痕"
    LIVE_UNRECORDED = "业务数据没有留痕"
    TRIGGER_OFF = "留痕触发器缺失或已停用"


BREAKS = {
    Kind.ROW_ALTERED,
    Kind.ROW_GONE,
    Kind.SEAL_ALTERED,
    Kind.SEAL_GONE,
    Kind.UNREADABLE,
    Kind.HEAD_UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, in a sentence."""

    kind: Kind
    sentence: str


@dataclass(slots=True, kw_only=True)
class Report:
    """What was looked at, and everything that is wrong with it."""

    seals: int = 0
    rows: int = 0
    head: str = ""
    waiting: int = 0
    waiting_since: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)

    @property
    def is_intact(self) -> bool:
        return not self.counts

    @property
    def first(self) -> Finding | None:
        """Return the first broken link of the chain, or else the first thing that is wrong."""
        breaks = (finding for finding in self.findings if finding.kind in BREAKS)
        return next(breaks, self.findings[0] if self.findings else None)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings in, keeping only as many sentences as a person would read."""
        for finding in findings:
            self.counts[finding.kind] += 1
            if self.counts[finding.kind] <= TOLD:
                self.findings.append(finding)
