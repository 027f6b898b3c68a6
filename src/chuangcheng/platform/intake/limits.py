"""How large a file may be, before and after inflating."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from chuangcheng.platform.intake.refusals import EmptyFile, FileRefused, TooLarge, called

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The measures a file must keep; sizes are in bytes.

    `ratio` is asked only of zip entries that inflate to more than `ratio_from`, because
    small parts of honest files compress extremely well.
    """

    size: int = 20 * MEGABYTE
    inflated: int = 150 * MEGABYTE
    entries: int = 5000
    ratio: int = 200
    ratio_from: int = 2 * MEGABYTE


DEFAULT = Limits()


def check_size(size: int, *, name: str = "", limits: Limits = DEFAULT) -> None:
    """Turn down an empty or oversized file by its size alone, before reading it.

    Raises:
        EmptyFile: the file has no bytes.
        TooLarge: the file is over the limit.
    """
    if size == 0:
        raise EmptyFile(f"{called(name)}是空的，没有任何内容，请检查后重新选择文件。")
    if size > limits.size:
        raise TooLarge(
            f"{called(name)}大小为 {_megabytes(size)} MB，超过 {_megabytes(limits.size)} MB "
            "的上限，请删去用不到的内容或拆成几份再上传。"
        )


def read_limited(stream: BinaryIO, *, name: str = "", limits: Limits = DEFAULT) -> bytes:
    """Read a stream of unknown length, stopping as soon as it is over the limit.

    Raises:
        EmptyFile: the stream has no bytes.
        TooLarge: the stream is longer than the limit.
    """
    data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        raise TooLarge(
            f"{called(name)}超过 {_megabytes(limits.size)} MB 的上限，"
            "请删去用不到的内容或拆成几份再上传。"
        )
    check_size(len(data), name=name, limits=limits)
    return data


def read_file(path: Path, *, limits: Limits = DEFAULT) -> bytes:
    """Read a file whose size was looked at first.

    Raises:
        FileRefused: the file is missing, unreadable, empty or over the limit.
    """
    name = path.name
    try:
        if path.is_dir():
            raise FileRefused(f"“{name}”是文件夹，请指定其中的一份文件。")
        size = path.stat().st_size
        if path.is_file():
            check_size(size, name=name, limits=limits)
        with path.open("rb") as stream:
            return read_limited(stream, name=name, limits=limits)
    except FileNotFoundError as missing:
        raise FileRefused(f"找不到{called(name)}，请核对路径后重试。") from missing
    except OSError as failure:
        raise FileRefused(
            f"{called(name)}无法打开，请核对路径和读取权限后重试。"
        ) from failure


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")
