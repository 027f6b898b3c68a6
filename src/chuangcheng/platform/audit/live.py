"""Compare business rows with the last version that their history kept."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from . import wording
from .findings import Finding, Kind
from .sources import Source

# DISTINCT ON leaves the newest version of each row, by the order in which row locks were held.
# Names of our own begin with pgh_, as no business column does.
_COMPARISON = """
    SELECT pgh_key, pgh_id, pgh_label, pgh_is_there, pgh_differing, {names}
    FROM (
        SELECT coalesce(live.{pk}, latest.pgh_obj_id) AS pgh_key,
            latest.pgh_id, latest.pgh_label, live.{pk} IS NOT NULL AS pgh_is_there,
            array_remove(ARRAY[{differences}]::text[], NULL) AS pgh_differing, {coalesced}
        FROM (
            SELECT DISTINCT ON (pgh_obj_id) * FROM {history} ORDER BY pgh_obj_id, pgh_id DESC
        ) latest
        FULL JOIN {live} live ON live.{pk} = latest.pgh_obj_id
    ) compared
    WHERE CASE
        WHEN NOT pgh_is_there THEN pgh_label <> 'delete'
        WHEN pgh_id IS NULL OR pgh_label = 'delete' THEN true
        ELSE cardinality(pgh_differing) > 0
    END
    ORDER BY pgh_key
"""


def compare(source: Source) -> Iterator[Finding]:
    """Find rows of one business table that changed without a trace; needs a transaction."""
    model = source.of
    if model is None:
        return
    columns = _common_columns(source, model)
    # Fetched piece by piece: somebody may have changed every row.
    with connection.chunked_cursor() as cursor:
        cursor.execute(_query(source, model, columns))
        for key, version, label, is_there, differing, *values in cursor:
            known = wording.known_as(dict(zip(columns, values, strict=True)))
            what = f"{wording.table(model)}第{key}行" + (f"（{known}）" if known else "")
            yield _finding(what, version, label, differing, is_there=is_there)


def _finding(
    what: str,
    version: int | None,
    label: str | None,
    differing: list[str],
    *,
    is_there: bool,
) -> Finding:
    if not is_there:
        sentence = f"{what}被删除，没有留痕；最后一次留痕是历史第{version}行。"
        return Finding(kind=Kind.LIVE_GONE, sentence=sentence)
    if version is None:
        sentence = f"{what}没有任何历史，是绕过留痕写入的，或其历史已被删除。"
        return Finding(kind=Kind.LIVE_UNRECORDED, sentence=sentence)
    if label == "delete":
        sentence = f"{what}按历史第{version}行应已删除，现在却存在。"
        return Finding(kind=Kind.LIVE_UNRECORDED, sentence=sentence)
    fields = "、".join(differing)
    sentence = f"{what}的{fields}与最后一次留痕（历史第{version}行）不一致，改动没有留痕。"
    return Finding(kind=Kind.LIVE_ALTERED, sentence=sentence)


def _common_columns(source: Source, model: type[Model]) -> list[str]:
    """Return the columns that are in both tables; excluded fields are only in one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped INTERSECT SELECT attname FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1",
            [f'"{source.table}"', f'"{model._meta.db_table}"'],
        )
        return [name for (name,) in cursor.fetchall()]


def _query(source: Source, model: type[Model], columns: list[str]) -> str:
    def joined(template: str) -> sql.Composed:
        return sql.SQL(", ").join(
            sql.SQL(template).format(column=sql.Identifier(name), name=sql.Literal(name))
            for name in columns
        )

    parts: dict[str, Any] = {
        "pk": sql.Identifier(str(model._meta.pk.column)),
        "history": sql.Identifier(source.table),
        "live": sql.Identifier(model._meta.db_table),
        "names": joined("{column}"),
        "coalesced": joined("coalesce(live.{column}, latest.{column})::text AS {column}"),
        "differences": joined(
            "CASE WHEN live.{column} IS DISTINCT FROM latest.{column} THEN {name} END"
        ),
    }
    return sql.SQL(_COMPARISON).format(**parts).as_string()
