"""Choose the account the embedded server runs under.

PostgreSQL refuses to run as root. An ordinary user's server runs as that user; root's
runs as the owner of the data folder, or as a system account made for the purpose. The
account gets the right to pass through closed folders above its files, and no other.
"""

import os
import pwd
import shutil
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .places import Places
from .trouble import RefusedToStart

SYSTEM_ACCOUNT = "chuangcheng"

ACL = "system.posix_acl_access"
ACL_VERSION = 2
USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NOBODY_NAMED = 0xFFFFFFFF
EXECUTE = 1
Entry = tuple[int, int, int]  # tag, permissions, uid or gid


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system."""

    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """Say whether a process must change its user to become this account."""
        return self.uid != os.geteuid()


def for_server(places: Places) -> Account:
    """Choose the account; this will create the system account if root needs one."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for folder in (places.data, places.folder, places.home):
        owner = _owner(folder)
        if owner is not None:
            return owner
    return _system_account()


def _owner(folder: Path) -> Account | None:
    """Return the owner of a folder unless it is root or unknown to this machine."""
    try:
        uid = folder.stat().st_uid
        person = pwd.getpwuid(uid)
    except (FileNotFoundError, KeyError):
        return None
    return Account(uid, person.pw_gid) if uid else None


def _system_account() -> Account:
    person = _look_up(SYSTEM_ACCOUNT)
    if person is None:
        _create(SYSTEM_ACCOUNT)
        person = _look_up(SYSTEM_ACCOUNT)
    if person is None or person.uid == 0:
        message = (
            "PostgreSQL 不能以 root 身份运行，而系统账号 chuangcheng 无法建立。"
            "请改用普通用户启动，或先建立该账号，或用 DATABASE_URL 指定现有的数据库。"
        )
        raise RefusedToStart(message)
    return person


def _look_up(name: str) -> Account | None:
    try:
        person = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(person.pw_uid, person.pw_gid)


def _create(name: str) -> None:
    tool = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if tool is None:
        return
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [tool, *options, "--shell", "/usr/sbin/nologin", name]
    # Its failure shows in the account missing; another process may have made it meanwhile.
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words


def open_the_way(account: Account, to: Path) -> None:
    """Let the account pass through every closed folder above a path.

    Raises:
        RefusedToStart: the file system keeps no access lists.
    """
    if not account.is_another:
        return
    for folder in reversed(to.resolve().parents):
        entries = _entries(folder)
        if not _may_pass(folder, entries, account):
            _let_pass(folder, entries, account)


def _entries(folder: Path) -> list[Entry]:
    """Read the access list of a folder, or what its mode amounts to."""
    if sys.platform == "linux":
        try:
            raw = os.getxattr(folder, ACL)
        except OSError:
            raw = b""
        if raw:
            return list(struct.iter_unpack("<HHI", raw[4:]))
    mode = folder.stat().st_mode
    shares = ((USER_OBJ, mode >> 6), (GROUP_OBJ, mode >> 3), (OTHER, mode))
    return [(tag, share & 7, NOBODY_NAMED) for tag, share in shares]


def _may_pass(folder: Path, entries: Sequence[Entry], account: Account) -> bool:
    """Say whether the account may enter, going by the first entry that speaks of it."""
    found = folder.stat()
    mask = next((share for tag, share, _ in entries if tag == MASK), 7)
    speaks = [
        (share if tag in {USER_OBJ, OTHER} else share & mask)
        for tag, share, named in entries
        if (tag == USER_OBJ and found.st_uid == account.uid)
        or (tag == USER and named == account.uid)
        or (tag == GROUP_OBJ and found.st_gid == account.gid)
        or (tag == GROUP and named == account.gid)
        or tag == OTHER
    ]
    return bool(speaks[0] & EXECUTE)


def _let_pass(folder: Path, entries: Sequence[Entry], account: Account) -> None:
    mine = (USER, account.uid)
    others = [e for e in entries if e[0] != MASK and (e[0], e[2]) != mine]
    granted = next((share for tag, share, named in entries if (tag, named) == mine), 0)
    shares = {tag: share for tag, share, _ in entries}
    # The mask limits every named entry; without one the group's share stands for it.
    mask = shares.get(MASK, shares[GROUP_OBJ])
    wanted = [
        *others,
        (USER, granted | EXECUTE, account.uid),
        (MASK, mask | EXECUTE, NOBODY_NAMED),
    ]
    raw = struct.pack("<I", ACL_VERSION)
    raw += b"".join(struct.pack("<HHI", *entry) for entry in sorted(wanted, key=_rank))
    try:
        if sys.platform != "linux":
            raise OSError
        os.setxattr(folder, ACL, raw)
    except OSError as error:
        message = (
            f"以 root 启动时，数据库账号进不了目录 {folder}。请把程序和数据放到 /opt "
            "之类人人可以通过的目录，或改用普通用户启动，或用 DATABASE_URL 指定数据库。"
        )
        raise RefusedToStart(message) from error


def _rank(entry: Entry) -> tuple[int, int]:
    return entry[0], entry[2]
