"""The colour of a task: how it stands on a given day, worked out from plain values.

`queries.lights` says the same in SQL; a test holds the two together row by row.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from chuangcheng.ledger.states import DARK_STATES, State


class Light(TextChoices):
    """What is shown beside a task, worst first among the open ones."""

    LATE = "LATE", _("已逾期")
    DUE_SOON = "DUE_SOON", _("将到期")
    BEHIND = "BEHIND", _("落后于计划")
    ON_COURSE = "ON_COURSE", _("正常")
    DONE = "DONE", _("已完成")
    DONE_LATE = "DONE_LATE", _("逾期完成")
    # Not dispatched or cancelled: nobody owes anything, so no colour.
    NONE = "NONE", _("—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides a task's light.

    `due_on` is the nearest day on which something is owed: the deadline or an earlier open turn of
    a repeated duty. `finished_on` is the day the lead unit signed the work off; from then on the
    clock stands still, so that a slow acceptance by the office never makes a unit late.
    """

    state: State
    starts_on: date
    deadline: date | None
    due_on: date | None
    finished_on: date | None
    share: Decimal | None


def light(standing: Standing, *, on: date, soon_days: int) -> Light:
    """Tell the light of a task on a day.

    A task that is due soon says so even when its figure is behind: near the end nearly every
    counted task is under its line, and the nearer warning is the more useful one.
    """
    if standing.state in DARK_STATES:
        return Light.NONE
    if standing.state == State.DONE:
        return Light.DONE_LATE if _finished_late(standing) else Light.DONE
    day = on
    if standing.state == State.AWAITING_ACCEPTANCE and standing.finished_on:
        day = standing.finished_on
    return _open_light(standing, day, soon_days)


def _finished_late(standing: Standing) -> bool:
    return (
        standing.deadline is not None
        and standing.finished_on is not None
        and standing.finished_on > standing.deadline
    )


def _open_light(standing: Standing, day: date, soon_days: int) -> Light:
    if standing.due_on is not None:
        if standing.due_on < day:
            return Light.LATE
        if standing.due_on <= day + timedelta(days=soon_days):
            return Light.DUE_SOON
    return Light.BEHIND if is_behind(standing, on=day) else Light.ON_COURSE


def is_behind(standing: Standing, *, on: date) -> bool:
    """Tell whether the share reached lies under the straight line from start to deadline.

    Compared by cross-multiplication, so that no rounding can tip a task over the line.
    """
    if standing.share is None or standing.deadline is None:
        return False
    length = (standing.deadline - standing.starts_on).days
    if length <= 0:
        return False
    return standing.share * length < min((on - standing.starts_on).days, length)


def planned_share(*, starts_on: date, deadline: date | None, on: date) -> Decimal | None:
    """Tell where the straight line stands on a day, 0…1; None where no line can be drawn."""
    if deadline is None or deadline <= starts_on:
        return None
    length = (deadline - starts_on).days
    gone = min(max((on - starts_on).days, 0), length)
    return (Decimal(gone) / length).quantize(Decimal("0.0001"))
