"""A list of points on its way in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.platform.geo import Datum


class UploadForm(forms.Form):
    """The file, and what its positions mean."""

    file = forms.FileField(
        label=_("点位表"),
        allow_empty_file=True,
        help_text=_("支持 .xlsx、.xls、.csv，最多 5 万行。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": _("请选择一份点位表。")},
    )
    datum = forms.ChoiceField(
        label=_("坐标系"),
        choices=[
            (Datum.WGS84.value, _("WGS-84（手机 GPS、本系统导出）")),
            (Datum.CGCS2000.value, _("CGCS2000（国土、测绘部门）")),
            (Datum.GCJ02.value, _("GCJ-02（高德、腾讯地图）")),
        ],
        help_text=_("不知道的，问一下坐标是从哪里取的；选错会偏 300～600 米。"),
    )
