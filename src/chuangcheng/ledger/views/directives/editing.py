"""The editing of one draft: its facts, its figures, the units it names."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from chuangcheng.city import api as city
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.forms import directives as forms
from chuangcheng.ledger.models import DraftTask, UnitRole
from chuangcheng.ledger.services import drafts as services
from chuangcheng.ledger.views.directives.cards import Card

if TYPE_CHECKING:
    from django.forms import BaseFormSet

RHYTHMS = rhythm.COMMON


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A suggestion to take with one tap; `choices` is what the picker is handed."""

    label: str
    note: str
    choices: str


@dataclass(slots=True)
class Edit:
    """Everything on the page that edits a draft, as kept or as typed."""

    draft: DraftTask
    facts: forms.DraftForm
    targets: "BaseFormSet[forms.TargetForm]"
    units: "BaseFormSet[forms.UnitForm]"
    overtaken_by: Card | None = None
    chips: Mapping[str, tuple[Chip, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: DraftTask) -> "Edit":
        """Show a draft as it is kept."""
        edit = cls(
            draft=draft,
            facts=forms.DraftForm(
                initial={
                    "version": draft.version,
                    "action": draft.action,
                    "deadline": draft.deadline,
                    "recurrence": rhythm.say(draft.recurrence),
                }
            ),
            targets=forms.TargetRows(
                prefix="target", initial=[_figure_of(target) for target in draft.targets]
            ),
            units=forms.UnitRows(prefix="unit", initial=_rows_of(draft)),
        )
        edit._offer()
        return edit

    @classmethod
    def typed(cls, post: QueryDict, draft: DraftTask) -> "Edit":
        """Take what a reviewer typed."""
        edit = cls(
            draft=draft,
            facts=forms.DraftForm(post),
            targets=forms.TargetRows(post, prefix="target"),
            units=forms.UnitRows(post, prefix="unit"),
        )
        edit._offer()
        return edit

    def is_valid(self) -> bool:
        # All three are asked, so that every problem is shown at once.
        return all([self.facts.is_valid(), self.targets.is_valid(), self.units.is_valid()])

    @property
    def version(self) -> int:
        return int(self.facts.cleaned_data["version"])

    @property
    def content(self) -> services.Content:
        facts = self.facts.cleaned_data
        return services.Content(
            action=facts["action"],
            deadline=facts["deadline"],
            recurrence=facts["recurrence"],
            targets=tuple(
                services.Figure(
                    object=row["object"],
                    comparator=row["comparator"],
                    value=row["value"],
                    unit=row["unit"],
                )
                for row in self.targets.cleaned_data
                if row.get("value") is not None
            ),
            units=tuple(
                named for row in self.units.cleaned_data for named in _named_units(row)
            ),
        )

    @property
    def unit_rows(self) -> list[tuple[forms.UnitForm, tuple[Chip, ...]]]:
        """Pair every row of a name with its suggestions."""
        return [(row, self.chips.get(_said(row), ())) for row in self.units]

    def _offer(self) -> None:
        names = sorted({name for row in self.units if (name := _said(row))})
        matches = city.match(names)
        wanted = {pk for row in self.units for pk in _chosen(row)}
        labels = _labels(wanted | _suggested(matches))
        self.chips = {name: chips(matches[name], labels) for name in names}
        for row in self.units:
            meant = [*_chosen(row), *_suggested_for(matches.get(_said(row)))]
            row.offer({pk: labels[pk] for pk in dict.fromkeys(meant) if pk in labels})


def chips(match: city.Match, labels: Mapping[int, str]) -> tuple[Chip, ...]:
    """Turn what a name may mean into suggestions, best first."""
    if match.group is not None:
        ids = [pk for pk in match.group.unit_ids if pk in labels]
        if not ids or match.group.is_vague:
            return ()
        return (_chip(f"{match.group.kind}（{len(ids)} 个单位）", "", ids, labels),)
    return tuple(
        _chip(
            labels[each.unit_id], f"{each.reason} {each.score:.0%}", [each.unit_id], labels
        )
        for each in match.suggestions[:4]
        if each.unit_id in labels
    )


def _chip(label: str, note: str, ids: Iterable[int], labels: Mapping[int, str]) -> Chip:
    choices = [{"value": str(pk), "label": labels[pk]} for pk in ids]
    return Chip(label=label, note=note, choices=json.dumps(choices, ensure_ascii=False))


def labels_for(
    matches: Mapping[str, city.Match], *, besides: Iterable[int] = ()
) -> dict[int, str]:
    """Name every unit that is suggested anywhere, in one query."""
    return _labels(_suggested(matches) | set(besides))


def _labels(ids: set[int]) -> dict[int, str]:
    rows = city.Unit.objects.active().filter(pk__in=ids).order_by("order", "code")
    return {unit.pk: str(unit) for unit in rows}


def _suggested(matches: Mapping[str, city.Match]) -> set[int]:
    return {pk for match in matches.values() for pk in _suggested_for(match)}


def _suggested_for(match: city.Match | None) -> tuple[int, ...]:
    if match is None:
        return ()
    if match.group is not None:
        return () if match.group.is_vague else match.group.unit_ids
    return tuple(each.unit_id for each in match.suggestions[:4])


def _said(row: forms.UnitForm) -> str:
    return str(row["said"].value() or "").strip()


def _chosen(row: forms.UnitForm) -> list[int]:
    values = row["units"].value() or []
    return [int(value) for value in values if str(value).isdecimal()]


def _rows_of(draft: DraftTask) -> list[dict[str, Any]]:
    """Gather a draft's units into rows: one for each name and role."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for named in draft.units.all():
        key = (named.said, named.role)
        row = rows.setdefault(key, {"said": key[0], "role": key[1], "units": []})
        if named.unit_id:
            row["units"].append(named.unit_id)
    return list(rows.values())


def _figure_of(target: Mapping[str, str]) -> dict[str, Any]:
    return {**target, "value": Decimal(target["value"])}


def _named_units(row: Mapping[str, Any]) -> Iterable[services.NamedUnit]:
    said, units = row.get("said", ""), list(row.get("units") or [])
    if not said and not units:
        return
    role = UnitRole(row["role"])
    if not units:
        yield services.NamedUnit(said=said, role=role)
    for unit in units:
        yield services.NamedUnit(
            said=said or str(unit),
            role=role,
            unit=unit,
            remember=bool(row.get("remember") and said and len(units) == 1),
        )
