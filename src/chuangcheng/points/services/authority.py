"""Who may change what of a point."""

from chuangcheng.accounts.models import User
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.models import Point
from chuangcheng.points.queries.points import may_manage, may_tend


class NotYours(Refused):
    """The person has no business changing this."""


def require_office(by: User) -> None:
    """Let the office pass.

    Raises:
        NotYours: the person may not manage points.
    """
    if not may_manage(by):
        raise NotYours("点位由创城办维护，您可以查看。")


def require_tender(by: User, point: Point) -> None:
    """Let the office pass, and whoever acts for the responsible unit.

    Raises:
        NotYours: the person acts for neither.
    """
    if not may_tend(by, point):
        raise NotYours("位置和照片由创城办或点位的责任单位维护。")
