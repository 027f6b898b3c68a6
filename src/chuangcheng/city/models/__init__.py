"""The answerable city: where things are, which unit answers, who sits where."""

from chuangcheng.city.models.forces import ForceMember, ForceRole, TaskForce, TaskForceKind
from chuangcheng.city.models.profile import Profile, RestDayRule, WorkdayOverride
from chuangcheng.city.models.regions import (
    Level,
    MapVersion,
    Region,
    RegionQuerySet,
    RegionShape,
)
from chuangcheng.city.models.seats import (
    DateRange,
    Patronage,
    PatronageQuerySet,
    Post,
    Seat,
    SeatQuerySet,
)
from chuangcheng.city.models.units import (
    AliasOrigin,
    Unit,
    UnitAlias,
    UnitKind,
    UnitQuerySet,
)
from chuangcheng.city.models.uploads import UploadedShapes, UploadedWorkbook

__all__ = [
    "AliasOrigin",
    "DateRange",
    "ForceMember",
    "ForceRole",
    "Level",
    "MapVersion",
    "Patronage",
    "PatronageQuerySet",
    "Post",
    "Profile",
    "Region",
    "RegionQuerySet",
    "RegionShape",
    "RestDayRule",
    "Seat",
    "SeatQuerySet",
    "TaskForce",
    "TaskForceKind",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "UnitQuerySet",
    "UploadedShapes",
    "UploadedWorkbook",
    "WorkdayOverride",
]
