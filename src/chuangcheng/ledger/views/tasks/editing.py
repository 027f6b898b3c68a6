"""Add a task by hand, or change what a task asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.forms import tasks as forms
from chuangcheng.ledger.models import Task
from chuangcheng.ledger.queries.detail import parts_of
from chuangcheng.ledger.services import creation, editing
from chuangcheng.ledger.views.tasks.doors import task_of
from chuangcheng.platform.refusal import Refused


@right_required(Right.DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add a task that comes from no document; sent out at once if asked."""
    if request.method != "POST":
        form = forms.NewTaskForm(initial={"starts_on": timezone.localdate()})
        return _form(request, form, forms.TargetRows(prefix="targets"), title="新建任务")
    form = forms.NewTaskForm(request.POST)
    rows = forms.TargetRows(request.POST, prefix="targets")
    # Both are asked, so that every mistake is shown at once.
    if all([form.is_valid(), rows.is_valid()]):
        try:
            task = _create(request, form, rows)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(task)
    return _form(request, form, rows, title="新建任务", status=422)


def _create(request: SignedInRequest, form: forms.NewTaskForm, rows: Any) -> Task:
    said, at = form.cleaned_data, timezone.now()
    wanted = creation.NewTask(
        plan=said["plan"],
        project=said["project"],
        title=said["title"],
        text=said["text"] or said["title"],
        starts_on=said["starts_on"],
        deadline=said["deadline"],
        recurrence=said["recurrence"],
        parts=form.parts(),
        figures=forms.figures(rows),
    )
    if request.POST.get("then") == "dispatch":
        task = creation.create_and_dispatch(wanted, by=request.user, at=at)
        messages.info(request, f"已新建并交办任务 {task.number}。")
        return task
    [task] = creation.create([wanted], by=request.user, at=at)
    messages.info(request, f"已新建任务 {task.number}，尚未交办。")
    return task


@right_required(Right.DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, number: str) -> HttpResponse:
    """Change a task's days, units and figures, with a reason."""
    task = task_of(request, number)
    parts = parts_of(task)
    if request.method != "POST":
        form = forms.EditTaskForm(task=task, initial=forms.initial_of(task, parts))
        rows = forms.TargetRows(prefix="targets", initial=forms.rows_of(task))
        return _form(request, form, rows, title=f"调整任务 {task.number}", task=task)
    form = forms.EditTaskForm(request.POST, task=task)
    rows = forms.TargetRows(request.POST, prefix="targets")
    if all([form.is_valid(), rows.is_valid()]):
        said = form.cleaned_data
        wanted = editing.Wanted(
            title=said["title"],
            project=said["project"],
            starts_on=said["starts_on"],
            deadline=said["deadline"],
            recurrence=said["recurrence"],
            parts=form.parts(parts),
            targets=forms.asked(rows),
        )
        try:
            editing.edit(
                number,
                wanted,
                version=said["version"],
                reason=said["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "调整已保存。")
            return redirect(task)
    title = f"调整任务 {task.number}"
    return _form(request, form, rows, title=title, task=task, status=422)


def _form(
    request: SignedInRequest,
    form: forms.TaskForm,
    rows: Any,
    *,
    title: str,
    task: Task | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "title": title,
        "task": task,
        "rhythms": rhythm.COMMON,
    }
    return render(request, "ledger/tasks/edit.html", context, status=status)
