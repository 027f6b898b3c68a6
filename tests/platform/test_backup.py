"""A backup brings everything back, or is refused and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chuangcheng.platform import backup, database

CITY = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TYPE light AS ENUM ('绿', '红');
CREATE TABLE task (number serial PRIMARY KEY, title text NOT NULL, light light);
CREATE INDEX ON task USING gin (title gin_trgm_ops);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'kept for ever'; END $$;
CREATE TRIGGER keep BEFORE DELETE ON task FOR EACH ROW EXECUTE FUNCTION refuse();
COMMENT ON TRIGGER keep ON task IS 'hash of the trigger';
INSERT INTO task (title, light) VALUES ('背街小巷整治', '绿'), ('城区绿化', '红');
"""
WHAT_IS_THERE = """
SELECT (SELECT array_agg(title || light::text ORDER BY number) FROM task),
       (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'),
       (SELECT obj_description(oid) FROM pg_trigger WHERE tgname = 'keep'),
       (SELECT count(*) FROM pg_indexes WHERE tablename = 'task')
"""
AS_BACKED_UP = (["背街小巷整治绿", "城区绿化红"], 1, "hash of the trigger", 2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[database.Address]:
    home = tmp_path_factory.mktemp("backup") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHUANGCHENG_HOME", str(home))
        patch.delenv("DATABASE_URL", raising=False)
        # Safe as in service, because a backup would not join a server for tests.
        yield database.ensure_running()
        database.stop()
        database.leave(home)


@pytest.fixture
def city(server: database.Address) -> database.Address:
    """Lend a database that holds the same small city to each test."""
    _execute(server, backup.EMPTY + CITY)
    return server


@pytest.fixture
def dump(city: database.Address, tmp_path: Path) -> Path:
    backup.backup(tmp_path / "city.dump")
    return tmp_path / "city.dump"


def _execute(address: database.Address, script: str) -> None:
    with psycopg.connect(address.dsn) as connection:
        connection.execute(script.encode())


def _what_is_there(address: database.Address) -> tuple[object, ...]:
    with psycopg.connect(address.dsn) as connection:
        row = connection.execute(WHAT_IS_THERE).fetchone()
    assert row is not None
    return row


def test_a_restore_brings_back_everything_and_nothing_else(
    city: database.Address, dump: Path
) -> None:
    _execute(city, "UPDATE task SET light = '红'; CREATE TABLE later (number int)")

    backup.restore(dump, replace=True)

    assert _what_is_there(city) == AS_BACKED_UP


def test_an_empty_database_is_filled_without_asking(
    city: database.Address, dump: Path
) -> None:
    _execute(city, backup.EMPTY)

    backup.restore(dump)

    assert _what_is_there(city) == AS_BACKED_UP


def test_a_database_in_service_is_not_replaced_by_accident(
    city: database.Address, dump: Path
) -> None:
    _execute(city, "UPDATE task SET title = title || '（新）'")
    before = _what_is_there(city)

    with pytest.raises(backup.BackupFailed, match="已有 1 张表"):
        backup.restore(dump)

    assert _what_is_there(city) == before


def test_a_damaged_backup_changes_nothing(
    city: database.Address, dump: Path, tmp_path: Path
) -> None:
    _execute(city, "CREATE TABLE later (number int)")
    before = _what_is_there(city)
    whole = dump.read_bytes()
    for length in (200, len(whole) // 2, len(whole) - 20):
        broken = tmp_path / f"{length}.dump"
        broken.write_bytes(whole[:length])
        with pytest.raises(backup.BackupFailed, match=r"已损坏|未作改动"):
            backup.restore(broken, replace=True)
        assert _what_is_there(city) == before


def test_a_restore_waits_for_nobody_who_uses_the_tables(
    city: database.Address, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "EMPTY", backup.EMPTY.replace("'10s'", "'200ms'"))
    with psycopg.connect(city.dsn) as user:
        user.execute("SELECT * FROM task")
        with pytest.raises(backup.BackupFailed, match="正在使用中"):
            backup.restore(dump, replace=True)

    assert _what_is_there(city) == AS_BACKED_UP


def test_a_file_that_is_no_backup_is_refused(
    city: database.Address, tmp_path: Path
) -> None:
    (tmp_path / "speech.docx").write_bytes(b"PK\x03\x04")

    with pytest.raises(backup.BackupFailed, match="不是本系统的备份文件"):
        backup.restore(tmp_path / "speech.docx", replace=True)
    with pytest.raises(backup.BackupFailed, match="打不开备份文件"):
        backup.restore(tmp_path / "missing.dump", replace=True)

    assert _what_is_there(city) == AS_BACKED_UP


def test_a_backup_is_closed_to_others_and_never_overwritten(dump: Path) -> None:
    kept = dump.read_bytes()
    assert dump.stat().st_mode & 0o077 == 0

    with pytest.raises(backup.BackupFailed, match="已经存在"):
        backup.backup(dump)

    assert dump.read_bytes() == kept
    assert list(dump.parent.iterdir()) == [dump]


@pytest.mark.usefixtures("city")
def test_a_backup_into_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(backup.BackupFailed, match="不存在，请先建立"):
        backup.backup(tmp_path / "nowhere" / "city.dump")
