"""Spreadsheets built in memory, good ones and bad ones."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

import openpyxl


def xlsx(
    *rows: Sequence[object],
    merged: Iterable[str] = (),
    title: str = "任务",
    more: Iterable[str] = (),
) -> bytes:
    """Build a workbook the way another program would, with openpyxl."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    for other in more:
        workbook.create_sheet(other)
    packed = BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def changed_part(raw: bytes, path: str, content: bytes) -> bytes:
    """Replace one part of a zip."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(raw)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == path else old.read(name))
    return packed.getvalue()
