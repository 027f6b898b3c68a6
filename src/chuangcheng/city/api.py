"""What other packages may use of the city. Everything else here is private."""

from chuangcheng.city.models import Post, Region, RestDayRule, TaskForce, Unit
from chuangcheng.city.scope import Scope, Sitting, forget, right_required, scope_of

__all__ = [
    "Post",
    "Region",
    "RestDayRule",
    "Scope",
    "Sitting",
    "TaskForce",
    "Unit",
    "forget",
    "right_required",
    "scope_of",
]
