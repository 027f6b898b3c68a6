"""Turn away whoever has not the right to do what they ask; the doors only hide the button."""

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, scope_of
from chuangcheng.ledger.models import Task, TaskUnit, UnitRole
from chuangcheng.ledger.queries import doors
from chuangcheng.platform.refusal import Refused


class NotYours(Refused):
    """The person has no right to do this here; pages answer 403."""


def require(user: User, right: Right) -> None:
    """Make sure a person holds a right.

    Raises:
        NotYours: they do not.
    """
    if not scope_of(user).may(right):
        raise NotYours(f"您的岗位没有“{right.label}”的权限。")


def part_of(task: Task, unit: Unit, user: User) -> TaskUnit:
    """Return the unit's part in a task, if the person may act for it.

    Raises:
        NotYours: the unit has no part in the task, or the person may not act for the unit.
    """
    parts = list(task.parts.select_related("unit").filter(unit=unit))
    mine = doors.acting_for(user, parts)
    if not mine:
        raise NotYours(f"您不能代表{unit}办理任务 {task.number}。")
    return mine[0]


def owing_part_of(task: Task, unit: Unit, user: User) -> TaskUnit:
    """Return the unit's part if the unit leads or is mainly answerable, not only supports.

    Raises:
        NotYours: the unit only supports, or the person may not act for it.
    """
    part = part_of(task, unit, user)
    if part.role == UnitRole.SUPPORT:
        raise NotYours(f"{unit}是配合单位，请由牵头或主责单位办理。")
    return part


def signing_unit(task: Task, user: User) -> Unit:
    """Return the leading unit in whose name a person signs off.

    Raises:
        NotYours: the person heads none of the leading units.
    """
    parts = list(task.parts.select_related("unit"))
    mine = doors.signing_for(user, parts)
    if not mine:
        names = "、".join(str(part.unit) for part in doors.leading(parts))
        raise NotYours(f"请由{names}负责人审签。")
    return mine[0].unit
