"""What other packages may use of the city. Everything else here is private."""

from datetime import datetime

from chuangcheng.accounts.models import User
from chuangcheng.city.events import BoundariesChanged
from chuangcheng.city.locating import Located
from chuangcheng.city.matching import Group, GroupKind, Match, Reason, Suggestion
from chuangcheng.city.models import (
    ForceRole,
    Level,
    Patronage,
    Post,
    Profile,
    Region,
    RestDayRule,
    TaskForce,
    Unit,
    UnitAlias,
    UnitKind,
)
from chuangcheng.city.panels import REGION_PANELS, UNIT_PANELS, Panel
from chuangcheng.city.pickers import (
    Picker,
    person_picker,
    post_picker,
    region_picker,
    unit_picker,
)
from chuangcheng.city.queries.answerable import NOBODY, Answering, answering
from chuangcheng.city.queries.choices import ProfileFacts, calendar, profile
from chuangcheng.city.queries.locating import locate, locate_many
from chuangcheng.city.queries.naming import match
from chuangcheng.city.queries.regions import above as regions_above
from chuangcheng.city.queries.regions import visible_to as regions_visible_to
from chuangcheng.city.queries.seats import Tenure, holders_of_posts, tenures
from chuangcheng.city.queries.units import (
    Holder,
    UnitInfo,
    holders,
    infos_of,
    units_of,
)
from chuangcheng.city.scope import Scope, Sitting, forget, right_required, scope_of
from chuangcheng.city.services.shapes import DatumUnknown, ShapesRefused
from chuangcheng.city.services.shapes import load as load_shapes
from chuangcheng.city.services.units import UNIT_OBJECTIONS, UnitRefused, remember
from chuangcheng.city.services.workbook import SHEET_TITLES as CITY_SHEETS
from chuangcheng.city.services.workbook import WorkbookRefused
from chuangcheng.city.services.workbook import load as load_workbook

__all__ = [
    "CITY_SHEETS",
    "NOBODY",
    "REGION_PANELS",
    "UNIT_OBJECTIONS",
    "UNIT_PANELS",
    "Answering",
    "BoundariesChanged",
    "DatumUnknown",
    "ForceRole",
    "Group",
    "GroupKind",
    "Holder",
    "Level",
    "Located",
    "Match",
    "Panel",
    "Patronage",
    "Picker",
    "Post",
    "Profile",
    "ProfileFacts",
    "Reason",
    "Region",
    "RestDayRule",
    "Scope",
    "ShapesRefused",
    "Sitting",
    "Suggestion",
    "TaskForce",
    "Tenure",
    "Unit",
    "UnitInfo",
    "UnitKind",
    "UnitRefused",
    "WorkbookRefused",
    "answering",
    "calendar",
    "forget",
    "holders_of_posts",
    "load_shapes",
    "load_workbook",
    "locate",
    "locate_many",
    "match",
    "members_to_notify",
    "people_of",
    "person_picker",
    "post_picker",
    "profile",
    "region_picker",
    "regions_above",
    "regions_visible_to",
    "remember_alias",
    "right_required",
    "scope_of",
    "tenures",
    "unit_picker",
    "units",
    "units_of",
]

members_to_notify = holders
units = infos_of


def people_of(unit_id: int) -> list[Holder]:
    """List who sits in a unit's posts today."""
    return holders([unit_id])


def remember_alias(name: str, unit_id: int, *, by: User, at: datetime) -> UnitAlias | None:
    """Remember that a name said in a paper means this unit.

    Raises:
        UnitRefused: the name means several units, or already another one.
    """
    return remember(name, Unit.objects.get(pk=unit_id), by=by, at=at)
