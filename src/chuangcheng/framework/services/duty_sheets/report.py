"""What an import of responsibilities would do, and what keeps it from doing so."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chuangcheng.city.api import Post, Unit
from chuangcheng.framework.models import Indicator, Responsibility

SHOWN_CHANGES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a cell, and what to do about it."""

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A row that can be taken over."""

    row: int
    indicator: Indicator
    unit: Unit
    role: str
    post: Post | None


@dataclass(slots=True)
class Report:
    """The outcome of looking through a sheet: what becomes of which duty."""

    rows: int = 0
    same: int = 0
    added: list[Wanted] = field(default_factory=list)
    changed: list[tuple[Responsibility, Wanted]] = field(default_factory=list)
    removed: list[Responsibility] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    @property
    def changes_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def words(self) -> Sequence[str]:
        """What would change, a sentence each; removals first, since they hurt."""
        told = [
            f"移除：{duty.indicator} {duty.unit}（{duty.get_role_display()}）"
            for duty in self.removed
        ]
        told += [
            f"修改：{wanted.indicator} {wanted.unit}由{_said(duty.role, duty.post)}"
            f"改为{_said(wanted.role, wanted.post)}"
            for duty, wanted in self.changed
        ]
        told += [
            f"新增：{wanted.indicator} {wanted.unit}（{_said(wanted.role, wanted.post)}）"
            for wanted in self.added
        ]
        return told[:SHOWN_CHANGES]

    @property
    def change_count(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def _said(role: str, post: Post | None) -> str:
    label = Responsibility(role=role).get_role_display()
    return f"{label}、{post.title}" if post else f"{label}、未定岗位"
