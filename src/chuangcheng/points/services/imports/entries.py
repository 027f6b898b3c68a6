"""One row of a list of points, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chuangcheng.city.api import Post, Region, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.points.models import PointState
from chuangcheng.points.sheets import HEADERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a row, and what to do about it."""

    row: int
    column: str
    value: str
    text: str


@dataclass(slots=True, kw_only=True)
class Entry:
    """A row understood: None and blanks say nothing, so they change nothing of a known point."""

    row: int
    code: str
    name: str
    type: PointType
    is_declared: bool | None = None
    is_key: bool | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    region: Region | None = None
    unit: Unit | None = None
    post: Post | None = None
    patron_unit: Unit | None = None
    state: PointState | None = None
    void_reason: str = ""
    note: str = ""


@dataclass(slots=True)
class Rows:
    """The rows of a file: how many, those that can be taken, and what is wrong or worth saying."""

    total: int = 0
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def refuse(self, row: int, column: str, value: object, text: str) -> None:
        """Report a problem; `column` is the column's name in the plan of the sheet."""
        self.problems.append(
            Problem(
                row=row,
                column=HEADERS[column],
                value="" if value is None else str(value),
                text=text,
            )
        )

    def drop(self, rows: Sequence[int]) -> None:
        """Take out entries that turned out to be wrong."""
        gone = set(rows)
        self.entries = [entry for entry in self.entries if entry.row not in gone]
