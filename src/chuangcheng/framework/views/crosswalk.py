"""What several campaigns ask for at once: the coverage, one pair, and the links."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.framework.forms.crosswalk import LinkForm, ticked_pairs
from chuangcheng.framework.queries import crosswalk as queries
from chuangcheng.framework.queries import options
from chuangcheng.framework.queries.crosswalk import Campaign, Known
from chuangcheng.framework.queries.crosswalk_sheets import write
from chuangcheng.framework.queries.responsibilities import indicators_visible_to
from chuangcheng.framework.services import crosswalk as services
from chuangcheng.framework.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused

_COVERED = {"yes": True, "no": False}


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def matrix(request: SignedInRequest) -> HttpResponse:
    """Show for each two campaigns how far one covers the other."""
    known = queries.known(request.user)
    context = {
        "campaigns": known.campaigns,
        "rows": queries.matrix(known),
        "link_count": len(known.links),
    }
    return page(request, "framework/crosswalk/matrix.html", context, here="crosswalk")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the coverage and every link."""
    return workbook(write(queries.known(request.user)), name="各项创建对照")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def pair(request: SignedInRequest, covering: str, covered: str) -> HttpResponse:
    """Show one campaign's indicators, each with those of the other that ask for the same."""
    return _pair(request, covering, covered)


def _pair(
    request: SignedInRequest, covering: str, covered: str, *, refusal: str = ""
) -> HttpResponse:
    known = queries.known(request.user)
    ours, theirs = _named(known, covering), _named(known, covered)
    rows = queries.pair(known, ours, theirs)
    wanted = _COVERED.get(request.GET.get("covered", ""))
    may_manage = scope_of(request.user).may(Right.MANAGE_FRAMEWORK)
    context = {
        "covering": ours,
        "covered": theirs,
        "campaigns": known.campaigns,
        "rows": [row for row in rows if wanted is None or bool(row.covered_by) == wanted],
        "wanted": wanted,
        "share": queries.share_of(known, ours, theirs),
        "suggestions": queries.suggestions(known, ours, theirs) if may_manage else [],
        "refusal": refusal,
    }
    return page(
        request,
        "framework/crosswalk/pair.html",
        context,
        here="crosswalk",
        status=422 if refusal else 200,
    )


def _named(known: Known, code: str) -> Campaign:
    campaign = known.named(code)
    if campaign is None:
        raise Http404
    return campaign


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show which other campaigns ask for the same as an indicator, as a box on its page."""
    indicator = get_object_or_404(indicators_visible_to(request.user), pk=pk)
    context = {
        "indicator": indicator,
        "wanted": queries.also_wanted(indicator),
        "may_manage": scope_of(request.user).may(Right.MANAGE_FRAMEWORK),
    }
    return render(request, "framework/crosswalk/_panel.html", context)


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Link two indicators by hand."""
    first = request.GET.get("indicator", "")
    form = LinkForm(
        request.POST or None,
        seen=options.standards_in_force(request.user),
        initial={"indicator": first} if first.isdecimal() else None,
    )
    back = (
        reverse("framework:indicator", args=[int(first)])
        if first.isdecimal()
        else reverse("framework:crosswalk")
    )
    return form_page(
        request,
        form,
        lambda: services.link(
            form.cleaned_data["indicator"],
            form.cleaned_data["other"],
            note=form.cleaned_data["note"],
            by=request.user,
        ),
        here="crosswalk",
        title="添加指标对应",
        back=back,
        submit_label="添加",
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def confirm(request: SignedInRequest, covering: str, covered: str) -> HttpResponse:
    """Link the suggested pairs that were ticked."""
    ticked = ticked_pairs(request.POST)
    seen = indicators_visible_to(request.user).in_bulk(
        [pk for each in ticked for pk in each]
    )
    pairs = [
        (seen[one], seen[other]) for one, other in ticked if one in seen and other in seen
    ]
    if not pairs:
        return _pair(
            request, covering, covered, refusal="没有勾选建议，请勾选要确认的对应。"
        )
    try:
        count = services.link_all(pairs, by=request.user)
    except Refused as refused:
        return _pair(request, covering, covered, refusal=str(refused))
    messages.info(request, f"已确认 {count} 项对应。")
    return redirect("framework:crosswalk_pair", covering, covered)


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a link away."""
    link = get_object_or_404(queries.links_visible_to(request.user), pk=pk)
    services.unlink(link, by=request.user)
    one, other = link.indicator, link.other
    messages.info(request, f"“{one}”和“{other}”不再对应。")
    return redirect(
        "framework:crosswalk_pair",
        one.edition.framework.code,
        other.edition.framework.code,
    )
