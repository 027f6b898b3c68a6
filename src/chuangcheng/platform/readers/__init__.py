"""Readers: a file from an office becomes one string of plain lines."""

from chuangcheng.platform.intake.limits import check_size
from chuangcheng.platform.readers.reading import read, read_path, read_stream

__all__ = ["check_size", "read", "read_path", "read_stream"]
