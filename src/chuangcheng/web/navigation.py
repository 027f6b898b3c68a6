"""The way about, by work and not by table; a person sees only what their rights open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from chuangcheng.accounts.roles import Right


class Place(NamedTuple):
    """An entry of the navigation; anyone of `rights` opens it, none means everyone."""

    label: str
    view: str
    icon: str
    rights: frozenset[Right]
    # Where its pages lie, if not under the view's own address.
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool


PLACES: Sequence[Place] = (
    Place("工作台", "home", "layout-dashboard", frozenset()),
    Place(
        "任务",
        "ledger:tasks",
        "list-check",
        frozenset({Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS}),
        under="/ledger/",
    ),
    Place(
        "部署",
        "ledger:directives",
        "file-text",
        frozenset({Right.REVIEW_DIRECTIVES}),
    ),
    Place(
        "推进情况",
        "ledger:tallies",
        "chart-bar",
        frozenset({Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS}),
    ),
    Place("测评体系", "framework:frameworks", "sitemap", frozenset({Right.SEE_FRAMEWORK})),
    Place("点位与网格", "points:points", "map-pin", frozenset({Right.SEE_POINTS})),
    Place("一张图", "command_post:map", "map-2", frozenset({Right.SEE_POINTS})),
    Place("我的片区", "city:my_area", "map", frozenset({Right.SEE_CITY})),
    Place("单位与区划", "city:units", "building", frozenset({Right.SEE_CITY})),
    Place("账号", "people", "users", frozenset({Right.MANAGE_ACCOUNTS})),
    Place(
        "安全管理",
        "security_people",
        "shield",
        frozenset({Right.GRANT_DUTIES}),
        under="/accounts/security/",
    ),
    Place("审计", "audit_log", "file-search", frozenset({Right.READ_AUDIT})),
)


def links(rights: frozenset[Right], *, path: str) -> list[Link]:
    """List the places that the rights open, marking the one that `path` lies in."""
    places = [place for place in PLACES if not place.rights or place.rights & rights]
    urls = [reverse(place.view) for place in places]
    areas = [place.under or url for place, url in zip(places, urls, strict=True)]
    # The longest area wins: every path lies in "/".
    here = max((area for area in areas if path.startswith(area)), key=len, default="")
    return [
        Link(label=place.label, url=url, icon=place.icon, is_current=area == here)
        for place, url, area in zip(places, urls, areas, strict=True)
    ]
