"""Readers: a file from an office becomes the one string that the grammar reads."""

from chuangcheng.ledger.extraction.readers.reading import read, read_path, read_stream
from chuangcheng.platform.intake.limits import check_size

__all__ = ["check_size", "read", "read_path", "read_stream"]
