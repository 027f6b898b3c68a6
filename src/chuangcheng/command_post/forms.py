"""The filter that the map and its table share; the map's script reads the same names."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from chuangcheng.city.api import Level, Region
from chuangcheng.command_post.queries.choices import Kind, units_with_points
from chuangcheng.points.api import PointSearch

_ANSWERS = {"yes": True, "no": False}
_STATES = [("in_use", "在用"), ("void", "作废"), ("all", "在用和作废")]


class PointFilter(forms.Form):
    """What is asked of the points; a value that cannot be read asks for nothing."""

    q = forms.CharField(label="名称、地址或编号", required=False, max_length=100)
    group = forms.ChoiceField(label="大类", required=False)
    type = forms.ChoiceField(label="点位类型", required=False)
    declared = forms.ChoiceField(
        label="申报",
        required=False,
        choices=[("", "不限"), ("yes", "已申报"), ("no", "未申报")],
    )
    key = forms.ChoiceField(
        label="重点",
        required=False,
        choices=[("", "不限"), ("yes", "重点"), ("no", "一般")],
    )
    unit = forms.ModelChoiceField(
        label="责任单位",
        queryset=units_with_points(),
        required=False,
        to_field_name="code",
        empty_label="不限",
    )
    chip = forms.ChoiceField(label="状态", required=False, choices=_STATES)
    region = forms.ModelChoiceField(
        label="区划或网格",
        queryset=Region.objects.all(),
        required=False,
        to_field_name="code",
        widget=forms.HiddenInput(),
    )

    def __init__(self, data: QueryDict, *, kinds: Sequence[Kind]) -> None:
        # A select shows what it would send.
        said = data.copy()
        said.setdefault("chip", "in_use")
        super().__init__(said, auto_id="map-%s")
        groups = groupby(kinds, key=lambda kind: kind.group)
        typed = [(name, [(kind.code, kind.name) for kind in each]) for name, each in groups]
        self._offer("group", [("", "不限"), *((name, name) for name, _ in typed)])
        self._offer("type", [("", "不限"), *typed])
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def _offer(self, name: str, options: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = options

    def search(self) -> PointSearch:
        """Return what is asked for; an address kept for months must not break the page."""
        self.is_valid()
        said = self.cleaned_data
        return PointSearch(
            chip=said.get("chip") or "in_use",
            words=said.get("q", "").strip(),
            group=said.get("group", ""),
            type=said.get("type", ""),
            declared=_ANSWERS.get(said.get("declared", "")),
            key=_ANSWERS.get(said.get("key", "")),
            unit=said.get("unit"),
            region=said.get("region"),
        )

    def as_hash(self) -> str:
        """Return the same question as the map's address has it, behind its number sign."""
        asked = {
            name: str(value)
            for name, value in self.data.items()
            if value and name in self.fields and name != "q"
        }
        if asked.get("chip") == "in_use":
            del asked["chip"]
        return f"#{urlencode(asked)}" if asked else ""


class RegionFilter(forms.Form):
    """What is asked of the regions in the table."""

    q = forms.CharField(label="名称或代码", required=False, max_length=60)
    level = forms.ChoiceField(
        label="级别", required=False, choices=[("", "全部级别"), *Level.choices]
    )
