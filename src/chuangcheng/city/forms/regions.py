"""Regions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.models import Level, Region
from chuangcheng.city.pickers import region_picker


class RegionFilter(forms.Form):
    q = forms.CharField(required=False, max_length=60)


class RegionForm(forms.Form):
    """A new region below the one it is added in."""

    name = forms.CharField(label=_("名称"), max_length=60)
    level = forms.ChoiceField(label=_("级别"), choices=Level.choices)
    code = forms.CharField(
        label=_("区划代码"),
        max_length=20,
        help_text=_(
            "市、区县 6 位，街道(乡镇) 9 位，社区(村) 12 位，网格在社区代码后加 2 至 4 位。"
        ),
    )


class RenameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)


class MoveForm(forms.Form):
    """Where a region goes, and its code there."""

    to = forms.ModelChoiceField(
        label=_("新的上级"),
        queryset=Region.objects.filter(is_active=True),
        widget=region_picker(),
    )
    code = forms.CharField(
        label=_("新的区划代码"),
        max_length=20,
        help_text=_("以新上级的代码开头；下级区划的代码随之更换。"),
    )
