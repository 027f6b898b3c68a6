"""The seam round PostgreSQL: our own server, or the one DATABASE_URL names.

Whoever needs the database calls `ensure_running` and keeps the address. The embedded
server runs for as long as any process on this data folder has called it and lives.
"""

import atexit
import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cluster, contents, lifetime
from .addresses import VARIABLE, Address, check, check_version, from_url
from .places import PORT, Places, home
from .trouble import RefusedToStart, from_error

__all__ = [
    "Address",
    "RefusedToStart",
    "Status",
    "address",
    "check_version",
    "ensure_running",
    "from_url",
    "home",
    "leave",
    "status",
    "stop",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is known of the server without touching it."""

    is_external: bool
    is_running: bool
    pid: int | None
    home: Path


# What this process uses: the lock that says so for each folder, and servers found good.
_claims: dict[Path, int] = {}
_checked: set[str] = set()


def ensure_running(*, unsafe_fast: bool = False) -> Address:
    """Return the address of a server that runs, starting our own if there is no other.

    With `unsafe_fast` a server started here trades safety for speed; for tests only.

    Raises:
        RefusedToStart: there is no usable server; the message says what to do.
    """
    url = os.environ.get(VARIABLE)
    if url:
        target = from_url(url)
        if url not in _checked:
            check(target)
            _checked.add(url)
        return target
    places = Places(home())
    with _in_words("数据库无法启动", places):
        return _join(places, unsafe_fast=unsafe_fast)


@contextlib.contextmanager
def _in_words(what: str, places: Places) -> Iterator[None]:
    """Turn the failures of the operating system into refusals."""
    try:
        yield
    except OSError as error:
        raise from_error(what, error) from error
    except lifetime.StillHeld:
        message = f"{what}：{places.home} 的数据库正被另一个进程启动或停止，请稍后再试。"
        raise RefusedToStart(message) from None


def address() -> Address:
    """Return where the server is or would be, without starting or asking it."""
    url = os.environ.get(VARIABLE)
    return from_url(url) if url else _embedded_address(Places(home()))


def _embedded_address(places: Places) -> Address:
    word = ""
    with contextlib.suppress(OSError):
        word = places.password(contents.NAME).read_text(encoding="ascii").strip()
    return Address(
        name=contents.NAME,
        user=contents.NAME,
        password=word,
        host=str(_socket_folder(places)),
        port=str(PORT),
    )


def _socket_folder(places: Places) -> Path:
    with contextlib.suppress(OSError):
        running = cluster.running_socket_folder(places)
        if running is not None:
            return running
    return places.socket_folder()


def _join(places: Places, *, unsafe_fast: bool) -> Address:
    cluster.prepare_folders(places)
    with lifetime.alone(places.folder):
        _use(places)
        try:
            _bring_up(places, unsafe_fast=unsafe_fast)
            cluster.post_keeper(places)
        except BaseException:
            _stop_using(places)
            # Nobody else can be using a server that did not start properly.
            lifetime.stop_if_unused(places.folder)
            raise
        return _embedded_address(places)


def _bring_up(places: Places, *, unsafe_fast: bool) -> None:
    if cluster.is_up(places):
        _check_safety(places, unsafe_fast=unsafe_fast)
        _await(places)
        if contents.are_complete(_embedded_address(places)):
            return
    # Not there, just dying, or left by a process killed before it had filled it.
    account = cluster.settle(places)
    if not cluster.is_up(places):
        if not (places.data / "PG_VERSION").exists():
            cluster.make(places, account, unsafe_fast=unsafe_fast)
        cluster.start(places, account, unsafe_fast=unsafe_fast)
    contents.ensure(places, account, _socket_folder(places))


def _await(places: Places) -> None:
    """Wait for a server that another process started and that still recovers."""
    lock = places.folder / lifetime.SERVER
    length = places.log.stat().st_size if places.log.exists() else 0
    cluster.wait_until_ready(places, began=length, gone=lambda: not lifetime.is_held(lock))


def _check_safety(places: Places, *, unsafe_fast: bool) -> None:
    if cluster.runs_unsafe(places) and not unsafe_fast:
        message = (
            f"{places.home} 的数据库正以测试方式运行，断电会丢数据。"
            "请等测试结束，或用 CHUANGCHENG_HOME 指定另一个目录。"
        )
        raise RefusedToStart(message)


def _use(places: Places) -> None:
    if places.folder in _claims:
        return
    if not _claims:
        atexit.register(leave)
    lock = places.folder / lifetime.USERS
    # A keeper looks at this lock for a moment now and then.
    _claims[places.folder] = lifetime.take(lock, shared=True, patience=5)


def _stop_using(places: Places) -> None:
    claim = _claims.pop(places.folder, None)
    if claim is not None:
        os.close(claim)


def leave(at: Path | None = None) -> None:
    """Stop using the embedded server of one home, or of all; the last to leave stops it."""
    for folder in [Places(at).folder] if at else list(_claims):
        if folder not in _claims:
            continue
        _stop_using(Places(folder.parent))
        # A deleted folder has no server any more; a stubborn one is left to its keeper.
        with (
            contextlib.suppress(FileNotFoundError, lifetime.StillHeld),
            lifetime.alone(folder, patience=lifetime.STOP_PATIENCE),
        ):
            lifetime.stop_if_unused(folder, patience=0.1)
    cluster.reap()


def stop() -> bool:
    """Stop the embedded server, whoever uses it; say whether there was one running."""
    places = Places(home())
    if os.environ.get(VARIABLE):
        return False
    with _in_words("数据库无法停止", places):
        if not places.folder.exists():
            return False
        with lifetime.alone(places.folder):
            was_running = lifetime.stop(places.folder)
    cluster.reap()
    return was_running


def status() -> Status:
    """Report whether the server runs; this will not wait and will not start anything."""
    places = Places(home())
    if os.environ.get(VARIABLE):
        # An external server is known to run only by asking it.
        return Status(is_external=True, is_running=_answers(), pid=None, home=places.home)
    with _in_words("无法查看数据库的状态", places):
        running = (places.folder / lifetime.SERVER).exists() and cluster.is_up(places)
    pid = lifetime.server_pid(places.folder) if running else None
    return Status(is_external=False, is_running=running, pid=pid, home=places.home)


def _answers() -> bool:
    try:
        check(from_url(os.environ[VARIABLE]))
    except RefusedToStart:
        return False
    return True
