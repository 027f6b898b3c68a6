"""Boundaries that are uploaded, and what is said about them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.boundaries.mending import Repair
from chuangcheng.city.services.shapes.reports import REPAIRS
from chuangcheng.city.services.shapes.uploads import Reading
from chuangcheng.platform.geo import Datum

_DATUMS = [
    ("", "文件中写明，或按现有边界判断"),
    (Datum.CGCS2000, "CGCS2000（国家 2000，测绘部门数据）"),
    (Datum.WGS84, "WGS-84（卫星定位）"),
    (Datum.GCJ02, "GCJ-02（高德、腾讯等网络地图）"),
]


class ReadingForm(forms.Form):
    """In which coordinates a file is to be read."""

    datum = forms.ChoiceField(label=_("坐标系"), choices=_DATUMS, required=False)
    is_swapped = forms.BooleanField(label=_("经纬度互换"), required=False)

    def reading(self) -> Reading:
        """Return what was said, once it is valid."""
        said = self.cleaned_data["datum"]
        return Reading(
            datum=Datum(said) if said else None,
            is_swapped=self.cleaned_data["is_swapped"],
        )


class ShapesForm(ReadingForm):
    """A file of boundaries."""

    field_order = ("file", "datum", "is_swapped")
    file = forms.FileField(
        label=_("边界文件"),
        help_text=_(
            "GeoJSON（.geojson、.json），或把 Shapefile 的 .shp、.shx、.dbf、.prj 打包成一个 .zip。"
            "属性里写 code（或 区划代码）和 name（或 名称）；网格可以没有编码，按所在社区编号。"
        ),
    )


class RepairsForm(forms.Form):
    """Which repairs are to be made."""

    repairs = forms.MultipleChoiceField(
        label=_("修补方式"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(repair.value, text) for repair, text in REPAIRS.items()],
    )

    def chosen(self) -> list[Repair]:
        """Return what was ticked, once it is valid."""
        return [Repair(each) for each in self.cleaned_data["repairs"]]
