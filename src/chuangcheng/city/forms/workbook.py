"""An uploaded workbook."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel 工作簿"), help_text=_("按模板填写的 .xlsx 文件。")
    )
