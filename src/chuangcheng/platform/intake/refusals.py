"""Why a file is turned down; every message says what, where and what to do."""

from chuangcheng.platform.refusal import Refused


class FileRefused(Refused):
    """A file cannot be taken in."""


class EmptyFile(FileRefused):
    """There is nothing in the file."""


class TooLarge(FileRefused):
    """The file, or what it would inflate to, is over the limit."""


class Locked(FileRefused):
    """The file asks for a password."""


class Broken(FileRefused):
    """The file is not what it claims to be, or part of it is missing."""


class Unsupported(FileRefused):
    """The file is of a kind that this door does not take."""


class UnknownEncoding(FileRefused):
    """No encoding turns the bytes into readable Chinese."""


class NoText(FileRefused):
    """The file opens, but holds no text to read."""


def called(name: str) -> str:
    """Name the file in a message; an upload without a name is just the file."""
    return f"文件“{name}”" if name else "文件"
