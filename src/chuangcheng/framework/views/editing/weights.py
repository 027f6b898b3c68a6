"""Set the scores of a draft together, with the sums in view."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework import scores
from chuangcheng.framework.forms.weights import WeighingForm
from chuangcheng.framework.models import Edition
from chuangcheng.framework.services import weights
from chuangcheng.framework.services.overtaken import Overtaken
from chuangcheng.framework.views.doors import page
from chuangcheng.framework.views.editing.indicators import draft_of
from chuangcheng.platform.refusal import Refused


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def reweigh(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show all scores of a draft, share points out on request, save on demand."""
    draft = draft_of(request, pk)
    indicators = list(draft.indicators.order_by("order", "id"))
    known = {
        "full_score": scores.bare(draft.full_score),
        "seen": weights.mark_of(draft, indicators),
    }
    form = WeighingForm(request.POST or None, initial=known, indicators=indicators)
    if request.method == "POST" and form.is_valid():
        if "spread" in request.POST:
            shared = form.spread(request.POST["spread"])
            bare = {name: scores.bare(figure) for name, figure in shared.items()}
            form = WeighingForm(initial=bare | {"seen": form.mark}, indicators=indicators)
            return _page(request, draft, form, is_shared=True)
        try:
            count = weights.reweigh(
                draft.pk, form.weighing(), mark=form.mark, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, Overtaken):
                form.see(refusal.mark)
        else:
            messages.info(request, f"已保存，{count} 条的分值有变化。")
            return redirect("framework:reweigh", pk=draft.pk)
    return _page(request, draft, form, status=422 if request.method == "POST" else 200)


def _page(
    request: SignedInRequest,
    draft: Edition,
    form: WeighingForm,
    *,
    is_shared: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "edition": draft,
        "is_draft": True,
        "form": form,
        "rows": form.rows(),
        "is_shared": is_shared,
        "tab": "reweigh",
    }
    return page(
        request,
        "framework/registry/reweigh.html",
        context,
        here="frameworks",
        status=status,
    )
