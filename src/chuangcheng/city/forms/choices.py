"""The city's own choices and its days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.models import Level, Region, RestDayRule
from chuangcheng.city.services.choices import Choices


class ChoicesForm(forms.Form):
    """What the city chooses for itself."""

    name = forms.CharField(label=_("城市名称"), max_length=30)
    home = forms.ModelChoiceField(
        label=_("文中“区”默认所指"),
        queryset=Region.objects.filter(level=Level.DISTRICT, is_active=True).order_by(
            "code"
        ),
        required=False,
        empty_label="不指定",
        help_text=_("讲话和方案只写“区教育局”时，优先指这个区县的单位。"),
    )
    rest_day_rule = forms.ChoiceField(
        label=_("周期任务遇休息日"), choices=RestDayRule.choices, widget=forms.RadioSelect
    )
    due_soon_days = forms.IntegerField(
        label=_("提前几天提示将到期"), min_value=1, max_value=60
    )
    grid_digits = forms.TypedChoiceField(
        label=_("单元网格顺序码位数"),
        choices=[
            (digits, f"{digits} 位（代码共 {12 + digits} 位）") for digits in (2, 3, 4)
        ],
        coerce=int,
        help_text=_(
            "接在社区的 12 位代码之后。据查 GB/T 30428.1 为 3 位，CJ/T 213-2005 为 2 位，"
            "请对照标准原文核定；已有的网格代码不受影响。"
        ),
    )

    def choices(self) -> Choices:
        """Return what was said, once it is valid."""
        return Choices(**self.cleaned_data)


class NoticeForm(forms.Form):
    """The yearly notice: pasted, or as a table."""

    year = forms.IntegerField(
        label=_("年份"),
        min_value=2020,
        max_value=2100,
        help_text=_("通知里没有写年份的日期算这一年。"),
    )
    text = forms.CharField(
        label=_("通知原文"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "粘贴放假安排原文，例如“国庆节：10月1日至7日放假调休，10月10日上班”；"
            "也可每行写“2026-10-10 上班 国庆节调休”。"
        ),
    )
    file = forms.FileField(
        label=_("或 Excel 表"),
        required=False,
        help_text=_("表头为“日期、上班或休息、说明”。"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("text", "").strip()) == bool(said.get("file")):
            raise forms.ValidationError(
                _("请粘贴通知原文，或选择一份 Excel 表，二者择一。")
            )
        return said
