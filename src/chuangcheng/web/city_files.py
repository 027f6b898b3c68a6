"""Take in the files that describe a city, in the order in which they lean on each other.

Each file is taken whole or not at all. What the files hold is found out from the files, not from their
names, so that a city may call them what it likes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from django.utils import timezone

from chuangcheng.city.api import CITY_SHEETS, load_shapes, load_workbook
from chuangcheng.framework.api import current_edition, load_builtin, load_responsibilities
from chuangcheng.platform.exchange import read_sheet
from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.points import api as points

_TABLE_ENDINGS = (".xlsx", ".xls")
_SHAPE_ENDINGS = (".geojson", ".json", ".zip")
_POINTS_SHEET, _RESPONSIBILITIES_SHEET = "点位", "指标责任"


class FilesRefused(Refused):
    """There is nothing to take in, or it cannot be read."""


class Holds(IntEnum):
    """What a file holds; lower numbers come first."""

    CITY = 1
    SHAPES = 2
    POINTS = 3
    RESPONSIBILITIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFile:
    """A file and what was found in it."""

    path: Path
    holds: Holds
    raw: bytes


def found(paths: Sequence[Path]) -> list[CityFile]:
    """Read the files, and those of the folders; return them in the order of taking in.

    Raises:
        Refused: a file cannot be read or holds nothing of a city.
    """
    files = in_order([(path, _read(path)) for path in _listed(paths)])
    if not files:
        raise FilesRefused(
            "没有找到可导入的文件，应有区划与单位、点位、指标责任的 Excel 表，或边界的 GeoJSON、Shapefile 压缩包。"
        )
    return files


def in_order(contents: Iterable[tuple[Path, bytes]]) -> list[CityFile]:
    """Find out what files hold and put them in the order of taking in.

    Raises:
        Refused: a file holds nothing of a city.
    """
    files = [CityFile(path=path, holds=_held(path, raw), raw=raw) for path, raw in contents]
    return sorted(files, key=lambda file: (file.holds, file.path.name))


def take_in(
    files: Sequence[CityFile],
    *,
    datum: Datum,
    at: datetime,
    tell: Callable[[str], None] = lambda said: None,
) -> None:
    """Take the files in one after the other; `tell` hears after each what came of it.

    Raises:
        Refused: something in a file is wrong; those before it have been taken.
    """
    takers = {
        Holds.CITY: _take_city,
        Holds.SHAPES: _take_shapes,
        Holds.POINTS: _take_points,
        Holds.RESPONSIBILITIES: _take_responsibilities,
    }
    for file in files:
        take: Callable[[CityFile, Datum, datetime], str] = takers[file.holds]
        tell(f"{file.path.name}：{take(file, datum, at)}")


def _listed(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                each
                for each in path.iterdir()
                if each.suffix.lower() in (*_TABLE_ENDINGS, *_SHAPE_ENDINGS)
                and not each.name.startswith((".", "~$"))
            )
        else:
            yield path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise FilesRefused(
            f"无法读取“{path}”，请核对文件是否存在、是否有读取权限。"
        ) from failure


def _held(path: Path, raw: bytes) -> Holds:
    if path.suffix.lower() in _SHAPE_ENDINGS:
        return Holds.SHAPES
    first = read_sheet(raw, name=path.name)
    titles = {first.title, *first.others}
    if titles & CITY_SHEETS:
        return Holds.CITY
    if _POINTS_SHEET in titles:
        return Holds.POINTS
    if _RESPONSIBILITIES_SHEET in titles:
        return Holds.RESPONSIBILITIES
    raise FilesRefused(
        f"“{path.name}”里没有“区划”“单位”“点位”“指标责任”等名称的工作表，不知道导入到哪里，"
        "请把工作表改成这样的名称。"
    )


def _take_city(file: CityFile, datum: Datum, at: datetime) -> str:
    report = load_workbook(file.raw, name=file.path.name, today=timezone.localdate(at))
    changed = [
        f"{tally.title}新增 {tally.added}、更新 {tally.changed}"
        for tally in report.tallies.values()
        if tally.added or tally.changed
    ]
    return f"{'，'.join(changed) or '与系统中一致，没有变化'}。"


def _take_shapes(file: CityFile, datum: Datum, at: datetime) -> str:
    taken = load_shapes(file.raw, name=file.path.name, datum=datum, at=at)
    if not taken.changed:
        return "与系统中一致，没有变化。"
    return f"画定 {taken.changed} 个区划的边界。"


def _take_points(file: CityFile, datum: Datum, at: datetime) -> str:
    _see_to_framework(at)
    outcome = points.load(file.raw, name=file.path.name, datum=datum, at=at)
    return _said(outcome.added, outcome.changed)


def _take_responsibilities(file: CityFile, datum: Datum, at: datetime) -> str:
    _see_to_framework(at)
    report = load_responsibilities(file.raw, name=file.path.name, at=at)
    said = _said(len(report.added), len(report.changed))
    return f"{said}移除 {len(report.removed)}。" if report.removed else said


def _see_to_framework(at: datetime) -> None:
    """Load what the product ships where the city has nothing in force: points need types, duties standards."""
    if current_edition() is None:
        load_builtin(at=at)


def _said(added: int, changed: int) -> str:
    if not added and not changed:
        return "与系统中一致，没有变化。"
    return f"新增 {added}，更新 {changed}。"
