"""Turn the list's address into a search, and offer the fields to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from chuangcheng.ledger.lights import Light
from chuangcheng.ledger.models import UnitRole
from chuangcheng.ledger.queries.filtering import CHIPS, OWN, SORTS, Search
from chuangcheng.ledger.states import DARK_STATES, State

_LIGHTS = [(one.value, one.label) for one in Light if one is not Light.NONE]
_ANY = ("", "不限")


def search_of(query: QueryDict) -> Search:
    """Read a search out of an address; what cannot be read asks for nothing.

    An address is often edited by hand or kept for months, so a bad value must not break the page.
    """
    text = {name: query.get(name, "").strip() for name in query}
    chip = text.get("chip", "open")
    sort = text.get("sort", "due")
    return Search(
        chip=chip if chip in CHIPS else "open",
        words=text.get("q", "")[:100],
        state=_one_of(text.get("state", ""), State.values),
        light=_one_of(text.get("light", ""), Light.values),
        unit=_number(text.get("unit", "")) or None,
        role=_one_of(text.get("role", ""), [*UnitRole.values, OWN]),
        plan=_number(text.get("plan", "")),
        project=_number(text.get("project", "")),
        force=_number(text.get("force", "")),
        section=text.get("section", "")[:100],
        due_from=_day(text.get("due_from", "")),
        due_to=_day(text.get("due_to", "")),
        sort=sort if sort in SORTS else "due",
    )


def _one_of(value: str, allowed: Sequence[str]) -> str:
    return value if value in allowed else ""


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the select fields offer; fetched in one statement by `queries.choices`."""

    plans: Sequence[tuple[int, str]] = ()
    projects: Sequence[tuple[int, str]] = ()
    forces: Sequence[tuple[int, str]] = ()
    units: Sequence[tuple[int, str]] = ()


class TaskFilter(forms.Form):
    """The fields above the list; only shown, never trusted: `search_of` reads the address."""

    q = forms.CharField(label="任务、原文或编号", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[_ANY, *State.choices])
    light = forms.ChoiceField(label="进度灯", required=False, choices=[_ANY, *_LIGHTS])
    unit = forms.ChoiceField(label="单位", required=False)
    role = forms.ChoiceField(
        label="责任", required=False, choices=[_ANY, *UnitRole.choices, (OWN, "牵头或主责")]
    )
    plan = forms.ChoiceField(label="方案", required=False)
    project = forms.ChoiceField(label="工程(项目)", required=False)
    force = forms.ChoiceField(label="专项工作组", required=False)
    section = forms.CharField(label="章节", required=False)
    due_from = forms.DateField(
        label="到期从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    due_to = forms.DateField(
        label="到期至", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: QueryDict, *, choices: Choices, sees_planned: bool) -> None:
        super().__init__(data)
        self._offer("plan", choices.plans)
        self._offer("project", choices.projects, nothing="未归入项目")
        self._offer("force", choices.forces, nothing="未归入专项工作组")
        self._offer("unit", choices.units)
        if not sees_planned:
            hidden = {state.value for state in DARK_STATES} - {State.CANCELLED.value}
            field = self._choice("state")
            field.choices = [c for c in State.choices if c[0] not in hidden]
            field.choices.insert(0, _ANY)

    def said(self) -> list[str]:
        """Say in words what is asked besides the words searched for: 单位：区园林局."""
        said = []
        for name, field in self.fields.items():
            value = str(self.data.get(name, "")).strip()
            if value and name != "q":
                labels = dict(getattr(field, "choices", ()))
                said.append(f"{field.label}：{labels.get(value, value)}")
        return said

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _offer(
        self, name: str, choices: Sequence[tuple[int, str]], nothing: str = ""
    ) -> None:
        extra = [("0", nothing)] if nothing else []
        self._choice(name).choices = [_ANY, *((str(k), v) for k, v in choices), *extra]
