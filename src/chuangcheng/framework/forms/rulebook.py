"""What a person says about standing rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Unit, unit_picker
from chuangcheng.framework.forms.pickers import indicator_picker
from chuangcheng.framework.models import Indicator, Rule
from chuangcheng.framework.queries.rulebook import RuleSearch
from chuangcheng.framework.services.rulebook import NewText, Original, RuleFacts

STATES = (("", _("现行和已废止")), ("standing", _("现行")), ("repealed", _("已废止")))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class RuleFilter(forms.Form):
    """What is looked for in the rulebook."""

    q = forms.CharField(required=False, max_length=60)
    category = forms.CharField(required=False, max_length=30)
    unit = forms.ModelChoiceField(
        label=_("制定单位"),
        queryset=Unit.objects.all(),
        required=False,
        widget=unit_picker(),
    )
    state = forms.ChoiceField(required=False, choices=STATES)

    def search(self) -> RuleSearch:
        """Return what is asked; what was not understood asks for nothing."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        unit = said.get("unit")
        return RuleSearch(
            words=said.get("q", "").strip(),
            category=said.get("category", ""),
            unit=unit.pk if unit else None,
            state=said.get("state", ""),
        )


class FactsForm(forms.Form):
    """What is known of a rule apart from its text."""

    title = forms.CharField(label=_("名称"), max_length=150)
    category = forms.CharField(
        label=_("类别"),
        max_length=30,
        required=False,
        help_text=_("例如：督查考核、市容管理、志愿服务。"),
    )
    unit = forms.ModelChoiceField(
        label=_("制定单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
    )

    def facts(self) -> RuleFacts:
        """Return what was said, once it is valid."""
        said: dict[str, Any] = self.cleaned_data
        return RuleFacts(title=said["title"], category=said["category"], unit=said["unit"])


class TextForm(forms.Form):
    """A text of a rule: as a file, or pasted."""

    document_number = forms.CharField(label=_("发文字号"), max_length=60, required=False)
    effective_on = _day(_("施行日期"))
    file = forms.FileField(
        label=_("制度文件"),
        required=False,
        help_text=_("Word(.docx)、带文字的 PDF 或文本文件，正文自动读出，原件一并保存。"),
    )
    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("没有文件时粘贴正文；两样都有时以这里的正文为准。"),
    )
    note = forms.CharField(label=_("修订说明"), max_length=300, required=False)

    def new_text(self) -> NewText:
        """Return what was said, once it is valid."""
        said: dict[str, Any] = self.cleaned_data
        file = said["file"]
        return NewText(
            text=said["text"],
            effective_on=said["effective_on"],
            document_number=said["document_number"],
            note=said["note"],
            original=Original(name=str(file.name), raw=file.read()) if file else None,
        )


class NewRuleForm(FactsForm, TextForm):
    """A rule that is new in the rulebook, with its first text."""

    field_order = ("title", "category", "unit", "document_number", "effective_on")


class RepealForm(forms.Form):
    on = _day(_("废止日期"))
    reason = forms.CharField(label=_("废止原因"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class BindForm(forms.Form):
    """A standard that a rule serves."""

    indicator = forms.ModelChoiceField(
        label=_("测评标准"), queryset=Indicator.objects.none(), widget=indicator_picker()
    )

    def __init__(self, *args: Any, seen: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = seen


class ServingForm(forms.Form):
    """A rule that serves a standard."""

    rule = forms.ModelChoiceField(
        label=_("制度"),
        queryset=Rule.objects.none(),
        empty_label=_("请选择"),
        help_text=_("列出现行且还没有绑定到这条标准的制度；新制度先在制度库登记。"),
    )

    def __init__(self, *args: Any, offered: QuerySet[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = offered
