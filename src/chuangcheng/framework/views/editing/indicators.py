"""Add, edit, move and remove indicators of a draft."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import indicators as forms
from chuangcheng.framework.models import Edition, Indicator, IndicatorLevel
from chuangcheng.framework.queries import editions as edition_queries
from chuangcheng.framework.queries import indicators as queries
from chuangcheng.framework.services import indicators as services
from chuangcheng.framework.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused

_BELOW = {
    IndicatorLevel.DOMAIN: IndicatorLevel.CRITERION,
    IndicatorLevel.CRITERION: IndicatorLevel.STANDARD,
}


def draft_of(request: SignedInRequest, pk: int) -> Edition:
    """Return a draft that the person may work on, or say that there is none."""
    return get_object_or_404(edition_queries.drafts(request.user), pk=pk)


def indicator_of(request: SignedInRequest, pk: int) -> Indicator:
    """Return an indicator of a draft that the person may work on."""
    return get_object_or_404(queries.in_drafts(request.user), pk=pk)


def to_row(edition: Edition, indicator: Indicator | None = None) -> HttpResponseRedirect:
    """Go back to the tree, to the row of an indicator."""
    place = f"#i{indicator.pk}" if indicator else ""
    return redirect(f"{edition.get_absolute_url()}{place}")


def refused(request: SignedInRequest, edition: Edition, refusal: Refused) -> HttpResponse:
    """Go back to the tree and say there why nothing was done."""
    messages.error(request, str(refusal))
    return to_row(edition)


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an indicator; `under` names the parent that is offered."""
    draft = draft_of(request, pk)
    asked = request.GET.get("under", "")
    parent = draft.indicators.filter(pk=asked).first() if asked.isdecimal() else None
    level = _BELOW.get(IndicatorLevel(parent.level)) if parent else IndicatorLevel.DOMAIN
    form = forms.NewIndicatorForm(
        request.POST or None, initial={"parent": parent, "level": level}, edition=draft
    )
    return form_page(
        request,
        form,
        lambda: services.add(
            draft.pk, form.facts(), parent=form.cleaned_data["parent"], by=request.user
        ),
        here="frameworks",
        title=f"{draft}：新增条目",
        is_grid=True,
        back=draft.get_absolute_url(),
        then=lambda made: f"{draft.get_absolute_url()}#i{made.pk}",
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct an indicator."""
    indicator = indicator_of(request, pk)
    form = forms.IndicatorForm(
        request.POST or None, initial=forms.IndicatorForm.known(indicator)
    )
    return form_page(
        request,
        form,
        lambda: services.edit(indicator.pk, form.facts(), seen=form.mark, by=request.user),
        here="frameworks",
        title=f"修改{indicator}",
        is_grid=True,
        back=f"{indicator.edition.get_absolute_url()}#i{indicator.pk}",
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def shift(request: SignedInRequest, pk: int, *, up: bool) -> HttpResponse:
    """Let an indicator change places with its neighbour."""
    indicator = indicator_of(request, pk)
    try:
        services.shift(indicator.pk, up=up, by=request.user)
    except Refused as refusal:
        return refused(request, indicator.edition, refusal)
    # Back to the button, so that who works with keys can press it again.
    button = f"{'u' if up else 'd'}{indicator.pk}"
    return redirect(f"{indicator.edition.get_absolute_url()}#{button}")


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the ticked indicators under another parent."""
    draft = draft_of(request, pk)
    form = forms.MoveForm(request.POST, edition=draft)
    if not form.is_valid():
        return refused(request, draft, Refused("请先勾选要移动的条目，再选移到哪里。"))
    moving, to = list(form.cleaned_data["pk"]), form.cleaned_data["to"]
    try:
        count = services.move(
            draft.pk, [each.pk for each in moving], to=to, by=request.user
        )
    except Refused as refusal:
        return refused(request, draft, refusal)
    messages.info(request, f"{count} 条已移到{f'“{to}”之下' if to else '最上层'}。")
    return to_row(draft, moving[0])


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove the ticked indicators, once it was said what goes with them."""
    draft = draft_of(request, pk)
    form = forms.MoveForm(request.POST, edition=draft)
    if not form.is_valid():
        return refused(request, draft, Refused("请先勾选要删除的条目。"))
    doomed = list(form.cleaned_data["pk"])
    if "confirmed" not in request.POST:
        context = {"edition": draft, "doomed": doomed, "loss": queries.loss_of(doomed)}
        return page(request, "framework/registry/remove.html", context, here="frameworks")
    try:
        count = services.remove(draft.pk, [each.pk for each in doomed], by=request.user)
    except Refused as refusal:
        return refused(request, draft, refusal)
    messages.info(request, f"已删除 {count} 条及其下级。")
    return redirect(reverse("framework:edition", args=[draft.pk]))
