"""Types of places and what is looked at in them."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.forms.fields import WordsField
from chuangcheng.framework.forms.seen import SeenForm
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    PointType,
    Provenance,
    Scoring,
    Severity,
)
from chuangcheng.framework.services.checklists import ItemFacts
from chuangcheng.framework.services.point_types import TypeFacts


class WindowForm(SeenForm):
    """How far to walk or how long to stand."""

    observation = forms.CharField(
        label=_("观测窗口"),
        max_length=200,
        required=False,
        help_text=_("例如“步行约500米取样”“定点观察5分钟”；其中的米数和分钟数会自动识别。"),
    )


class ChecklistForm(WindowForm):
    """A checklist that a draft does not have yet."""

    point_type = forms.ModelChoiceField(
        label=_("点位类型"), queryset=PointType.objects.none()
    )
    field_order = ("point_type", "observation")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types: Any = self.fields["point_type"]
        types.queryset = (
            PointType.objects.filter(is_active=True)
            .exclude(checklists__edition=edition)
            .order_by("order", "code")
        )


class ItemForm(SeenForm):
    """One thing looked at, and how it is marked."""

    code = forms.CharField(label=_("编号"), max_length=20)
    name = forms.CharField(label=_("检查项"), max_length=60)
    criterion = forms.CharField(
        label=_("标准"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    category = forms.CharField(label=_("类别"), max_length=20, required=False)
    scoring = forms.ChoiceField(label=_("计分方式"), choices=Scoring.choices)
    severity = forms.ChoiceField(
        label=_("严重程度"), choices=Severity.choices, initial=Severity.MEDIUM
    )
    indicator = forms.ModelChoiceField(
        label=_("计入的测评标准"), queryset=Indicator.objects.none(), required=False
    )
    provenance = forms.ChoiceField(
        label=_("来源"), choices=Provenance.choices, initial=Provenance.LOCAL
    )
    basis = forms.CharField(label=_("重构依据"), max_length=200, required=False)
    refs = WordsField(
        label=_("出处"), each=300, help_text=_("出处代号或网址，用顿号分开。")
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards: Any = self.fields["indicator"]
        standards.queryset = edition.indicators.standards().order_by("order", "id")

    def facts(self) -> ItemFacts:
        """Return what was said, once it is valid."""
        return ItemFacts(**self.said())


class TypeForm(SeenForm):
    """A kind of place."""

    code = forms.CharField(
        label=_("类型代码"),
        max_length=12,
        validators=[
            RegexValidator(r"^[0-9A-Za-z-]+$", _("代码只能用字母、数字和短横线。"))
        ],
    )
    name = forms.CharField(label=_("点位类型"), max_length=60)
    aliases = WordsField(label=_("别称"), each=60, help_text=_("用顿号分开。"))
    group = forms.CharField(label=_("大类"), max_length=30, required=False)
    typical_unit = forms.CharField(label=_("常见主管单位"), max_length=100, required=False)
    order = forms.IntegerField(label=_("排序号"), min_value=0, max_value=9999, initial=999)
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def facts(self) -> TypeFacts:
        """Return what was said, once it is valid."""
        return TypeFacts(**self.said())
