"""What is wrong with a workbook: where, and what to do about it."""

from dataclasses import dataclass

from chuangcheng.platform.refusal import Refused


class WorkbookRefused(Refused):
    """The workbook cannot be taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A wrong cell, under the names a person sees in Excel."""

    sheet: str
    row: int
    column: str
    value: str
    text: str

    def __str__(self) -> str:
        return f"“{self.sheet}”表第 {self.row} 行“{self.column}”：{self.text}"
