"""What somebody can do who has the database's password and means ill."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from chuangcheng.platform.audit import chain
from chuangcheng.platform.models import Seal, SealedRow


def run(statement: str, params: Sequence[Any] = (), *, table: str = "") -> None:
    """Run a statement as psql would, with the table's triggers switched off if one is named."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        quiet, loud = _switches(table)
        cursor.execute(quiet)
        try:
            cursor.execute(statement, params)
        finally:
            cursor.execute(loud)


def sit_down() -> None:
    """Begin as a session of one's own does: without the context of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '', true),"
            " set_config('pghistory.context_metadata', '', true)"
        )


def _switches(table: str) -> tuple[str, str]:
    if not table:
        return "SELECT 1", "SELECT 1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            return (
                "SET session_replication_role = replica",
                "SET session_replication_role = DEFAULT",
            )
    # The owner of a table who is no superuser.
    return (
        f'ALTER TABLE "{table}" DISABLE TRIGGER USER',
        f'ALTER TABLE "{table}" ENABLE TRIGGER USER',
    )


def forge_place(link: SealedRow, content: bytes) -> None:
    """Give a row's place in the chain the digests that fit a new content, but go no further."""
    seal = Seal.objects.get(number=link.seal)
    before = SealedRow.objects.filter(position=link.position - 1, seal=link.seal).first()
    place = chain.Place(
        position=link.position, table=link.table, row=link.row, is_ours=link.is_ours
    )
    previous = bytes(before.link if before else seal.opening)
    forged = chain.link(seal.algorithm, previous, place, content)
    run(
        "UPDATE platform_sealedrow SET content = %s, link = %s WHERE position = %s",
        [content, forged, link.position],
        table="platform_sealedrow",
    )
