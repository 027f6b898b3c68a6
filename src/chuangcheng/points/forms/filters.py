"""Turn the list's address into a search, and offer the fields to change it."""

from typing import Any

from django import forms
from django.http import QueryDict

from chuangcheng.city.api import Region, Unit, region_picker, unit_picker
from chuangcheng.points.queries import choices
from chuangcheng.points.queries.filtering import CHIPS, LACKS, SORTS, Search

_YES_NO = [("", "不限"), ("yes", "是"), ("no", "否")]
_ANSWERS = {"yes": True, "no": False}


class PointFilter(forms.Form):
    """The fields above the list; a value that cannot be read asks for nothing."""

    q = forms.CharField(label="名称、地址或编号", required=False, max_length=100)
    type = forms.ChoiceField(label="点位类型", required=False)
    group = forms.ChoiceField(label="大类", required=False)
    region = forms.ModelChoiceField(
        label="区划或网格",
        queryset=Region.objects.all(),
        required=False,
        widget=region_picker(),
    )
    unit = forms.ModelChoiceField(
        label="责任单位（含下级）",
        queryset=Unit.objects.all(),
        required=False,
        widget=unit_picker(),
    )
    patron = forms.ModelChoiceField(
        label="包联单位", queryset=Unit.objects.all(), required=False, widget=unit_picker()
    )
    declared = forms.ChoiceField(label="已申报", required=False, choices=_YES_NO)
    key = forms.ChoiceField(label="重点", required=False, choices=_YES_NO)
    lacks = forms.ChoiceField(
        label="缺什么",
        required=False,
        choices=[
            ("", "不限"),
            *((name, f"缺{label}") for name, (label, _) in LACKS.items()),
        ],
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        offered = choices.types()
        grouped: list[Any] = list(offered.types)
        self._choose("type", [("", "不限"), *grouped])
        self._choose("group", [("", "不限"), *((name, name) for name in offered.groups)])

    def _choose(self, name: str, options: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = options

    def search(self) -> Search:
        """Return what is asked for; an address kept for months must not break the page."""
        self.is_valid()
        said = self.cleaned_data
        chip, sort = self.data.get("chip", ""), self.data.get("sort", "")
        return Search(
            chip=chip if chip in CHIPS else "in_use",
            words=said.get("q", "").strip(),
            type=said.get("type", ""),
            group=said.get("group", ""),
            region=said.get("region"),
            unit=said.get("unit"),
            patron=said.get("patron"),
            declared=_ANSWERS.get(said.get("declared", "")),
            key=_ANSWERS.get(said.get("key", "")),
            lacks=said.get("lacks", ""),
            sort=sort if sort in SORTS else "code",
        )

    def said(self) -> list[str]:
        """Say in words what is asked besides the words searched for: 责任单位：区园林局."""
        said = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value and name != "q":
                written = str(value)
                for key, label in getattr(field, "choices", ()):
                    listed = label if isinstance(label, list | tuple) else [(key, label)]
                    written = dict(listed).get(value, written)
                said.append(f"{field.label}：{written}")
        return said
