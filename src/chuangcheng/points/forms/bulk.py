"""One change to many points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Post, Unit, post_picker, unit_picker
from chuangcheng.points.forms.points import offer_types, type_field
from chuangcheng.points.services.bulk import Change, What

_CHOICES = [
    (What.UNIT.value, _("责任单位")),
    (What.POST.value, _("责任岗位")),
    (What.PATRON_UNIT.value, _("包联单位")),
    (What.TYPE.value, _("点位类型")),
    (What.DECLARED.value, _("是否申报")),
    (What.KEY.value, _("是否重点")),
    (What.VOID.value, _("作废")),
    (What.RESTORE.value, _("恢复使用")),
]


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "请选择"), ("yes", "是"), ("no", "否")]
    )


class BulkForm(forms.Form):
    """What to change, and to what; only the field that belongs to the choice counts."""

    what = forms.ChoiceField(
        label=_("修改"),
        choices=_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要修改什么。")},
    )
    unit = forms.ModelChoiceField(
        label=_("责任单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
        help_text=_("空着表示清空。"),
    )
    post = forms.ModelChoiceField(
        label=_("责任岗位"),
        queryset=Post.objects.select_related("unit", "region"),
        required=False,
        widget=post_picker(),
        help_text=_("空着表示清空。"),
    )
    patron_unit = forms.ModelChoiceField(
        label=_("包联单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
        help_text=_("空着表示清空。"),
    )
    type = type_field(required=False)
    is_declared = _yes_no(_("已申报"))
    is_key = _yes_no(_("重点"))
    void = forms.CharField(label=_("作废原因"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_types(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needed = {
            What.TYPE.value: _("请选择点位类型。"),
            What.DECLARED.value: _("请选择是否已申报。"),
            What.KEY.value: _("请选择是否重点。"),
            What.VOID.value: _("请写明作废原因。"),
        }
        what = said.get("what", "")
        if what in needed and not said.get(what):
            self.add_error(what, needed[what])
        return said

    def change(self) -> Change:
        """Return what was said, once it is valid."""
        what = What(self.cleaned_data["what"])
        value = self.cleaned_data.get(what.value)
        if what in {What.DECLARED, What.KEY}:
            return Change(what=what, value=value == "yes")
        return Change(what=what, value=value)
