"""Turn what a person says about an Excel ledger into values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.ledger.queries import imports as queries
from chuangcheng.ledger.services.imports.columns import columns
from chuangcheng.ledger.services.imports.naming import UnknownName
from chuangcheng.platform.exchange import column_letter

GROUP, NOBODY = "group", "nobody"


class UploadForm(forms.Form):
    """A ledger and the plan it belongs to."""

    plan = forms.ModelChoiceField(
        queries.plans(),
        label=_("列入方案"),
        empty_label=None,
        help_text=_("没写年份的时限按这个方案的年度理解。"),
        error_messages={"required": _("请选择方案。")},
    )
    file = forms.FileField(
        label=_("台账文件"),
        allow_empty_file=True,
        help_text=_("支持 .xlsx、.xls、.csv，第一张有内容的工作表，最多 5 万行。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": _("请选择一份台账文件。")},
    )


class ColumnsForm(forms.Form):
    """Which column of the sheet holds what."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        headers: Sequence[str],
        mapping: Mapping[str, int],
    ) -> None:
        super().__init__(data)
        choices = [
            (str(place), f"{column_letter(place)} 列　{header}")
            for place, header in enumerate(headers)
            if header
        ]
        for column in columns():
            self.fields[column.name] = forms.ChoiceField(
                label=column.header,
                required=column.required,
                choices=[("", _("（表中没有）")), *choices],
                initial=str(mapping.get(column.name, "")),
                error_messages={
                    "required": _("请指定哪一列是“任务”，没有这一列不能导入。"),
                    "invalid_choice": _("所选的列不在表中，请重新选择。"),
                },
            )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        taken: dict[str, str] = {}
        for column in columns():
            place = chosen.get(column.name)
            if not place:
                continue
            if place in taken:
                self.add_error(
                    column.name,
                    _("这一列已经用作“%(other)s”，一列只能用一次。")
                    % {"other": taken[place]},
                )
            taken.setdefault(place, column.header)
        return chosen

    def mapping(self) -> dict[str, int]:
        """Return the chosen columns, counted from 0."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


@dataclass(frozen=True, slots=True)
class NameChoice:
    """One unknown name as the page asks about it."""

    index: int
    name: UnknownName
    sure: int | None


def choices_of(unknown: Sequence[UnknownName], *, likely: float = 0.6) -> list[NameChoice]:
    """Prepare the questions; a likely unit is ticked beforehand, a doubtful one is not."""
    return [
        NameChoice(
            index=index,
            name=one,
            sure=one.suggestions[0].unit_id
            if one.suggestions and one.suggestions[0].score >= likely
            else None,
        )
        for index, one in enumerate(unknown)
    ]


def chosen_units(
    data: QueryDict, unknown: Sequence[UnknownName]
) -> dict[str, tuple[int, ...]]:
    """Read which units a person chose for which names; names not answered stay open."""
    groups = {one.name: one.members for one in unknown}
    chosen: dict[str, tuple[int, ...]] = {}
    for index in range(len(data.getlist("name"))):
        name = data.getlist("name")[index]
        pick = data.get(f"pick-{index}", "")
        units = _picked(pick, data.getlist(f"other-{index}"), groups.get(name, ()))
        if name in groups and units is not None:
            chosen[name] = units
    return chosen


def _picked(
    pick: str, others: Sequence[str], members: Sequence[int]
) -> tuple[int, ...] | None:
    # What was looked up by hand is meant, whatever was ticked beforehand.
    if others:
        return _numbers(others) or None
    if pick == NOBODY:
        return ()
    return (tuple(members) if pick == GROUP else _numbers([pick])) or None


def _numbers(values: Sequence[str]) -> tuple[int, ...]:
    return tuple(
        int(each)
        for each in values
        if each.isascii() and each.isdecimal() and len(each) < 12
    )
