"""Take over the yearly notice of days worked and rested."""

from chuangcheng.accounts.models import User
from chuangcheng.city.notices import NoticedDay, NoticeProblem, read_notice
from chuangcheng.city.services.choices import DayOff, set_days
from chuangcheng.platform.exchange import Column, choice, day, read_rows, read_sheet, text
from chuangcheng.platform.refusal import Refused

_COLUMNS = (
    Column(name="day", header="日期", parser=day(), required=True),
    Column(
        name="is_workday",
        header="上班或休息",
        parser=choice({"上班": True, "休息": False, "补班": True, "放假": False}),
        required=True,
        aliases=("是否上班", "安排"),
    ),
    Column(
        name="note", header="说明", parser=text(max_length=60), aliases=("备注", "节日")
    ),
)


class NoticeRefused(Refused):
    """The notice cannot be taken over."""


def take_text(words: str, *, year: int, by: User) -> int:
    """Take over the days of a pasted notice; tells how many were new or different.

    Raises:
        NoticeRefused: naming the line that is not understood.
    """
    try:
        days = read_notice(words, year=year)
    except NoticeProblem as problem:
        raise NoticeRefused(str(problem)) from problem
    return _take(days, by=by)


def take_table(raw: bytes, *, name: str, by: User) -> int:
    """Take over the days of a table; tells how many were new or different.

    Raises:
        Refused: the file is no table, or a row is wrong; then no day is taken over.
    """
    reading = read_rows(read_sheet(raw, name=name), _COLUMNS)
    if reading.problems:
        shown = " ".join(str(problem) for problem in reading.problems[:5])
        raise NoticeRefused(f"有 {len(reading.problems)} 处需要改正，没有导入。{shown}")
    if not reading.rows:
        raise NoticeRefused("表里没有日期，请填写后重新导入。")
    return _take(
        [
            NoticedDay(
                day=row.values["day"],
                is_workday=row.values["is_workday"],
                note=row.values["note"] or "",
            )
            for row in reading.rows
        ],
        by=by,
    )


def _take(days: list[NoticedDay], *, by: User) -> int:
    # A day named twice counts as it was said last.
    last = {each.day: each for each in days}
    return set_days(
        [
            DayOff(day=each.day, is_workday=each.is_workday, note=each.note)
            for each in last.values()
        ],
        by=by,
    )
