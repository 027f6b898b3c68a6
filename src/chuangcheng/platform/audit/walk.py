"""Follow the hash chain from its first link to its last and compare it with the rows it seals."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from chuangcheng.platform.models import Seal, SealedRow

from . import chain, sources, wording
from .findings import Finding, Kind
from .sources import Source, Values

# As many rows are read together; memory does not grow with the log.
STRETCH = 5_000
# Longer than any transaction and than the hour between two thorough runs of the sealer.
LATEST = timedelta(hours=2)
# No seal has more rows; a forged count must not keep the walk busy for ever.
MOST = 100_000

Contents = dict[tuple[str, int], Values]


@dataclass(slots=True, kw_only=True)
class Walk:
    """How far the walk has come."""

    seals: int = 0
    rows: int = 0
    last: Seal | None = None
    # When the sealer had last finished before the present seal's run.
    finished_at: datetime | None = None
    present: dict[str, list[str]] = field(default_factory=sources.present_columns)
    reported: set[str] = field(default_factory=set)

    def stretches(self) -> Iterator[list[Finding]]:
        """Check one stretch of the chain after the other."""
        stretch: list[Seal] = []
        for seal in Seal.objects.order_by("number").iterator(chunk_size=1000):
            stretch.append(seal)
            if sum(len(_span(seal)) for seal in stretch) >= STRETCH:
                yield list(self._check_stretch(stretch))
                stretch = []
        yield list(self._check_stretch(stretch))
        yield list(self._check_end())

    def verdict(self, source: Source, key: int, values: Values) -> Finding | None:
        """Say whether a sealed row came too late to be honest."""
        written = source.written_at(values)
        if self.finished_at is None or written >= self.finished_at - LATEST:
            return None
        who = wording.row(source, key, values)
        return Finding(
            kind=Kind.INSERTED,
            sentence=f"{who}写明的时间早于{_moment(self.finished_at)}的封存，"
            "但当时并不存在，是事后补入的。",
        )

    def _check_stretch(self, stretch: list[Seal]) -> Iterator[Finding]:
        if not stretch:
            return
        links = {link.position: link for span in _spans(stretch) for link in _links(span)}
        contents = self._contents(stretch, links)
        for seal in stretch:
            yield from self._check_seal(seal, links, contents)

    def _contents(self, stretch: list[Seal], links: dict[int, SealedRow]) -> Contents:
        """Read the rows that are sealed here, table by table, with the columns they had then."""
        wanted: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for seal in stretch:
            for position in _span(seal):
                link = links.get(position)
                if link and self._missing(seal, link.table) is None:
                    wanted[link.table, tuple(seal.columns[link.table])].append(link.row)
        contents: Contents = {}
        for (table, columns), ids in wanted.items():
            rows = sources.rows(sources.every()[table], columns, ids)
            contents.update({(table, row): values for row, values in rows.items()})
        return contents

    def _missing(self, seal: Seal, table: str) -> str | None:
        """Name what a sealed table lacks today, so that its rows cannot be read as sealed."""
        if table not in sources.every():
            return f"程序已不认识表{table}"
        if table not in seal.columns:
            return f"第{seal.number}号封存没有记下表{table}的列"
        lost = sorted(set(seal.columns[table]) - set(self.present.get(table, ())))
        return f"表{table}已没有列{'、'.join(lost)}" if lost else None

    def _check_seal(
        self, seal: Seal, links: dict[int, SealedRow], contents: Contents
    ) -> Iterator[Finding]:
        self._note_finished(seal)
        broken = self._seam(seal) or _heading_fault(seal)
        if broken:
            yield broken
        self.seals += 1
        self.last = seal
        if not chain.is_available(seal.algorithm):
            return
        yield from self._check_rows(seal, links, contents)

    def _note_finished(self, seal: Seal) -> None:
        if self.last and self.last.is_complete and self.last.at < seal.at:
            self.finished_at = self.last.at

    def _seam(self, seal: Seal) -> Finding | None:
        """Find what is wrong between this seal and the last."""
        expected = self.last.number + 1 if self.last else 1
        if seal.number != expected:
            which = f"第{expected}号" + (
                f"至第{seal.number - 1}号" if seal.number - 1 > expected else ""
            )
            return Finding(kind=Kind.SEAL_GONE, sentence=f"{which}封存被删除。")
        head = bytes(self.last.head) if self.last else chain.GENESIS
        first = self.last.first + self.last.count if self.last else 1
        if bytes(seal.previous) == head and seal.first == first:
            return None
        sentence = f"{_name(seal)}与第{seal.number - 1}号不衔接，两者之一被改动。"
        return Finding(kind=Kind.SEAL_ALTERED, sentence=sentence)

    def _check_rows(
        self, seal: Seal, links: dict[int, SealedRow], contents: Contents
    ) -> Iterator[Finding]:
        previous: bytes | None = bytes(seal.opening)
        for position in _span(seal):
            link = links.get(position)
            if link is None:
                yield _gone_link(seal, position)
                previous = None
                continue
            self.rows += 1
            yield from self._check_row(seal, link, contents.get((link.table, link.row)))
            if previous is not None and not _follows(seal, link, previous):
                yield _broken_link(seal, link, contents)
            previous = bytes(link.link)
        if previous is not None and previous != bytes(seal.head):
            sentence = f"{_name(seal)}的链头与其最后一行不符，被改动。"
            yield Finding(kind=Kind.SEAL_ALTERED, sentence=sentence)

    def _check_row(
        self, seal: Seal, link: SealedRow, values: Values | None
    ) -> Iterator[Finding]:
        lack = self._missing(seal, link.table)
        if lack is not None:
            if lack not in self.reported:
                self.reported.add(lack)
                sentence = f"{lack}，{_name(seal)}起的有关记录无法核对。"
                yield Finding(kind=Kind.UNREADABLE, sentence=sentence)
            return
        source = sources.every()[link.table]
        where = f"封存于{_name(seal)}第{link.position}环"
        if values is None:
            sentence = f"{wording.row(source, link.row, None)}（{where}）已被删除。"
            yield Finding(kind=Kind.ROW_GONE, sentence=sentence)
            return
        columns = seal.columns[link.table]
        content = chain.content(seal.algorithm, (values[column] for column in columns))
        if content != bytes(link.content):
            sentence = f"{wording.row(source, link.row, values)}在封存之后被改动，{where}。"
            yield Finding(kind=Kind.ROW_ALTERED, sentence=sentence)
        late = self.verdict(source, link.row, values)
        if late:
            yield late
        elif not link.is_ours:
            yield outside(source, link.row, values)

    def _check_end(self) -> Iterator[Finding]:
        """Find places in the chain that no seal vouches for."""
        if self.last:
            # The unsealed rows are judged against the last run that finished.
            latest = Seal.objects.filter(is_complete=True).order_by("-number").first()
            self.finished_at = latest.at if latest else self.finished_at
        end = self.last.first + self.last.count if self.last else 1
        beyond = SealedRow.objects.filter(position__gte=end).order_by("position")
        if beyond.exists():
            sentence = (
                f"第{end}环起有{beyond.count()}环没有对应的封存，"
                f"第{self.last.number + 1 if self.last else 1}号封存已被删除。"
            )
            yield Finding(kind=Kind.SEAL_GONE, sentence=sentence)


def _span(seal: Seal) -> range:
    return range(seal.first, seal.first + min(seal.count, MOST))


def _spans(stretch: list[Seal]) -> list[range]:
    """Join the seals' positions where they follow on each other, as they do in a sound chain."""
    joined: list[range] = []
    for span in map(_span, stretch):
        if joined and joined[-1].stop == span.start:
            joined[-1] = range(joined[-1].start, span.stop)
        else:
            joined.append(span)
    return joined


