"""A task as the office types it in."""

from collections.abc import Sequence
from typing import Any

from django import forms

from chuangcheng.city.api import TaskForce, Unit
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.models import Comparator, Plan, Project, Task, TaskUnit, UnitRole
from chuangcheng.ledger.occurrences import BadRule
from chuangcheng.ledger.services.creation import Figure, Part
from chuangcheng.ledger.services.editing import Asked

_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_ROLES = {"lead": UnitRole.LEAD, "main": UnitRole.MAIN, "support": UnitRole.SUPPORT}


def _units(label: str, help_text: str = "") -> Any:
    return forms.ModelMultipleChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        queryset=Unit.objects.filter(is_active=True).order_by("order", "code"),
    )


class TaskForm(forms.Form):
    """What a task asks of whom by when."""

    title = forms.CharField(
        label="任务", max_length=200, widget=forms.Textarea({"rows": 2})
    )
    project = forms.ModelChoiceField(
        label="工程(项目)",
        required=False,
        empty_label="未归入项目",
        queryset=Project.objects.select_related("plan").order_by("plan", "order", "id"),
    )
    starts_on = forms.DateField(
        label="起算日期", widget=_DATE, help_text="量化指标从这一天起按时间进度衡量。"
    )
    deadline = forms.DateField(label="完成时限", required=False, widget=_DATE)
    recurrence = forms.CharField(
        label="频次",
        required=False,
        max_length=100,
        help_text="一次性的任务不填。可写：每月11日、每周、每季度。",
        widget=forms.TextInput({"list": "rhythms", "autocomplete": "off"}),
    )
    lead = _units("牵头单位")
    main = _units("主责单位")
    support = _units("配合单位")

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_recurrence(self) -> str:
        try:
            return rhythm.read(self.cleaned_data["recurrence"])
        except BadRule as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        seen: set[Unit] = set()
        for name in _ROLES:
            for unit in said.get(name) or ():
                if unit in seen:
                    self.add_error(name, f"{unit}已在上面选过，一个单位只承担一种责任。")
                seen.add(unit)
        if not self.errors and not (said.get("lead") or said.get("main")):
            self.add_error("lead", "请至少指定一个牵头或主责单位。")
        return said

    def parts(self, known: Sequence[TaskUnit] = ()) -> tuple[Part, ...]:
        """Return the units with their roles; a post named before stays with its unit."""
        posts = {part.unit_id: part.post for part in known}
        return tuple(
            Part(unit=unit, role=role, post=posts.get(unit.pk))
            for name, role in _ROLES.items()
            for unit in self.cleaned_data[name]
        )


class NewTaskForm(TaskForm):
    """A task that comes from no document."""

    plan = forms.ModelChoiceField(
        label="方案",
        queryset=Plan.objects.order_by("-starts_on", "name"),
        empty_label="请选择方案",
    )
    text = forms.CharField(
        label="任务原文",
        required=False,
        max_length=4000,
        help_text="会议纪要、通知等的原话；不填则与任务相同。",
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("plan", "project", "title", "text")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        plan, project = said.get("plan"), said.get("project")
        if plan and project and project.plan_id != plan.pk:
            self.add_error("project", f"“{project}”不在方案“{plan}”下，请重选。")
        return said


class EditTaskForm(TaskForm):
    """The same, for a task that is there already."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="调整原因",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="已交办的任务必须写明，有关单位会看到。",
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["project"]
        field.queryset = field.queryset.filter(plan=task.plan_id)
        field.label_from_instance = str


def initial_of(task: Task, parts: Sequence[TaskUnit]) -> dict[str, Any]:
    """Return what the edit form starts from."""
    units = {
        name: [part.unit_id for part in parts if part.role == role]
        for name, role in _ROLES.items()
    }
    return {
        "title": task.title,
        "project": task.project_id,
        "starts_on": task.starts_on,
        "deadline": task.deadline,
        "recurrence": rhythm.say(task.recurrence),
        "version": task.version,
        **units,
    }


def rows_of(task: Task) -> list[dict[str, Any]]:
    """Return what the rows of figures start from."""
    return [
        {
            "pk": target.pk,
            "object": target.object,
            "comparator": target.comparator,
            "value": f"{target.value.normalize():f}",
            "unit": target.unit,
        }
        for target in task.targets.order_by("order", "id")
    ]


class TargetForm(forms.Form):
    """One figure; a row without a value counts for nothing."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    object = forms.CharField(label="指标", required=False, max_length=100)
    comparator = forms.ChoiceField(label="要求", required=False, choices=Comparator.choices)
    value = forms.DecimalField(
        label="目标值",
        required=False,
        max_digits=18,
        decimal_places=4,
        error_messages={"invalid": "目标值应是数字。"},
    )
    unit = forms.CharField(label="计量单位", required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        row = super().clean() or {}
        said = row.get("object") or row.get("unit")
        if said and row.get("value") is None and "value" not in self.errors:
            self.add_error("value", "请填写目标值，或清空这一行。")
        return row


TargetRows = forms.formset_factory(TargetForm, extra=2, max_num=20)


def asked(rows: Any) -> tuple[Asked, ...]:
    """Return the figures of a filled-in set of rows."""
    return tuple(
        Asked(
            pk=row.get("pk"),
            object=row["object"],
            comparator=Comparator(row["comparator"] or Comparator.AT_LEAST),
            value=row["value"],
            unit=row["unit"],
        )
        for row in rows.cleaned_data
        if row and row.get("value") is not None
    )


def figures(rows: Any) -> tuple[Figure, ...]:
    """Return the figures of a task to be made."""
    return tuple(
        Figure(object=one.object, comparator=one.comparator, value=one.value, unit=one.unit)
        for one in asked(rows)
    )


class PlanForm(forms.Form):
    name = forms.CharField(label="方案名称", max_length=100)
    starts_on = forms.DateField(label="开始日期", widget=_DATE)
    ends_on = forms.DateField(label="结束日期", widget=_DATE)


class ProjectForm(forms.Form):
    name = forms.CharField(label="工程(项目)名称", max_length=100)
    force = forms.ModelChoiceField(
        label="专项工作组",
        required=False,
        empty_label="无",
        queryset=TaskForce.objects.filter(is_active=True).order_by("order", "id"),
    )
    order = forms.IntegerField(label="排序", min_value=0, max_value=9999, initial=0)
