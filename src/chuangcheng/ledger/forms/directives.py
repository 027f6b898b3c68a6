"""Turn what reviewers type about directives and their drafts into values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Unit
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.models import Comparator, DirectiveState, Plan, UnitRole
from chuangcheng.ledger.occurrences import BadRule
from chuangcheng.ledger.services.publishing import NewPlan

# A speech has some ten thousand characters; what is longer comes as a file.
_PASTED_LENGTH = 300_000


class DirectiveFilter(forms.Form):
    """Which directives the list shows."""

    q = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(
        required=False, choices=[("", _("全部")), *DirectiveState.choices]
    )


class UploadForm(forms.Form):
    """A document to draw tasks from; whether it can be read is found out by reading it."""

    file = forms.FileField(
        label=_("讲话、方案或通知"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".docx,.pdf,.txt"}),
        error_messages={"required": _("请选择一份文件。")},
    )


class PasteForm(forms.Form):
    """Words copied from elsewhere."""

    text = forms.CharField(
        label=_("文字"),
        max_length=_PASTED_LENGTH,
        strip=False,
        widget=forms.Textarea(
            {"rows": 6, "placeholder": _("把讲话或方案的文字粘贴在这里，标题单独一行")}
        ),
        error_messages={"required": _("请先粘贴文字。")},
    )


class WithdrawForm(forms.Form):
    """Why a directive is put aside."""

    reason = forms.CharField(
        label=_("作废原因"),
        max_length=200,
        error_messages={"required": _("请写明作废原因。")},
    )


class SeenForm(forms.Form):
    """The version of a draft that the reviewer had before them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SplitForm(SeenForm):
    """Where a draft is cut, counted in characters of the source."""

    offset = forms.IntegerField(
        min_value=0, error_messages={"required": _("请先在任务原文中点选拆分位置。")}
    )


class SpanForm(forms.Form):
    """A stretch of the source that becomes a task."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=0)


class DraftForm(SeenForm):
    """The facts of one draft."""

    action = forms.CharField(
        label=_("任务"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("请写明要做什么。")},
    )
    deadline = forms.DateField(
        label=_("完成时限"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期请写成 2026-09-30 的样子。")},
    )
    recurrence = forms.CharField(
        label=_("频次"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            {
                "list": "rhythms",
                "placeholder": _("如：每月11日、每季度"),
                "autocomplete": "off",
            }
        ),
        help_text=_("一次性的任务不填。"),
    )

    def clean_action(self) -> str:
        return " ".join(str(self.cleaned_data["action"]).split())

    def clean_deadline(self) -> date | None:
        day: date | None = self.cleaned_data["deadline"]
        if day and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("完成时限的年份不对，请核对。"))
        return day

    def clean_recurrence(self) -> str:
        try:
            return rhythm.read(self.cleaned_data["recurrence"])
        except BadRule as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class TargetForm(forms.Form):
    """One figure that the task must reach; an empty row counts for nothing."""

    object = forms.CharField(label=_("指标"), required=False, max_length=100)
    comparator = forms.ChoiceField(
        label=_("要求"), choices=Comparator.choices, initial=Comparator.AT_LEAST
    )
    value = forms.DecimalField(
        label=_("目标值"),
        required=False,
        max_digits=18,
        decimal_places=4,
        error_messages={"invalid": _("目标值应是数字。")},
    )
    unit = forms.CharField(label=_("计量单位"), required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        row = super().clean() or {}
        said = row.get("object") or row.get("unit")
        if said and row.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("请填写目标值，或清空这一行。"))
        return row


TargetRows = forms.formset_factory(TargetForm, extra=1, max_num=20)


class UnitForm(forms.Form):
    """A name as the text says it, its part in the task, and the city's units it means."""

    said = forms.CharField(label=_("文中称谓"), required=False, max_length=80)
    role = forms.ChoiceField(
        label=_("责任"), choices=UnitRole.choices, initial=UnitRole.LEAD
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.active(),
        label=_("对应单位"),
        required=False,
        error_messages={
            "invalid_choice": _("有一个单位不在名录中或已停用，请重新选择。"),
            "invalid_pk_value": _("有一个单位不在名录中或已停用，请重新选择。"),
        },
    )
    remember = forms.BooleanField(label=_("记住这个叫法"), required=False)

    def offer(self, labels: Mapping[int, str]) -> None:
        """List only these units in the field: those chosen and those suggested, not the whole city."""
        self.fields["units"].widget.choices = list(labels.items())


UnitRows = forms.formset_factory(UnitForm, extra=1, max_num=60)


class NameForm(forms.Form):
    """Which units a name means everywhere in the directive."""

    said = forms.CharField(max_length=80)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.active(),
        required=False,
        error_messages={
            "invalid_choice": _("有一个单位不在名录中或已停用，请重新选择。"),
            "invalid_pk_value": _("有一个单位不在名录中或已停用，请重新选择。"),
        },
    )
    remember = forms.BooleanField(required=False)


class PublishForm(forms.Form):
    """Into which plan the tasks go, and what becomes of those nobody answers for yet."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("列入方案"),
        required=False,
        empty_label=_("新建方案"),
    )
    name = forms.CharField(label=_("新方案名称"), required=False, max_length=100)
    starts_on = forms.DateField(
        label=_("开始日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("结束日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    project_depth = forms.TypedChoiceField(
        label=_("按标题分工程(项目)"), coerce=int, widget=forms.RadioSelect
    )
    keep_unowned = forms.BooleanField(
        label=_("没有单位的任务先存入台账，暂不交办"), required=False
    )

    def __init__(
        self, *args: Any, plans: Any, depths: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["project_depth"].choices = depths  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("plan") and "plan" not in self.errors:
            self._check_new(values)
        return values

    def _check_new(self, values: Mapping[str, Any]) -> None:
        asked = {
            "name": _("请填写新方案的名称，或选择已有方案。"),
            "starts_on": _("请填写新方案的开始日期。"),
            "ends_on": _("请填写新方案的结束日期。"),
        }
        for field, problem in asked.items():
            if not values.get(field) and field not in self.errors:
                self.add_error(field, problem)
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("结束日期早于开始日期，请核对。"))

    @property
    def chosen_plan(self) -> Plan | NewPlan:
        """Return the plan that was chosen, or the new one as described."""
        values = self.cleaned_data
        plan: Plan | None = values["plan"]
        return plan or NewPlan(
            name=values["name"], starts_on=values["starts_on"], ends_on=values["ends_on"]
        )
