"""A look at the compressed streams of a PDF before a program inflates them."""

import re
import zlib

from chuangcheng.platform.intake.limits import MEGABYTE
from chuangcheng.platform.intake.refusals import TooLarge, called

STREAM = re.compile(rb"stream\r?\n")
FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
PICTURE = re.compile(rb"/Subtype\s*/Image")
DICTIONARY_WITHIN = 600
LARGEST = 50 * MEGABYTE
TOTAL = 150 * MEGABYTE
CHUNK = MEGABYTE


def check_streams(raw: bytes, *, name: str = "") -> None:
    """Measure what the streams of text and structure inflate to; pictures are not opened.

    Raises:
        TooLarge: a stream, or all of them together, would inflate to too much.
    """
    total = 0
    for found in STREAM.finditer(raw):
        about = raw[max(0, found.start() - DICTIONARY_WITHIN) : found.start()]
        about = about[about.rfind(b" obj") + 1 :]
        if PICTURE.search(about) or not FLATE.search(about):
            continue
        size = _inflated_size(memoryview(raw)[found.end() :])
        total += size
        # Flate inside flate would multiply behind this count.
        if size > LARGEST or total > TOTAL or len(FLATE.findall(about)) > 1:
            raise TooLarge(
                f"{called(name)}解压后的内容异常庞大，为保障安全未予打开，"
                "请核对来源，重新导出 PDF 后再上传。"
            )


def _inflated_size(packed: memoryview) -> int:
    """Count the bytes a stream inflates to, giving up just above the limit."""
    inflater = zlib.decompressobj()
    size = 0
    waiting: bytes | memoryview = packed
    try:
        while not inflater.eof and size <= LARGEST:
            piece = inflater.decompress(waiting[: 4 * CHUNK], CHUNK)
            rest = inflater.unconsumed_tail
            waiting = _remaining(waiting, rest)
            size += len(piece)
            if not piece and not waiting:
                break
    except zlib.error:
        # Not a flate stream after all, or a damaged one: the PDF program will say so.
        return size
    return size


def _remaining(waiting: bytes | memoryview, rest: bytes) -> bytes | memoryview:
    """Step over what the inflater took; it hands back the tail it did not use."""
    taken = min(len(waiting), 4 * CHUNK) - len(rest)
    return waiting[taken:]
