"""Know who uses the embedded server, and stop it when nobody does any more.

Every claim is a kernel lock on a small file, so a process killed with -9 gives up its
claims like any other: no count can go wrong, no stale mark has to be guessed at.

- `start.lock`   held by the one process that starts or stops the server just now
- `users.lock`   shared by every process that uses the server
- `server.lock`  inherited by the server and all its children: free means really gone
- `keeper.lock`  held by the keeper, which stops the server after the last user

The keeper is this very file run as a program, hence the standard library only.
"""

import contextlib
import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START, USERS, SERVER, KEEPER = "start.lock", "users.lock", "server.lock", "keeper.lock"
PAUSE = 0.02
STOP_PATIENCE = 60.0
START_PATIENCE = 300.0


class StillHeld(Exception):
    """A lock was not given up in the time allowed."""


def take(lock: Path, *, shared: bool = False, patience: float | None = 0) -> int:
    """Take a lock and return the descriptor that holds it until closed.

    Patience is in seconds; None waits for ever.

    Raises:
        StillHeld: another process kept the lock all the while.
    """
    held = _open(lock)
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        if patience is None:
            fcntl.flock(held, how)
        else:
            _take_within(held, how, patience)
    except BaseException:
        os.close(held)
        raise
    return held


def _take_within(held: int, how: int, patience: float) -> None:
    give_up_at = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(held, how | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            if time.monotonic() >= give_up_at:
                raise StillHeld from busy
            time.sleep(PAUSE)
        else:
            return


def _open(lock: Path) -> int:
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        # Root may visit the folder of another account, which must still be able to lock.
        folder = lock.parent.stat()
        os.fchown(held, folder.st_uid, folder.st_gid)
    return held


@contextlib.contextmanager
def alone(folder: Path, *, patience: float | None = START_PATIENCE) -> "Iterator[None]":
    """Hold the right to start and stop the server of this folder."""
    held = take(folder / START, patience=patience)
    try:
        yield
    finally:
        os.close(held)


def is_held(lock: Path) -> bool:
    """Say whether a process holds this lock for itself."""
    try:
        # Shared, so that two onlookers never take each other for the holder.
        os.close(take(lock, shared=True))
    except StillHeld:
        return True
    return False


def stop_if_unused(folder: Path, *, patience: float = 0) -> bool:
    """Stop the server unless a process uses it; the caller holds the start lock."""
    try:
        os.close(take(folder / USERS, patience=patience))
    except StillHeld:
        return False
    stop(folder)
    return True


def stop(folder: Path) -> bool:
    """Shut the server down, cleanly if it can; say whether there was one."""
    if not is_held(folder / SERVER):
        return False
    for how, patience in ((signal.SIGINT, STOP_PATIENCE), (signal.SIGQUIT, STOP_PATIENCE)):
        _send(folder, how)
        # A server whose main process was killed has children that end by themselves.
        with contextlib.suppress(StillHeld):
            os.close(take(folder / SERVER, patience=patience))
            return True
    raise StillHeld


def _send(folder: Path, how: signal.Signals) -> None:
    pid = server_pid(folder)
    if pid is not None and is_server(pid, folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)


def pid_file_lines(folder: Path) -> list[str]:
    """Return what the server wrote about itself, nothing if it is not there."""
    try:
        text = (folder / "data" / "postmaster.pid").read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [line.strip() for line in text.splitlines()]


def server_pid(folder: Path) -> int | None:
    """Return the number of the server's main process as it wrote it down, alive or not."""
    first = next(iter(pid_file_lines(folder)), "")
    return int(first) if first.isdigit() else None


def is_server(pid: int, folder: Path) -> bool:
    """Say whether a process is a server of this folder, not a later one of that number."""
    if sys.platform != "linux":
        return True
    process, data = Path(f"/proc/{pid}"), folder / "data"
    # Root in a container may read the command line of others, but not their folder.
    with contextlib.suppress(OSError):
        if os.fsencode(data) in (process / "cmdline").read_bytes().split(b"\0"):
            return True
    with contextlib.suppress(OSError):
        return (process / "cwd").readlink() == data
    return False


def keep(folder: Path) -> None:
    """Sleep until the last user is gone, however it went, then stop the server."""
    try:
        keeper = take(folder / KEEPER)
    except StillHeld:
        return
    while True:
        os.close(take(folder / USERS, patience=None))
        with alone(folder, patience=None):
            if stop_if_unused(folder):
                # Given up before the start lock, so that the next start gets its own keeper.
                os.close(keeper)
                return


if __name__ == "__main__":
    # The folder may be deleted under a sleeping keeper; the server then ends by itself.
    with contextlib.suppress(FileNotFoundError):
        keep(Path(sys.argv[1]))
