"""Make sure the embedded server holds our role and database."""

from pathlib import Path

import psycopg
from psycopg import sql

from .account import Account
from .addresses import EXTENSIONS, Address
from .cluster import SUPERUSER
from .places import PORT, Places, secret
from .trouble import RefusedToStart

NAME = "chuangcheng"


def are_complete(target: Address) -> bool:
    """Say whether our role can enter our database."""
    try:
        psycopg.connect(target.dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def ensure(places: Places, account: Account, sockets: Path) -> None:
    """Create whatever of role, extensions and database is not there yet."""
    word = secret(places.password(NAME), uid=account.uid, gid=account.gid)
    try:
        with _as_superuser(places, sockets, "template1") as connection:
            # In the template, so that the databases of the test suite have them too.
            for extension in EXTENSIONS:
                wanted = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
                connection.execute(wanted.format(sql.Identifier(extension)))
        with _as_superuser(places, sockets, "postgres") as connection:
            _ensure_role(connection, word)
            _ensure_database(connection)
    except psycopg.OperationalError as error:
        message = (
            f"进不了数据库：{error}\n若是口令不符，请从备份中恢复文件 "
            f"{places.password(SUPERUSER)}。"
        )
        raise RefusedToStart(message) from error


def _as_superuser(places: Places, sockets: Path, database: str) -> psycopg.Connection:
    word = places.password(SUPERUSER).read_text(encoding="ascii")
    target = Address(
        name=database, user=SUPERUSER, password=word, host=str(sockets), port=str(PORT)
    )
    return psycopg.connect(target.dsn, autocommit=True)


def _ensure_role(connection: psycopg.Connection, word: str) -> None:
    """Create the program's own role, which may make databases but rules none of others."""
    role = sql.Identifier(NAME)
    if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s"):
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    # Scrambled here, so that no log of the server ever holds the word itself.
    scrambled = connection.pgconn.encrypt_password(
        word.encode(), NAME.encode(), b"scram-sha-256"
    )
    change = sql.SQL("ALTER ROLE {} PASSWORD {}")
    connection.execute(change.format(role, sql.Literal(scrambled.decode())))


def _ensure_database(connection: psycopg.Connection) -> None:
    if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s"):
        create = sql.SQL("CREATE DATABASE {0} OWNER {0}")
        connection.execute(create.format(sql.Identifier(NAME)))


def _exists(connection: psycopg.Connection, question: str) -> bool:
    return connection.execute(question, [NAME]).fetchone() is not None
