"""Work on the negative list and the preconditions of a draft."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import vetoes as forms
from chuangcheng.framework.forms.seen import opened
from chuangcheng.framework.models import NegativeItem, Precondition
from chuangcheng.framework.queries import vetoes as queries
from chuangcheng.framework.services import vetoes as services
from chuangcheng.framework.services.vetoes import NegativeFacts, PreconditionFacts
from chuangcheng.framework.views.doors import form_page
from chuangcheng.framework.views.editing.indicators import draft_of, refused
from chuangcheng.platform.refusal import Refused


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add_negative_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an entry to the negative list."""
    draft = draft_of(request, pk)
    form = forms.NegativeForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.save_negative_item(draft.pk, form.facts(), by=request.user),
        here="frameworks",
        title="负面清单：新增条目",
        back=reverse("framework:vetoes", args=[draft.pk]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_negative_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct an entry of the negative list."""
    item = get_object_or_404(queries.negative_items_in_drafts(request.user), pk=pk)
    form = forms.NegativeForm(request.POST or None, initial=opened(item, NegativeFacts))
    return form_page(
        request,
        form,
        lambda: services.save_negative_item(
            item.edition_id, form.facts(), item=item, seen=form.mark, by=request.user
        ),
        here="frameworks",
        title=f"修改{item}",
        back=reverse("framework:vetoes", args=[item.edition_id]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove_negative_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove an entry of the negative list."""
    item = get_object_or_404(queries.negative_items_in_drafts(request.user), pk=pk)
    return _removed(request, item)


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add_precondition(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a precondition."""
    draft = draft_of(request, pk)
    form = forms.PreconditionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.save_precondition(draft.pk, form.facts(), by=request.user),
        here="frameworks",
        title="前置条件：新增",
        back=reverse("framework:vetoes", args=[draft.pk]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_precondition(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a precondition."""
    found = get_object_or_404(queries.preconditions_in_drafts(request.user), pk=pk)
    known = opened(found, PreconditionFacts)
    form = forms.PreconditionForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.save_precondition(
            found.edition_id,
            form.facts(),
            precondition=found,
            seen=form.mark,
            by=request.user,
        ),
        here="frameworks",
        title=f"修改前置条件“{found}”",
        back=reverse("framework:vetoes", args=[found.edition_id]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove_precondition(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a precondition."""
    found = get_object_or_404(queries.preconditions_in_drafts(request.user), pk=pk)
    return _removed(request, found)


def _removed(request: SignedInRequest, entry: NegativeItem | Precondition) -> HttpResponse:
    try:
        services.remove(entry, by=request.user)
    except Refused as refusal:
        return refused(request, entry.edition, refusal)
    return redirect("framework:vetoes", pk=entry.edition_id)
