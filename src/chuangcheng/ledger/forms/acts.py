"""What people say when they act on a task."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from chuangcheng.city.api import Unit
from chuangcheng.ledger.models import OccurrenceState, Task, TaskUnit, UnitRole
from chuangcheng.ledger.services.progress import ENDINGS, MOST_FILES

_NOTE = 2000
_DATE = {"type": "date"}


class ActForm(forms.Form):
    """A form about one task, filled in for one of the units a person acts for."""

    def __init__(
        self, *args: Any, task: Task, parts: Sequence[TaskUnit] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.parts = parts
        if "unit" in self.fields:
            self._offer_units()

    def _offer_units(self) -> None:
        field: Any = self.fields["unit"]
        field.choices = [(str(part.unit_id), str(part.unit)) for part in self.parts]
        if len(self.parts) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(self.parts[0].unit_id)

    def clean_unit(self) -> Unit:
        chosen = self.cleaned_data["unit"]
        return next(part.unit for part in self.parts if str(part.unit_id) == chosen)


class NoteForm(ActForm):
    note = forms.CharField(
        label="说明",
        max_length=_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ReasonForm(ActForm):
    note = forms.CharField(
        label="原因",
        max_length=_NOTE,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明原因，相关单位会看到。"},
    )


class AcknowledgeForm(ActForm):
    unit = forms.ChoiceField(label="签收单位")


class OwingForm(ActForm):
    """A form that only a leading or mainly answerable unit fills in."""

    def _offer_units(self) -> None:
        self.parts = [part for part in self.parts if part.role != UnitRole.SUPPORT]
        super()._offer_units()


class SubmitForm(OwingForm):
    unit = forms.ChoiceField(label="报请单位")
    note = forms.CharField(
        label="说明",
        max_length=_NOTE,
        required=False,
        help_text="指标没有完成或有期次没有反馈的，必须写明原因。",
        widget=forms.Textarea({"rows": 3}),
    )


class ExtensionForm(OwingForm):
    unit = forms.ChoiceField(label="申请单位")
    to = forms.DateField(label="延至", widget=forms.DateInput(_DATE))
    reason = forms.CharField(
        label="理由", max_length=_NOTE, widget=forms.Textarea({"rows": 3})
    )


class HandoverForm(ActForm):
    unit = forms.ChoiceField(label="申请单位")
    to = forms.ModelChoiceField(
        label="移交给",
        queryset=Unit.objects.filter(is_active=True).order_by("order", "code"),
        empty_label="请选择单位",
    )
    reason = forms.CharField(
        label="理由",
        max_length=_NOTE,
        help_text="请写明职责依据。同一单位对同一任务只能申请一次。",
        widget=forms.Textarea({"rows": 3}),
    )


class DecisionForm(forms.Form):
    """The office's answer to a request."""

    grant = forms.ChoiceField(
        label="批复",
        choices=[("yes", "同意"), ("no", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或不同意。"},
    )
    answer = forms.CharField(
        label="答复",
        max_length=_NOTE,
        required=False,
        help_text="不同意时必须写明理由。",
        widget=forms.Textarea({"rows": 3}),
    )


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files under one name."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        return [one(each, initial) for each in data if each] if data else []


class ReportForm(ActForm):
    """A report with one figure a target; a figure left as it was is not reported again."""

    unit = forms.ChoiceField(label="反馈单位")
    turn = forms.ChoiceField(label="反馈哪一期", required=False)
    note = forms.CharField(
        label="进展情况",
        max_length=_NOTE,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "请写明做了什么、到什么程度。"},
    )
    correction = forms.CharField(
        label="更正原因",
        max_length=300,
        required=False,
        help_text="累计数比上次小时才需要填写。",
    )
    proofs = _Files(
        label="佐证材料",
        required=False,
        allow_empty_file=True,
        help_text=f"最多 {MOST_FILES} 个，能说明问题即可；没有可以不附。",
        widget=_ManyFiles({"accept": ENDINGS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = list(self.task.targets.order_by("order", "id"))
        for target in self.targets:
            before = (
                ""
                if target.reached is None
                else f"上次累计 {target.reached.normalize():f}。"
            )
            self.fields[f"target_{target.pk}"] = forms.DecimalField(
                label=f"{target}，累计完成",
                required=False,
                max_digits=18,
                decimal_places=4,
                min_value=Decimal(0),
                help_text=f"{before}计量单位：{target.unit or '无'}。",
                error_messages={
                    "min_value": "累计完成数不能是负数。",
                    "invalid": "请填数字，不带单位。",
                },
            )
        self._offer_turns()
        names = [f"target_{target.pk}" for target in self.targets]
        last = ["correction", "proofs"] if self.targets else ["proofs"]
        if not self.targets:
            del self.fields["correction"]
        self.order_fields(["unit", "turn", *names, "note", *last])

    def _offer_turns(self) -> None:
        if not self.task.recurrence:
            del self.fields["turn"]
            return
        turns = self.task.occurrences.filter(state=OccurrenceState.OPEN)
        field: Any = self.fields["turn"]
        field.choices = [("", "不对应某一期")] + [
            (turn.planned_on.isoformat(), _turn_label(turn.due_on))
            for turn in turns.order_by("due_on", "id")[:12]
        ]
        if len(field.choices) > 1:
            field.initial = field.choices[1][0]

    def figures(self) -> dict[int, Decimal]:
        """Return the totals by the target's id."""
        said = {t.pk: self.cleaned_data.get(f"target_{t.pk}") for t in self.targets}
        return {pk: value for pk, value in said.items() if value is not None}


def _turn_label(due_on: Any) -> str:
    missed = "，已过期" if due_on < timezone.localdate() else ""
    return f"{due_on.month}月{due_on.day}日应办{missed}"
