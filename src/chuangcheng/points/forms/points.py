"""One point as a person types it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import (
    Post,
    Region,
    Unit,
    post_picker,
    region_picker,
    unit_picker,
)
from chuangcheng.framework.api import PointType
from chuangcheng.points.queries import choices
from chuangcheng.points.rules import looks_swapped
from chuangcheng.points.services.points import PointFacts

_DEGREES = forms.NumberInput({"step": "any", "inputmode": "decimal"})


def type_field(*, required: bool = True) -> "forms.ModelChoiceField[PointType]":
    """Offer the types in use under their groups."""
    return forms.ModelChoiceField(
        label=_("点位类型"),
        queryset=PointType.objects.filter(is_active=True),
        to_field_name="code",
        required=required,
        error_messages={"required": _("请选择点位类型。")},
    )


def offer_types(form: forms.Form) -> None:
    """Fill a form's field of types, each under its group."""
    kind: Any = form.fields["type"]
    grouped: list[Any] = list(choices.types().types)
    kind.choices = [("", "请选择"), *grouped]


class PositionForm(forms.Form):
    """Where a point is, in WGS-84 degrees."""

    lon = forms.FloatField(
        label=_("经度"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=_DEGREES,
        error_messages={"invalid": _("经度请填以度为单位的小数。")},
    )
    lat = forms.FloatField(
        label=_("纬度"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=_DEGREES,
        error_messages={"invalid": _("纬度请填以度为单位的小数。")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        lon, lat = said.get("lon"), said.get("lat")
        if (lon is None) != (lat is None) and not self.errors:
            self.add_error("lat" if lat is None else "lon", _("经度和纬度都填，或都空着。"))
        elif lon is not None and lat is not None and looks_swapped(lon, lat):
            self._offer_swapped()
        elif lat is not None and abs(lat) > 90:
            self.add_error("lat", _("纬度须在 -90 到 90 之间。"))
        return said

    def _offer_swapped(self) -> None:
        """Show the form again with the two exchanged; the person has only to agree."""
        exchanged = {"lon": self.data["lat"], "lat": self.data["lon"]}
        self.data = {**self.data, **exchanged}
        self.add_error(
            None, _("经度和纬度填反了，已在下面对调，请核对地图上的位置后再保存。")
        )


class PlaceForm(PositionForm):
    """Where a point is; must be said."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and said.get("lon") is None:
            self.add_error(None, _("请在地图上点选位置，或填写经度和纬度。"))
        return said


class PointForm(PositionForm):
    """What is known of a point."""

    field_order = (
        "code",
        "name",
        "type",
        "address",
        "is_declared",
        "is_key",
        "unit",
        "post",
        "patron_unit",
        "region",
        "note",
    )

    name = forms.CharField(
        label=_("点位名称"),
        max_length=100,
        error_messages={"required": _("请填写点位名称。")},
    )
    type = type_field()
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    is_declared = forms.BooleanField(label=_("已向上级申报"), required=False)
    is_key = forms.BooleanField(label=_("重点点位"), required=False)
    unit = forms.ModelChoiceField(
        label=_("责任单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
    )
    post = forms.ModelChoiceField(
        label=_("责任岗位"),
        queryset=Post.objects.select_related("unit", "region"),
        required=False,
        widget=post_picker(),
        help_text=_(
            "责任单位里，或点位所在网格、社区、街道里的岗位；换人后自动跟着新任职人员。"
        ),
    )
    patron_unit = forms.ModelChoiceField(
        label=_("包联单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
    )
    region = forms.ModelChoiceField(
        label=_("所在网格"),
        queryset=Region.objects.filter(is_active=True),
        required=False,
        widget=region_picker(),
        help_text=_("填了位置就由位置自动找出，不用选。"),
    )
    note = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_types(self)

    def facts(self) -> PointFacts:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return PointFacts(
            name=" ".join(str(said["name"]).split()),
            type=said["type"],
            is_declared=said["is_declared"],
            is_key=said["is_key"],
            address=said["address"],
            lon=said["lon"],
            lat=said["lat"],
            region=said["region"],
            unit=said["unit"],
            post=said["post"],
            patron_unit=said["patron_unit"],
            note=said["note"],
        )


class NewPointForm(PointForm):
    """A new point, with a code if the city has given it one."""

    code = forms.RegexField(
        "^[0-9A-Za-z-]+$",
        label=_("点位编号"),
        max_length=30,
        required=False,
        help_text=_("已有编号的填上，空着由系统编号。"),
        error_messages={"invalid": _("点位编号只能用字母、数字和短横线。")},
    )


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("作废原因"),
        max_length=200,
        error_messages={"required": _("请写明作废原因。")},
    )


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("门头照"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("请选择一张照片。")},
    )
