"""The lines of the page of proposals that a person has ticked and perhaps changed."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from chuangcheng.framework.models import ResponsibilityRole

_KEY = re.compile(r"(\d{1,18})-\d+")
_UNIT = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """One ticked line; without a unit it cannot be taken over."""

    standard_id: int
    unit_ids: tuple[int, ...]
    role: str


def ticked_lines(said: QueryDict) -> list[Ticked]:
    """Read the ticked lines; what does not come from the page is passed over."""
    found = []
    for key in said.getlist("line"):
        if standard := _KEY.fullmatch(key):
            units = _UNIT.findall(said.get(f"unit-{key}", ""))
            role = said.get(f"role-{key}", "")
            found.append(
                Ticked(
                    standard_id=int(standard[1]),
                    unit_ids=tuple(map(int, units)),
                    role=role if role in ResponsibilityRole.values else "SUPPORT",
                )
            )
    return found
