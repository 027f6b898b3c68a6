"""What is asked of the list of standards and who answers for them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from chuangcheng.framework.queries.responsibilities import Row

Test = Callable[[Row], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing, as a saved filter of the list."""

    name: str
    label: str
    # What to do about it.
    advice: str
    is_open: Test


GAPS: Mapping[str, Gap] = {
    gap.name: gap
    for gap in (
        Gap(
            name="nobody",
            label="无人负责",
            advice="还没有任何单位承担",
            is_open=lambda row: not row.duties,
        ),
        Gap(
            name="unled",
            label="没有牵头单位",
            advice="有单位参与，但没有定牵头",
            is_open=lambda row: bool(row.duties) and row.lead is None,
        ),
        Gap(
            name="no_post",
            label="没有责任岗位",
            advice="牵头或主责单位没有定到岗位",
            is_open=lambda row: any(
                duty.post_id is None and duty.role != "SUPPORT" for duty in row.duties
            ),
        ),
        Gap(
            name="vacant",
            label="岗位空缺",
            advice="定了岗位，但今天没有人任职",
            is_open=lambda row: any(duty.is_vacant for duty in row.duties),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySearch:
    """What is looked for; blanks ask for nothing."""

    words: str = ""
    domain: int | None = None
    unit: int | None = None
    person: int | None = None
    gap: str = ""
    role: str = ""


def found(rows: Iterable[Row], search: DutySearch) -> list[Row]:
    """Return the standards that a search asks for, in the order of the tree."""
    tests = _tests(search)
    return [row for row in rows if all(test(row) for test in tests)]


def _tests(search: DutySearch) -> list[Test]:
    tests: list[Test] = []
    if search.words:
        tests.append(lambda row: search.words in f"{row.code} {row.name}")
    if search.domain:
        tests.append(lambda row: row.domain.pk == search.domain)
    if search.gap in GAPS:
        tests.append(GAPS[search.gap].is_open)
    if search.unit or search.person or search.role:
        tests.append(lambda row: _has_part(row, search))
    return tests


def _has_part(row: Row, search: DutySearch) -> bool:
    return any(
        (not search.unit or duty.unit.pk == search.unit)
        and (not search.role or duty.role == search.role)
        and (
            not search.person
            or (duty.holder is not None and duty.holder.person_id == search.person)
        )
        for duty in row.duties
    )
