"""What a file is, told from its bytes; names and extensions are not believed."""

from enum import StrEnum
from io import BytesIO

import olefile

from chuangcheng.platform.intake.archive import Archive
from chuangcheng.platform.intake.limits import DEFAULT, Limits


class Kind(StrEnum):
    TEXT = "TEXT"
    HTML = "HTML"
    RTF = "RTF"
    PDF = "PDF"
    DOCX = "DOCX"
    XLSX = "XLSX"
    PPTX = "PPTX"
    OPEN_DOCUMENT = "OPEN_DOCUMENT"
    OFD = "OFD"
    DOC = "DOC"
    XLS = "XLS"
    PPT = "PPT"
    LOCKED_OFFICE = "LOCKED_OFFICE"
    IMAGE = "IMAGE"
    ARCHIVE = "ARCHIVE"
    BINARY = "BINARY"


ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
)
# A part of this name, or in this folder, gives the kind of a zip away.
ZIP_PARTS: tuple[tuple[str, Kind], ...] = (
    ("word/", Kind.DOCX),
    ("xl/", Kind.XLSX),
    ("ppt/", Kind.PPTX),
    ("content.xml", Kind.OPEN_DOCUMENT),
    ("OFD.xml", Kind.OFD),
)
OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", Kind.LOCKED_OFFICE),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("PowerPoint Document", Kind.PPT),
)
UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
WRITTEN_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
LOOK_AT = 8192
PDF_WITHIN = 1024
# A stray control byte happens in old text files; more than this share means machine data.
CONTROL_SHARE = 0.01


def kind_of(raw: bytes, *, name: str = "", limits: Limits = DEFAULT) -> Kind:
    """Tell what kind of file the bytes are.

    Raises:
        FileRefused: a zip is broken, locked or a bomb.
    """
    if raw.startswith(ZIP_SIGNATURES):
        return _kind_of_zip(Archive(raw, name=name, limits=limits))
    if raw.startswith(OLE_SIGNATURE):
        return _kind_of_ole(raw)
    if b"%PDF-" in raw[:PDF_WITHIN]:
        return Kind.PDF
    for signature, kind in SIGNATURES:
        if raw.startswith(signature) and (signature != b"BM" or _is_machine_data(raw)):
            return kind
    return _kind_of_text(raw)


def _kind_of_zip(archive: Archive) -> Kind:
    for part, kind in ZIP_PARTS:
        if any(_is_part(path, part) for path in archive.names):
            return kind
    return Kind.ARCHIVE


def _is_part(path: str, part: str) -> bool:
    return path.startswith(part) if part.endswith("/") else path == part


def _kind_of_ole(raw: bytes) -> Kind:
    try:
        with olefile.OleFileIO(BytesIO(raw)) as opened:
            for stream, kind in OLE_STREAMS:
                if opened.exists(stream):
                    return kind
    # olefile walks damaged tables and may stumble in any of these ways.
    except (OSError, ValueError, IndexError, TypeError, RecursionError):
        return Kind.BINARY
    return Kind.BINARY


def _kind_of_text(raw: bytes) -> Kind:
    if raw.startswith(UNICODE_MARKS):
        return Kind.TEXT
    if _is_machine_data(raw):
        return Kind.BINARY
    start = raw[:LOOK_AT].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return Kind.HTML
    return Kind.TEXT


def _is_machine_data(raw: bytes) -> bool:
    start = raw[:LOOK_AT]
    controls = sum(byte < 0x20 and byte not in WRITTEN_CONTROLS for byte in start)
    return b"\x00" in start or controls > CONTROL_SHARE * len(start)
