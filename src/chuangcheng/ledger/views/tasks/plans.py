"""Plans and the projects under them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.ledger.forms.tasks import PlanForm, ProjectForm
from chuangcheng.ledger.models import Plan, Project
from chuangcheng.ledger.queries import plans as queries
from chuangcheng.ledger.services import plans as services
from chuangcheng.platform.refusal import Refused

_READING = "GET", "HEAD", "POST"


@right_required(Right.SEE_ALL_TASKS)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List the plans."""
    context = {
        "page_obj": page_of(queries.plans(), request),
        "may_edit": scope_of(request.user).may(Right.DISPATCH),
    }
    return render(request, "ledger/tasks/plans.html", context)


@right_required(Right.SEE_ALL_TASKS)
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a plan with its projects."""
    plan = get_object_or_404(queries.plans(), pk=pk)
    context = {
        "plan": plan,
        "page_obj": page_of(queries.projects_of(plan), request),
        "may_edit": scope_of(request.user).may(Right.DISPATCH),
    }
    return render(request, "ledger/tasks/plan.html", context)


@right_required(Right.DISPATCH)
@require_http_methods([*_READING])
def new_plan(request: SignedInRequest) -> HttpResponse:
    return _edit_plan(request, None)


@right_required(Right.DISPATCH)
@require_http_methods([*_READING])
def edit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit_plan(request, get_object_or_404(Plan.objects.all(), pk=pk))


def _edit_plan(request: SignedInRequest, plan: Plan | None) -> HttpResponse:
    before = (
        {"name": plan.name, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
        if plan
        else {}
    )
    form = PlanForm(request.POST if request.method == "POST" else None, initial=before)

    def save(said: dict[str, Any]) -> str:
        saved = services.save_plan(plan, **said, by=request.user)
        return reverse("ledger:plan", args=[saved.pk])

    back = reverse("ledger:plan", args=[plan.pk]) if plan else reverse("ledger:plans")
    title = "修改方案" if plan else "新建方案"
    return _edit(request, form, save, title=title, back=back)


@right_required(Right.DISPATCH)
@require_http_methods([*_READING])
def new_project(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit_project(request, get_object_or_404(Plan.objects.all(), pk=pk), None)


@right_required(Right.DISPATCH)
@require_http_methods([*_READING])
def edit_project(request: SignedInRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(Project.objects.select_related("plan"), pk=pk)
    return _edit_project(request, project.plan, project)


def _edit_project(
    request: SignedInRequest, plan: Plan, project: Project | None
) -> HttpResponse:
    before = (
        {"name": project.name, "force": project.force_id, "order": project.order}
        if project
        else {}
    )
    form = ProjectForm(request.POST if request.method == "POST" else None, initial=before)
    back = reverse("ledger:plan", args=[plan.pk])

    def save(said: dict[str, Any]) -> str:
        services.save_project(project, plan=plan, **said, by=request.user)
        return back

    title = f"修改项目（{plan}）" if project else f"新建项目（{plan}）"
    return _edit(request, form, save, title=title, back=back)


def _edit(
    request: SignedInRequest,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                url = save(form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.info(request, "已保存。")
                return redirect(url)
    context = {"form": form, "title": title, "back": back}
    return render(request, "ledger/tasks/simple_form.html", context, status=status)
