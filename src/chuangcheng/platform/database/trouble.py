"""Turn what goes wrong with a database server into a sentence an operator can act on."""

import errno
from pathlib import Path

from chuangcheng.platform.refusal import Refused

TAIL_LINES = 15
TAIL_BYTES = 8192

# What the server writes in its log, and what the operator should do about it.
KNOWN_IN_LOG = (
    ("No space left on device", "磁盘已满，请清理磁盘后再启动。"),
    ("Check free disk space", "磁盘已满，请清理磁盘后再启动。"),
    ("Disk quota exceeded", "磁盘配额已用完，请清理或扩大配额后再启动。"),
    ("Permission denied", "没有读写数据目录的权限，请检查目录的所有者和权限。"),
    ("Read-only file system", "数据目录所在的文件系统只读，请换到可写的目录。"),
    ("could not map anonymous shared memory", "内存不足，请释放内存后再启动。"),
    ("could not resize shared memory", "共享内存不足，请扩大 /dev/shm 后再启动。"),
    ("already in use", "数据库的套接字已被别的程序占用，请先停止那个程序。"),
    ("invalid locale", "操作系统缺少 C.UTF-8 语言环境，请安装后再启动。"),
    ("checkpoint record", "数据文件已损坏，请用备份恢复。"),
)
KNOWN_ERRORS = {
    errno.ENOSPC: "磁盘已满，请清理磁盘后再启动。",
    errno.EDQUOT: "磁盘配额已用完，请清理或扩大配额后再启动。",
    errno.EACCES: "没有权限，请用该目录的所有者运行，或调整目录权限。",
    errno.EPERM: "没有权限，请用该目录的所有者运行，或调整目录权限。",
    errno.EROFS: "所在的文件系统只读，请换到可写的目录。",
    errno.ENOTDIR: "路径中有一段是文件而不是目录，请检查 CHUANGCHENG_HOME。",
    errno.EEXIST: "同名的文件已经存在，请检查 CHUANGCHENG_HOME。",
    errno.ELOOP: "路径中有不允许的符号链接，请检查 CHUANGCHENG_HOME。",
}


class RefusedToStart(Refused):
    """The database cannot be used as things stand; the message says what to do."""


def from_log(what: str, log: str) -> RefusedToStart:
    """Explain a failure by the server's own words, and show them."""
    advice = next((say for sign, say in KNOWN_IN_LOG if sign in log), "原因见下面的日志。")
    tail = "\n".join(log.splitlines()[-TAIL_LINES:])
    return RefusedToStart(f"{what}：{advice}\n数据库日志末尾：\n{tail}")


def from_error(what: str, error: OSError) -> RefusedToStart:
    """Explain a failure of the operating system, naming the path."""
    advice = KNOWN_ERRORS.get(error.errno or 0, f"{error.strerror or error}。")
    where = f"（{error.filename}）" if error.filename else ""
    return RefusedToStart(f"{what}{where}：{advice}")


def written_since(log: Path, start: int) -> str:
    """Return the end of a log, nothing from before the given position."""
    try:
        with log.open("rb") as lines:
            end = lines.seek(0, 2)
            lines.seek(max(start, end - TAIL_BYTES))
            return lines.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
