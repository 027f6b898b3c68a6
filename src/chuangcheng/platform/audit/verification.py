"""Find out whether anything was changed behind the program's back, and what."""

from collections.abc import Callable, Iterator

import pgtrigger
from django.db import connection, transaction

from chuangcheng.platform.models import Seal, SealedRow

from . import live, sources, wording
from .findings import Finding, Kind, Report
from .walk import Walk, outside

# Told after each part how many rows of how many have been looked at.
Progress = Callable[[int, int], None]

_MOST_WAITING = 20_000


def verify(*, noted_head: str = "", progress: Progress | None = None) -> Report:
    """Check the chain, the rows it seals, the rows still waiting, and the business tables.

    `noted_head` is a head that somebody wrote down earlier; it must still be in the chain.
    """
    report = Report()
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            # One moment for all tables: people go on working meanwhile.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with sources.plain_text():
            _verify(report, noted_head=noted_head, progress=progress)
    return report


def head() -> str:
    """Return the newest head of the chain in hexadecimal; empty when nothing is sealed yet."""
    last = Seal.objects.order_by("-number").first()
    return bytes(last.head).hex() if last else ""


def _verify(report: Report, *, noted_head: str, progress: Progress | None) -> None:
    if noted_head:
        report.add(_check_noted(noted_head))
    total = SealedRow.objects.count()
    walk = Walk()
    for findings in walk.stretches():
        report.add(findings)
        if progress:
            progress(walk.rows, total)
    report.seals, report.rows, report.head = walk.seals, walk.rows, head()
    for source in sources.every().values():
        report.add(_check_waiting(report, walk, source))
        report.add(live.compare(source))
    report.add(_check_triggers())


def _check_noted(noted: str) -> Iterator[Finding]:
    if not Seal.objects.filter(head=bytes.fromhex(noted)).exists():
        sentence = f"链头{noted}不在现有的封存链中：封存链被截断或重写过。"
        yield Finding(kind=Kind.HEAD_UNKNOWN, sentence=sentence)


def _check_waiting(report: Report, walk: Walk, source: sources.Source) -> Iterator[Finding]:
    """Judge rows that are not sealed yet as the sealer will."""
    waiting = sources.unsealed(
        source, walk.present[source.table], above=sources.LOWEST, limit=_MOST_WAITING
    )
    for key, values in waiting:
        report.waiting += 1
        written = source.written_at(values)
        report.waiting_since = min(report.waiting_since or written, written)
        late = walk.verdict(source, key, values)
        if late:
            yield late
        elif not source.is_ours(values):
            yield outside(source, key, values)


def _check_triggers() -> Iterator[Finding]:
    """Find triggers that were dropped or left switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgenabled IN ('O', 'A')"
        )
        active = set(cursor.fetchall())
    for model, trigger in pgtrigger.registered():
        if (model._meta.db_table, trigger.get_pgid(model)) not in active:
            sentence = (
                f"{wording.table(model)}的触发器{trigger.name}缺失或已停用，改动不再留痕。"
            )
            yield Finding(kind=Kind.TRIGGER_OFF, sentence=sentence)
