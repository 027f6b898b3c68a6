"""Where the embedded server keeps its things under the program's data folder."""

import hashlib
import os
import secrets
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .trouble import RefusedToStart

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
# The kernel's field for a socket's path, less the closing zero.
SOCKET_PATH_BYTES = 107 if sys.platform == "linux" else 103


def home() -> Path:
    """Return the program's data folder: CHUANGCHENG_HOME, or `var` where it was started."""
    return Path(os.environ.get("CHUANGCHENG_HOME") or "var").expanduser().resolve()


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one embedded server."""

    home: Path

    @property
    def folder(self) -> Path:
        """Hold everything below, closed to all but the server's account."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """Hold the database cluster."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Collect what the server has to say."""
        return self.home / "log" / "postgres.log"

    def password(self, role: str) -> Path:
        """Keep the password of one database role."""
        return self.folder / f"{role}.password"

    def socket_folder(self) -> Path:
        """Choose the folder of the Unix socket: at home, or a short one if that is too long."""
        beside = self.folder / "run"
        # To a client a comma separates hosts.
        if _fits(beside) and "," not in str(beside):
            return beside
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        # Root's own runtime folder is closed to the account its server runs under.
        runtime = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
        short = Path(runtime or tempfile.gettempdir()) / f"chuangcheng-{mark}"
        if not _fits(short):
            return Path("/tmp") / short.name  # noqa: S108 - made and verified by make_closed
        return short


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES


def make_closed(folder: Path, *, uid: int, gid: int) -> None:
    """Make a folder only this account can enter, or see that it is one.

    Raises:
        RefusedToStart: somebody else made a folder or link of that name.
    """
    created = _make(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or not (created or found.st_uid in {uid, 0}):
        message = f"{folder} 不是数据库账号自己的目录，请删除它或换一个 CHUANGCHENG_HOME。"
        raise RefusedToStart(message)
    if (found.st_uid, found.st_gid) != (uid, gid) and os.geteuid() == 0:
        os.chown(folder, uid, gid, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)


def _make(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return False
    return True


def secret(place: Path, *, uid: int, gid: int) -> str:
    """Return the password kept in a file, thinking one up the first time."""
    try:
        kept = place.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        kept = ""
    return kept or _new_secret(place, uid=uid, gid=gid)


def _new_secret(place: Path, *, uid: int, gid: int) -> str:
    word = secrets.token_urlsafe(24)
    # Renamed when complete, so that a kill in between leaves no half a password.
    draft = place.with_suffix(".new")
    draft.unlink(missing_ok=True)
    written = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(written, "w", encoding="ascii") as file:
        file.write(word)
        if os.geteuid() == 0:
            os.fchown(file.fileno(), uid, gid)
    draft.replace(place)
    return word
