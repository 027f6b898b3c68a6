"""Who changed the responsibilities of a standard, and who has sat in their posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Tenure, Unit, tenures
from chuangcheng.framework.models import (
    Indicator,
    ResponsibilityOrigin,
    ResponsibilityRole,
)
from chuangcheng.framework.queries.responsibilities import Duty

_PROGRAM = "系统"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change in words."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Everybody who sat in the post of a duty, the latest first."""

    duty: Duty
    tenures: tuple[Tenure, ...]


def holders(duties: Iterable[Duty]) -> list[Holders]:
    """List for each duty with a post who has answered for it, and from when to when."""
    listed = [duty for duty in duties if duty.post_id]
    by_post: dict[int, list[Tenure]] = {}
    for tenure in tenures({duty.post_id for duty in listed if duty.post_id}):
        by_post.setdefault(tenure.post_id, []).append(tenure)
    return [
        Holders(duty=duty, tenures=tuple(by_post.get(duty.post_id or 0, ())))
        for duty in listed
    ]


def changes(indicator: Indicator) -> list[Change]:
    """Tell what was changed about a standard's duties, by whom, the latest first."""
    events = list(
        apps.get_model("framework", "ResponsibilityEvent")
        ._default_manager.filter(indicator_id=indicator.pk)
        .order_by("pgh_id")
    )
    units = _names(Unit.objects.filter(pk__in={each.unit_id for each in events}))
    posts = dict(
        Post.objects.filter(pk__in={each.post_id for each in events}).values_list(
            "id", "title"
        )
    )
    people = dict(
        User.objects.filter(pk__in=filter(None, map(_user_of, events))).values_list(
            "id", "name"
        )
    )
    told: list[Change] = []
    before: dict[int, Any] = {}
    for event in events:
        text = _told(event, before.get(event.pgh_obj_id), units, posts)
        before[event.pgh_obj_id] = event
        if text:
            who = people.get(_user_of(event) or 0, _PROGRAM)
            at = timezone.localtime(event.pgh_created_at)
            told.append(Change(at=at, who=who, text=text))
    return told[::-1]


def _names(units: Iterable[Unit]) -> dict[int, str]:
    return {unit.pk: str(unit) for unit in units}


def _user_of(event: Any) -> int | None:
    user = (event.pgh_context or {}).get("user")
    return int(user) if user else None


def _told(
    event: Any, before: Any, units: Mapping[int, str], posts: Mapping[int, str]
) -> str:
    unit = units.get(event.unit_id, "原单位")
    role = ResponsibilityRole(event.role).label
    post = posts.get(event.post_id, "未定岗位")
    if event.pgh_label == "delete":
        return f"移除{unit}的{role}职责"
    if before is None:
        origin = ResponsibilityOrigin(event.origin).label
        return f"定{unit}为{role}单位，责任岗位：{post}（{origin}）"
    differences = []
    if before.role != event.role:
        was = str(ResponsibilityRole(before.role).label)
        differences.append(f"由{was}改为{role}")
    if before.post_id != event.post_id:
        was = posts.get(before.post_id, "未定岗位")
        differences.append(f"责任岗位由“{was}”改为“{post}”")
    return f"{unit}{'，'.join(differences)}" if differences else ""
