"""The embedded server starts once, is shared, is closed, and comes back after a kill."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from chuangcheng.platform import database
from chuangcheng.platform.database import (
    RefusedToStart,
    account,
    cluster,
    lifetime,
)

NOBODY = 65534
SOURCES = Path(database.__file__).parents[3]

JOIN = """
import sys
from chuangcheng.platform import database
database.ensure_running(unsafe_fast=len(sys.argv) == 1)
print(database.status().pid, flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Lend one made cluster to the tests that leave it as they found it."""
    home = tmp_path_factory.mktemp("城 市") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHUANGCHENG_HOME", str(home))
        patch.delenv("DATABASE_URL", raising=False)
        database.ensure_running(unsafe_fast=True)
        _leave(home)
        yield home
        database.stop()


@pytest.fixture
def home(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CHUANGCHENG_HOME", str(shared_home))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield shared_home
    database.stop()
    _leave(shared_home)


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CHUANGCHENG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield tmp_path / "home"
    database.stop()
    _leave(tmp_path / "home")


def _leave(home: Path) -> None:
    """Leave this home alone; the suite itself may be using another."""
    database.leave(home)


def _process(*durable: str) -> "subprocess.Popen[str]":
    """Start a process that joins the server and stays until it is sent a line."""
    return subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", JOIN, *durable],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _server_seen_by(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def _dismiss(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=30)


def _wait_until_stopped() -> None:
    give_up_at = time.monotonic() + 15
    while database.status().is_running:
        assert time.monotonic() < give_up_at, "the server still runs"
        time.sleep(0.02)


def _count(address: database.Address, question: str) -> object:
    with psycopg.connect(address.dsn) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def test_the_first_start_makes_a_database_that_understands_chinese(home: Path) -> None:
    address = database.ensure_running(unsafe_fast=True)

    assert database.status().is_running
    assert _count(address, "SELECT cardinality(show_trgm('区住建委'))") == 5
    assert _count(address, "SELECT count(*) FROM pg_extension WHERE extname='btree_gist'")
    assert _count(address, "SHOW server_encoding") == "UTF8"
    assert _count(address, "SELECT rolsuper FROM pg_roles WHERE rolname=user") is False
    assert address.password not in repr(address)


def test_durability_is_given_up_only_on_request(home: Path) -> None:
    address = database.ensure_running()

    assert _count(address, "SHOW fsync") == "on"
    assert _count(address, "SHOW synchronous_commit") == "on"
    assert _count(address, "SHOW full_page_writes") == "on"


def test_work_that_must_last_does_not_join_a_server_for_tests(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)

    with pytest.raises(RefusedToStart, match="断电会丢数据"):
        database.ensure_running()


def test_a_second_process_joins_and_the_last_one_out_stops_the_server(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)
    second = _process()

    assert _server_seen_by(second) == database.status().pid
    _leave(home)
    assert database.status().is_running
    _dismiss(second)
    assert not database.status().is_running


def test_four_processes_starting_together_get_one_server(new_home: Path) -> None:
    together = [_process() for _ in range(4)]

    servers = {_server_seen_by(one) for one in together}

    assert len(servers) == 1
    for one in together:
        _dismiss(one)
    assert not database.status().is_running


def test_a_killed_user_leaves_no_server_behind(home: Path) -> None:
    only = _process()
    _server_seen_by(only)

    only.kill()
    only.communicate()

    _wait_until_stopped()
    assert "database system is shut down" in (home / "log" / "postgres.log").read_text()


def test_what_was_acknowledged_survives_killing_everything(home: Path) -> None:
    user = _process("durable")
    server = _server_seen_by(user)
    with psycopg.connect(database.address().dsn) as connection:
        connection.execute("CREATE TABLE receipt AS SELECT 7 AS number")
    keeper = _keeper_of(home)

    os.kill(keeper, signal.SIGKILL)
    user.kill()
    os.kill(server, signal.SIGKILL)
    user.communicate()
    # Its number now belongs to a process that has nothing to do with it.
    stale = home / "postgres" / "data" / "postmaster.pid"
    stale.write_text(stale.read_text().replace(str(server), str(os.getpid()), 1))

    address = database.ensure_running()
    assert _count(address, "SELECT number FROM receipt") == 7
    with psycopg.connect(address.dsn) as connection:
        connection.execute("DROP TABLE receipt")


def _keeper_of(home: Path) -> int:
    """Find the keeper by the folder on its command line, which it has once it is a program."""
    wanted = os.fsencode(home / "postgres")
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = line.read_bytes().split(b"\0")
                if wanted in words and os.fsencode(lifetime.__file__) in words:
                    return int(line.parent.name)
        time.sleep(0.05)
    pytest.fail("no keeper")


def test_a_killed_server_is_started_again_by_the_next_call(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)
    first = database.status().pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    address = database.ensure_running(unsafe_fast=True)

    assert database.status().pid != first
    assert _count(address, "SELECT 1") == 1


def test_a_start_broken_off_before_the_database_existed_is_completed(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)
    superuser = (home / "postgres" / "postgres.password").read_text()
    dsn = psycopg.conninfo.make_conninfo(
        database.address().dsn, user="postgres", password=superuser, dbname="postgres"
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE chuangcheng WITH (FORCE)")
        connection.execute("DROP ROLE chuangcheng")

    address = database.ensure_running(unsafe_fast=True)

    assert _count(address, "SELECT current_database()") == "chuangcheng"


def test_ctrl_c_at_the_terminal_does_not_reach_the_server(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)
    server = database.status().pid
    assert server is not None

    assert os.getsid(server) != os.getsid(0)
    assert os.getsid(_keeper_of(home)) != os.getsid(0)


def test_stop_is_clean_and_says_whether_there_was_a_server(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)

    assert database.stop() is True

    assert not database.status().is_running
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    assert database.stop() is False


def test_nobody_listens_on_the_network(home: Path) -> None:
    address = database.ensure_running(unsafe_fast=True)

    assert _count(address, "SHOW listen_addresses") == ""


def test_without_the_password_nobody_gets_in(home: Path) -> None:
    address = database.ensure_running(unsafe_fast=True)
    for role in ("chuangcheng", "postgres"):
        for word in ("", "guess"):
            given = {"user": role, "password": word}
            dsn = psycopg.conninfo.make_conninfo(address.dsn, **given)
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(dsn)


def test_all_that_could_give_access_is_closed_to_others(home: Path) -> None:
    address = database.ensure_running(unsafe_fast=True)
    folder = home / "postgres"

    for closed in (folder, folder / "data", Path(address.host)):
        assert closed.stat().st_mode & 0o077 == 0, closed
    for word in folder.glob("*.password"):
        assert word.stat().st_mode & 0o077 == 0, word


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can pose as another user")
@pytest.mark.parametrize("forgotten", ["nothing", "folders opened by mistake"])
def test_another_user_of_the_machine_cannot_connect(home: Path, forgotten: str) -> None:
    address = database.ensure_running(unsafe_fast=True)
    folders = [home / "postgres", Path(address.host)]
    if forgotten != "nothing":
        for folder in folders:
            folder.chmod(0o755)
    try:
        outcome = _as_nobody(lambda: _knock(address))
    finally:
        for folder in folders:
            folder.chmod(0o700)

    assert outcome == REFUSED


REFUSED, ADMITTED, BROKEN = 3, 4, 5


def _knock(address: database.Address) -> int:
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(f"{address.host}/.s.PGSQL.{address.port}")
        except PermissionError:
            return REFUSED
    return ADMITTED


def _as_nobody(ask: Callable[[], int]) -> int:
    """Answer a question in a child process of another user."""
    child = os.fork()
    if child == 0:
        answer = BROKEN
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            answer = ask()
        finally:
            os._exit(answer)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's server is its own")
def test_root_s_server_runs_without_root_s_rights(home: Path) -> None:
    database.ensure_running(unsafe_fast=True)
    status = Path(f"/proc/{database.status().pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)

    assert "0" not in fields["Uid"].split()
    assert int(fields["CapEff"], 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root serves under another account")
def test_a_closed_folder_above_is_opened_for_the_server_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("CHUANGCHENG_HOME", str(closed / "home"))

    database.ensure_running(unsafe_fast=True)
    database.stop()
    _leave(closed / "home")

    servers = account.Account(*_owner(closed / "home" / "postgres"))
    assert _can_enter(closed, servers)
    assert not _can_enter(closed, account.Account(NOBODY, NOBODY))
    assert closed.stat().st_mode & 0o007 == 0


def _owner(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_uid, found.st_gid


def _can_enter(folder: Path, who: account.Account) -> bool:
    tried = subprocess.run(  # noqa: S603 - fixed words
        ["/bin/sh", "-c", 'cd -- "$0"', folder],
        user=who.uid,
        group=who.gid,
        extra_groups=[],
        cwd="/",
        check=False,
        capture_output=True,
    )
    return tried.returncode == 0


def test_a_home_too_deep_for_a_socket_gets_a_short_closed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("深" * 40)
    monkeypatch.setenv("CHUANGCHENG_HOME", str(deep))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    address = database.ensure_running(unsafe_fast=True)
    try:
        assert not address.host.startswith(str(deep))
        assert Path(address.host).stat().st_mode & 0o077 == 0
        assert _count(address, "SELECT 1") == 1
    finally:
        database.stop()
        _leave(deep)
        Path(address.host).rmdir()


def test_a_home_with_a_comma_gets_a_socket_folder_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUANGCHENG_HOME", str(tmp_path / "甲,乙"))

    assert "," not in database.address().host


def test_a_socket_folder_prepared_by_somebody_else_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("深" * 40)
    monkeypatch.setenv("CHUANGCHENG_HOME", str(deep))
    short = Path(database.address().host)
    (tmp_path / "trap").mkdir()
    short.symlink_to(tmp_path / "trap")

    try:
        with pytest.raises(RefusedToStart, match="不是数据库账号自己的目录"):
            database.ensure_running(unsafe_fast=True)
    finally:
        short.unlink()
    assert not database.status().is_running


def test_data_of_another_major_version_is_left_alone(home: Path) -> None:
    mark = home / "postgres" / "data" / "PG_VERSION"
    kept = mark.read_text()
    mark.write_text("12\n")
    try:
        with pytest.raises(RefusedToStart, match="由 PostgreSQL 12 建立，现在安装的是"):
            database.ensure_running(unsafe_fast=True)
    finally:
        mark.write_text(kept)
    assert not database.status().is_running


def test_a_server_that_will_not_start_shows_the_end_of_its_log(home: Path) -> None:
    settings = home / "postgres" / "data" / "postgresql.auto.conf"
    kept = settings.read_text()
    settings.write_text("shared_buffers = 'plenty'\n")
    try:
        with pytest.raises(RefusedToStart, match=r"(?s)无法启动.*日志末尾.*shared_buffers"):
            database.ensure_running(unsafe_fast=True)
    finally:
        settings.write_text(kept)
    assert not database.status().is_running


def test_a_full_disk_is_said_before_anything_is_written(
    new_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "FREE_BYTES_FOR_A_NEW_CLUSTER", 1 << 62)

    with pytest.raises(RefusedToStart, match="磁盘空间不足"):
        database.ensure_running(unsafe_fast=True)
    assert not (new_home / "postgres" / "data").exists()


def test_a_home_that_is_a_file_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("CHUANGCHENG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    with pytest.raises(RefusedToStart, match="CHUANGCHENG_HOME"):
        database.ensure_running(unsafe_fast=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://wang:p%40ss@db.city:5433/wenming?sslmode=require",
            ("wenming", "wang", "p@ss", "db.city", "5433", {"sslmode": "require"}),
        ),
        ("postgres://db/wenming", ("wenming", "", "", "db", "", {})),
        (
            "postgresql://wang@/wenming?host=/run/postgresql",
            ("wenming", "wang", "", "/run/postgresql", "", {}),
        ),
        (
            "postgresql://%2Frun%2Fpostgresql:5433/wenming",
            ("wenming", "", "", "/run/postgresql", "5433", {}),
        ),
        ("postgresql://[::1]:5432/wenming", ("wenming", "", "", "::1", "5432", {})),
        (
            "postgresql://a:1,b:2/wenming?target_session_attrs=read-write",
            ("wenming", "", "", "a,b", "1,2", {"target_session_attrs": "read-write"}),
        ),
        ("postgresql://db/%E6%96%87%E6%98%8E", ("文明", "", "", "db", "", {})),
    ],
)
def test_database_url_is_read(url: str, expected: tuple[object, ...]) -> None:
    got = database.from_url(url)

    assert (got.name, got.user, got.password, got.host, got.port, got.options) == expected
    django = got.django_settings()
    assert (django["NAME"], django["HOST"], django["OPTIONS"]) == (
        got.name,
        got.host,
        got.options,
    )
    assert psycopg.conninfo.conninfo_to_dict(got.dsn)["dbname"] == got.name


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://wang:secret@db/wenming", "应以 postgresql:// 开头"),
        ("db.city/wenming", "应以 postgresql:// 开头"),
        ("postgresql://wang:secret@db", "缺少数据库名"),
        ("postgresql://wang:secret@db/", "缺少数据库名"),
        ("postgresql://wang:secret@db:port/wenming", "端口"),
        ("postgresql://wang:secret@db:0/wenming", "端口"),
        ("postgresql://wang:secret@db:65536/wenming", "端口"),
        ("postgresql://wang:secret@db:５４３２/wenming", "端口"),
        ("postgresql://wang:secret%zz@db/wenming", "口令中的"),
        ("postgresql://wang:secret@[::1/wenming", "地址无法识别"),
        ("postgresql://db/wenming?colour=red", "参数"),
        ("postgresql://db/wenming?sslmode=perhaps", "sslmode"),
        ("postgresql://db/wenming?connect_timeout=soon", "connect_timeout"),
    ],
)
def test_a_malformed_database_url_is_refused_without_showing_its_password(
    url: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(RefusedToStart, match=why) as refusal:
        database.ensure_running()

    assert "DATABASE_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = f"postgresql://wang:secret@127.0.0.1:{port}/wenming"
        monkeypatch.setenv("DATABASE_URL", url)
        with pytest.raises(RefusedToStart, match="连接不上环境变量 DATABASE_URL"):
            database.ensure_running()
        assert not database.status().is_running


def test_an_external_server_is_used_as_it_is_and_never_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = database.ensure_running(unsafe_fast=True)
    monkeypatch.setenv(
        "DATABASE_URL",
        f"postgresql://{ours.user}:{ours.password}@/{ours.name}"
        f"?host={quote(ours.host)}&port={ours.port}",
    )

    assert database.ensure_running().password == ours.password
    assert database.status().is_external
    assert database.stop() is False

    monkeypatch.delenv("DATABASE_URL")
    assert database.status().is_running


@pytest.mark.parametrize("number", [140000, 150008, 180006])
def test_a_recent_server_will_do(number: int) -> None:
    database.check_version(number)


@pytest.mark.parametrize(
    ("number", "name"), [(130014, "13.14"), (90624, "9.624"), (120000, "12.0")]
)
def test_an_old_server_is_refused_by_name(number: int, name: str) -> None:
    with pytest.raises(RefusedToStart, match=f"PostgreSQL {name}.*需要 14"):
        database.check_version(number)