def _links(span: range) -> QuerySet[SealedRow]:
    return SealedRow.objects.filter(position__gte=span.start, position__lt=span.stop)


def outside(source: Source, key: int, values: Values) -> Finding:
    """Say that a row does not bear the program's mark."""
    sentence = (
        f"{wording.row(source, key, values)}不是由程序写入，有人绕过程序直接操作了数据库。"
    )
    return Finding(kind=Kind.OUTSIDE, sentence=sentence)


def _heading_fault(seal: Seal) -> Finding | None:
    if not chain.is_available(seal.algorithm):
        sentence = f"{_name(seal)}的算法{seal.algorithm}本机不支持，或已被改动，无法核对。"
        return Finding(kind=Kind.SEAL_ALTERED, sentence=sentence)
    heading = chain.Heading(
        number=seal.number,
        at=seal.at,
        algorithm=seal.algorithm,
        previous=bytes(seal.previous),
        columns=seal.columns,
        first=seal.first,
        count=seal.count,
        is_complete=seal.is_complete,
    )
    if chain.opening(heading) == bytes(seal.opening):
        return None
    return Finding(kind=Kind.SEAL_ALTERED, sentence=f"{_name(seal)}的记载被改动。")


def _follows(seal: Seal, link: SealedRow, previous: bytes) -> bool:
    place = chain.Place(
        position=link.position, table=link.table, row=link.row, is_ours=link.is_ours
    )
    return chain.link(seal.algorithm, previous, place, bytes(link.content)) == bytes(
        link.link
    )


def _gone_link(seal: Seal, position: int) -> Finding:
    sentence = f"{_name(seal)}的第{position}环被删除。"
    return Finding(kind=Kind.SEAL_GONE, sentence=sentence)


def _broken_link(seal: Seal, link: SealedRow, contents: Contents) -> Finding:
    source = sources.every().get(link.table)
    values = contents.get((link.table, link.row))
    what = wording.row(source, link.row, values) if source else link.table
    sentence = f"封存链在{_name(seal)}第{link.position}环断开：本环（{what}）或前一环的封存被改动。"
    return Finding(kind=Kind.SEAL_ALTERED, sentence=sentence)


def _name(seal: Seal) -> str:
    return f"第{seal.number}号封存（{_moment(seal.at)}）"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
