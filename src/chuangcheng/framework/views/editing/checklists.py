"""Work on the checklists of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import checklists as forms
from chuangcheng.framework.forms.seen import opened
from chuangcheng.framework.models import Checklist, ChecklistItem
from chuangcheng.framework.queries import checklists as queries
from chuangcheng.framework.services import checklists as services
from chuangcheng.framework.services.checklists import ItemFacts, Window
from chuangcheng.framework.views.doors import form_page
from chuangcheng.framework.views.editing.indicators import draft_of, refused
from chuangcheng.platform.refusal import Refused


def _checklist(request: SignedInRequest, pk: int) -> Checklist:
    return get_object_or_404(queries.in_drafts(request.user), pk=pk)


def _item(request: SignedInRequest, pk: int) -> ChecklistItem:
    return get_object_or_404(queries.items_in_drafts(request.user), pk=pk)


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a checklist for a type that has none in the draft."""
    draft = draft_of(request, pk)
    form = forms.ChecklistForm(request.POST or None, edition=draft)
    return form_page(
        request,
        form,
        lambda: services.add(
            draft.pk,
            form.cleaned_data["point_type"],
            window=form.cleaned_data["observation"],
            by=request.user,
        ),
        here="frameworks",
        title=f"{draft}：新增检查清单",
        back=reverse("framework:checklists", args=[draft.pk]),
        then=lambda made: reverse("framework:checklist", args=[made.pk]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_window(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how far to walk or how long to stand."""
    checklist = _checklist(request, pk)
    form = forms.WindowForm(request.POST or None, initial=opened(checklist, Window))
    return form_page(
        request,
        form,
        lambda: services.set_window(
            checklist,
            form.cleaned_data["observation"],
            seen=form.mark,
            by=request.user,
        ),
        here="frameworks",
        title=f"{checklist.point_type}：观测窗口",
        back=reverse("framework:checklist", args=[pk]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a checklist with its items."""
    checklist = _checklist(request, pk)
    try:
        services.remove(checklist, by=request.user)
    except Refused as refusal:
        return refused(request, checklist.edition, refusal)
    messages.info(request, f"已删除“{checklist.point_type}”的检查清单。")
    return redirect("framework:checklists", pk=checklist.edition_id)


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an item to a checklist."""
    checklist = _checklist(request, pk)
    code = queries.next_item_code(checklist)
    form = forms.ItemForm(
        request.POST or None, initial={"code": code}, edition=checklist.edition
    )
    return form_page(
        request,
        form,
        lambda: services.save_item(checklist, form.facts(), by=request.user),
        here="frameworks",
        title=f"{checklist.point_type}：新增检查项",
        is_grid=True,
        back=reverse("framework:checklist", args=[pk]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct an item."""
    item = _item(request, pk)
    known = opened(item, ItemFacts)
    form = forms.ItemForm(
        request.POST or None, initial=known, edition=item.checklist.edition
    )
    return form_page(
        request,
        form,
        lambda: services.save_item(
            item.checklist, form.facts(), item=item, seen=form.mark, by=request.user
        ),
        here="frameworks",
        title=f"修改{item}",
        is_grid=True,
        back=reverse("framework:checklist", args=[item.checklist_id]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove an item."""
    item = _item(request, pk)
    try:
        services.remove_item(item, by=request.user)
    except Refused as refusal:
        return refused(request, item.checklist.edition, refusal)
    return redirect("framework:checklist", pk=item.checklist_id)
