"""What an import would do, and what keeps it from doing so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chuangcheng.city.sheets import SheetPlan
from chuangcheng.platform.exchange import ParsedRow

SHOWN_CHANGES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What whoever imports may change; the rest of the workbook must agree with the city."""

    city: bool
    seats: bool
    accounts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a cell or row, and what to do about it."""

    sheet: str
    row: int
    column: str
    value: str
    text: str


@dataclass(slots=True)
class Tally:
    """How much of a sheet is new, different or already so."""

    title: str
    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(slots=True)
class Report:
    """The outcome of looking through a workbook."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    change_count: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def changes_anything(self) -> bool:
        return any(tally.added or tally.changed for tally in self.tallies.values())


@dataclass(slots=True)
class SheetWork:
    """One sheet on its way in: its rows, and where to report."""

    plan: SheetPlan
    rows: Sequence[ParsedRow]
    report: Report
    powers: Powers
    today: date

    @property
    def tally(self) -> Tally:
        return self.report.tallies.setdefault(self.plan.title, Tally(self.plan.title))

    def refuse(self, row: ParsedRow, column: str, text: str) -> None:
        """Report what is wrong in a row; `column` is the column's name in the plan."""
        header = next(each.header for each in self.plan.columns if each.name == column)
        value = row.values.get(column)
        self.report.problems.append(
            Problem(
                sheet=self.plan.title,
                row=row.number,
                column=header,
                value="" if value is None else str(value),
                text=text,
            )
        )

    def add(self) -> None:
        self.tally.added += 1

    def change(
        self, key: str, before: Mapping[str, object], after: Mapping[str, object]
    ) -> bool:
        """Count a row as changed or the same; tells whether it is changed."""
        different = [name for name in after if before[name] != after[name]]
        if not different:
            self.tally.same += 1
            return False
        self.tally.changed += 1
        self.report.change_count += 1
        if len(self.report.changes) < SHOWN_CHANGES:
            headers = {column.name: column.header for column in self.plan.columns}
            told = "，".join(
                f"{headers.get(name, name)}由“{_shown(before[name])}”改为“{_shown(after[name])}”"
                for name in different
            )
            self.report.changes.append(f"{self.plan.title} {key}：{told}")
        return True


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "（空）" if value in (None, "") else str(value)
