"""Units, their aliases and posts."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.roles import Role
from chuangcheng.city.models import Region, Unit, UnitKind
from chuangcheng.city.pickers import region_picker, unit_picker
from chuangcheng.city.services.units import UnitFacts

ORDERS = {
    "order": ("排序号", ("order", "code")),
    "name": ("名称", ("name", "code")),
    "kind": ("类别", ("kind", "order", "code")),
    "tree": ("隶属关系", ("path",)),
}


class UnitFilter(forms.Form):
    """What is looked for in the list of units."""

    q = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *UnitKind.choices])
    state = forms.ChoiceField(required=False, choices=[("", "在用"), ("off", "已停用")])
    sort = forms.ChoiceField(
        required=False, choices=[(key, label) for key, (label, _fields) in ORDERS.items()]
    )


class UnitForm(forms.Form):
    """What is known of a unit."""

    name = forms.CharField(label=_("全称"), max_length=80)
    short_name = forms.CharField(label=_("简称"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(
        label=_("上级单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
    )
    region = forms.ModelChoiceField(
        label=_("所在区划"),
        queryset=Region.objects.filter(is_active=True),
        required=False,
        widget=region_picker(),
    )
    order = forms.IntegerField(
        label=_("排序号"), min_value=0, max_value=999_999, initial=0, required=False
    )

    def facts(self) -> UnitFacts:
        """Return what was said, once it is valid."""
        said: dict[str, Any] = self.cleaned_data
        return UnitFacts(
            name=said["name"],
            short_name=said["short_name"],
            kind=said["kind"],
            parent=said["parent"],
            region=said["region"],
            order=said["order"] or 0,
        )


class NewUnitForm(UnitForm):
    """A new unit, with a code if it has one."""

    code = forms.CharField(
        label=_("单位编码"),
        max_length=30,
        required=False,
        help_text=_("可填统一社会信用代码；空着由系统编号。"),
        validators=[
            RegexValidator(r"^[0-9A-Za-z-]+$", _("单位编码只能用字母、数字和短横线。"))
        ],
    )


class AliasForm(forms.Form):
    name = forms.CharField(label=_("别名"), max_length=80)


class PostForm(forms.Form):
    """A post: what it is called and what rights it carries."""

    title = forms.CharField(label=_("岗位名称"), max_length=50)
    role = forms.ChoiceField(
        label=_("角色"),
        choices=Role.choices,
        help_text=_("角色决定任职人员在本系统中的权限。"),
    )
