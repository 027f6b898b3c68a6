"""Give every row of the audit log and of the histories its place in the hash chain.

One sealer at a time; those who write never wait for it, since it only reads their tables.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from chuangcheng.platform.models import Seal, SealedRow
from chuangcheng.platform.refusal import Refused

from . import chain, sources
from .sources import Source, Values

# Rows for one seal: small enough for memory, large enough that a bulk import makes few seals.
BATCH = 10_000
# A row may be committed after rows with higher ids were sealed. Each run looks this far back, a
# thorough one looks at everything.
LOOK_BACK = 10_000

# Any number will do, as long as nobody else locks on it.
_LOCK = 0x5EA1

log = structlog.get_logger(__name__)


class UnknownAlgorithm(Refused):
    """This machine cannot compute the digest that the settings ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A row that has no place in the chain yet."""

    source: Source
    row: int
    values: Values


def seal(*, thorough: bool = False) -> int:
    """Seal all rows that wait and return how many; nothing happens while another sealer works.

    Raises:
        UnknownAlgorithm: the digest named by `AUDIT_HASH` is not available here.
    """
    if not chain.is_available(settings.AUDIT_HASH):
        message = (
            f"本机不支持审计摘要算法 {settings.AUDIT_HASH}，请检查 CHUANGCHENG_AUDIT_HASH。"
        )
        raise UnknownAlgorithm(message)
    at = timezone.now()
    sealed = 0
    while True:
        made = _seal_batch(at=at, thorough=thorough)
        if made is None:
            return sealed
        sealed += made.count
        if made.is_complete:
            return sealed


def count_waiting() -> int:
    """Return how many rows the next run would seal, counted without reading them."""
    ids = [(source, _highest(source) - LOOK_BACK) for source in sources.every().values()]
    return sources.count_unsealed(ids)


def _seal_batch(*, at: datetime, thorough: bool) -> Seal | None:
    """Make one seal in its own transaction; None when nothing waits or another sealer works."""
    with sources.plain_text():
        if not _locked():
            return None
        columns = sources.present_columns()
        waiting = _waiting(columns, thorough=thorough)
        if not waiting:
            return None
        made = _write(waiting, columns, at=at)
    # The log lies outside the database: a head found there cannot be recomputed away.
    log.info("audit_sealed", number=made.number, rows=made.count, head=made.head.hex())
    return made


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _waiting(columns: chain.Columns, *, thorough: bool) -> list[_Waiting]:
    waiting: list[_Waiting] = []
    for source in sources.every().values():
        found = sources.unsealed(
            source,
            columns[source.table],
            above=sources.LOWEST if thorough else _highest(source) - LOOK_BACK,
            limit=BATCH - len(waiting),
        )
        waiting += [
            _Waiting(source=source, row=row, values=values) for row, values in found
        ]
        if len(waiting) == BATCH:
            break
    return waiting


def _highest(source: Source) -> int:
    newest = SealedRow.objects.filter(table=source.table).order_by("-row").first()
    return newest.row if newest else LOOK_BACK


def _write(waiting: list[_Waiting], columns: chain.Columns, *, at: datetime) -> Seal:
    last = Seal.objects.order_by("-number").first()
    heading = chain.Heading(
        number=last.number + 1 if last else 1,
        at=at,
        algorithm=settings.AUDIT_HASH,
        previous=bytes(last.head) if last else chain.GENESIS,
        columns={
            table: columns[table] for table in sorted({row.source.table for row in waiting})
        },
        first=last.first + last.count if last else 1,
        count=len(waiting),
        is_complete=len(waiting) < BATCH,
    )
    opening = chain.opening(heading)
    head = _write_rows(waiting, heading, opening)
    return Seal.objects.create(
        number=heading.number,
        at=heading.at,
        algorithm=heading.algorithm,
        previous=heading.previous,
        columns=heading.columns,
        first=heading.first,
        count=heading.count,
        is_complete=heading.is_complete,
        opening=opening,
        head=head,
    )


def _write_rows(waiting: list[_Waiting], heading: chain.Heading, opening: bytes) -> bytes:
    """Copy the rows' places into the chain and return the last link."""
    link = opening
    with (
        connection.cursor() as cursor,
        cursor.copy(
            'COPY platform_sealedrow (position, seal, "table", "row", is_ours, content, link)'
            " FROM STDIN"
        ) as copy,
    ):
        for position, one in enumerate(waiting, heading.first):
            place = chain.Place(
                position=position,
                table=one.source.table,
                row=one.row,
                is_ours=one.source.is_ours(one.values),
            )
            columns = heading.columns[place.table]
            content = chain.content(
                heading.algorithm, (one.values[column] for column in columns)
            )
            link = chain.link(heading.algorithm, link, place, content)
            copy.write_row(
                (
                    position,
                    heading.number,
                    place.table,
                    place.row,
                    place.is_ours,
                    content,
                    link,
                )
            )
    return link
