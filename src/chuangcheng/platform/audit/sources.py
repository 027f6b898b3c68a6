"""The tables that are sealed, and how their rows are read the same way on any day and session."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pghistory.core
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from chuangcheng.platform.models import AuditEntry

from . import provenance

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table whose rows are sealed: the audit log itself, or the history of a model."""

    table: str
    key: str
    moment: str
    # The model whose history it is; None for the audit log.
    of: type[Model] | None

    def written_at(self, values: Values) -> datetime:
        """Return when the row says it was written."""
        return datetime.fromisoformat(values[self.moment] or "")

    def is_ours(self, values: Values) -> bool:
        """Say whether the row bears the program's mark."""
        if self.of is None:
            return _entry_is_ours(values)
        return provenance.context_is_ours(
            values.get("pgh_context_id"),
            values.get("pgh_context"),
            written=self.written_at(values),
        )


def _entry_is_ours(values: Values) -> bool:
    mark = values.get("mark")
    if not mark:
        return False
    entry = SimpleNamespace(
        at=datetime.fromisoformat(values["at"] or ""),
        verb=values["verb"],
        subject=values["subject"],
        key=values["key"],
        actor_id=int(values["actor_id"]) if values["actor_id"] else None,
        actor_name=values["actor_name"],
        address=values["address"],
        detail=json.loads(values["detail"] or "null"),
    )
    return provenance.entry_is_ours(entry, mark=bytes.fromhex(mark.removeprefix("\\x")))


@lru_cache(maxsize=1)
def every() -> Mapping[str, Source]:
    """Return all sealed tables by name, the audit log first."""
    entries = Source(table=AuditEntry._meta.db_table, key="id", moment="at", of=None)
    histories = [
        Source(
            table=model._meta.db_table,
            key="pgh_id",
            moment="pgh_created_at",
            of=model.pgh_tracked_model,  # type: ignore[attr-defined]  # set by the library
        )
        for model in pghistory.core.event_models()
    ]
    histories.sort(key=lambda source: source.table)
    return {source.table: source for source in (entries, *histories)}


@contextmanager
def plain_text() -> Iterator[None]:
    """Open a transaction in which every value has one spelling, whatever the session is set to."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';"
            "SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL extra_float_digits = 1;"
            "SET LOCAL bytea_output = 'hex'"
        )
        yield


def present_columns() -> dict[str, list[str]]:
    """Return the columns that each sealed table has now, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT class.relname, array_agg(attname::text ORDER BY attname)"
            " FROM pg_attribute JOIN pg_class class ON class.oid = attrelid"
            " WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 AND NOT attisdropped"
            " GROUP BY class.relname",
            [[f'"{table}"' for table in every()]],
        )
        return dict(cursor.fetchall())


# Below every id, also those that nobody but an intruder would use.
LOWEST = -(2**63)


def unsealed(
    source: Source, columns: Sequence[str], *, above: int, limit: int
) -> list[tuple[int, Values]]:
    """Read rows above an id that have no place in the chain yet, in the order of their ids."""
    condition = sql.SQL(
        "source.{key} > %s AND NOT EXISTS (SELECT FROM platform_sealedrow sealed"
        ' WHERE sealed."table" = %s AND sealed.row = source.{key})'
        " ORDER BY source.{key} LIMIT %s"
    ).format(key=sql.Identifier(source.key))
    return _read(source, columns, condition, [above, source.table, limit])


def count_unsealed(above: Sequence[tuple[Source, int]]) -> int:
    """Count rows above an id of each table that have no place in the chain yet."""
    counts = [
        sql.SQL(
            "SELECT count(*) AS waiting FROM {table} source WHERE source.{key} > {above}"
            " AND NOT EXISTS (SELECT FROM platform_sealedrow sealed"
            ' WHERE sealed."table" = {name} AND sealed.row = source.{key})'
        ).format(
            table=sql.Identifier(source.table),
            key=sql.Identifier(source.key),
            above=sql.Literal(lowest),
            name=sql.Literal(source.table),
        )
        for source, lowest in above
    ]
    query = sql.SQL("SELECT sum(waiting) FROM ({counts}) counted").format(
        counts=sql.SQL(" UNION ALL ").join(counts)
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string())
        return int(cursor.fetchone()[0])


def rows(source: Source, columns: Sequence[str], ids: Sequence[int]) -> dict[int, Values]:
    """Read rows by id; those that are gone are missing from the answer."""
    condition = sql.SQL("source.{key} = ANY(%s)").format(key=sql.Identifier(source.key))
    return dict(_read(source, columns, condition, [list(ids)]))


def _read(
    source: Source, columns: Sequence[str], condition: sql.Composed, params: list[Any]
) -> list[tuple[int, Values]]:
    query = sql.SQL("SELECT source.{key}, {columns} FROM {table} source WHERE ").format(
        key=sql.Identifier(source.key),
        columns=sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns
        ),
        table=sql.Identifier(source.table),
    )
    with connection.cursor() as cursor:
        # As text: the history library's wrapper cannot read a composed query.
        cursor.execute((query + condition).as_string(), params)
        return [
            (row[0], dict(zip(columns, row[1:], strict=True))) for row in cursor.fetchall()
        ]
