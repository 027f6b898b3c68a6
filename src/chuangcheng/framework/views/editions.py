"""The frameworks and their editions: the list, and what becomes of an edition."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import editions as forms
from chuangcheng.framework.models import Edition, Framework
from chuangcheng.framework.queries import editions as queries
from chuangcheng.framework.queries.validation import findings
from chuangcheng.framework.services import builtin, copying
from chuangcheng.framework.services import editions as services
from chuangcheng.framework.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List the frameworks with their editions."""
    return _listing(request)


def _listing(request: SignedInRequest, *, refusal: str = "") -> HttpResponse:
    context = {"frameworks": queries.frameworks(request.user), "refusal": refusal}
    return page(
        request,
        "framework/registry/frameworks.html",
        context,
        here="frameworks",
        status=422 if refusal else 200,
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def load_builtin(request: SignedInRequest) -> HttpResponse:
    """Load the assessment that the product ships."""
    try:
        loaded = builtin.load(at=timezone.now(), by=request.user)
    except Refused as refusal:
        return _listing(request, refusal=str(refusal))
    if loaded:
        messages.info(
            request,
            f"已载入 {loaded.frameworks} 个测评体系、{loaded.standards} 条测评标准、"
            f"{loaded.point_types} 类点位和 {loaded.items} 个检查项。",
        )
    else:
        messages.info(request, "内置测评体系此前已载入，没有改动。")
    return redirect("framework:frameworks")


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add_framework(request: SignedInRequest) -> HttpResponse:
    """Add a framework of the city's own."""
    form = forms.FrameworkForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.add_framework(by=request.user, **form.cleaned_data),
        here="frameworks",
        title="新建测评体系",
        back=reverse("framework:frameworks"),
        then=lambda framework: reverse("framework:start", args=[framework.code]),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin an empty draft."""
    framework: Framework = get_object_or_404(queries.frameworks(request.user), code=code)
    form = forms.EditionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.start_empty(
            framework, form.facts(), by=request.user, at=timezone.now()
        ),
        here="frameworks",
        title=f"{framework}：新建空白草案",
        back=reverse("framework:frameworks"),
        then=lambda edition: edition.get_absolute_url(),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a draft as a copy."""
    source = get_object_or_404(queries.visible_to(request.user), pk=pk)
    form = forms.CopyForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: copying.copy(
            source, name=form.cleaned_data["name"], by=request.user, at=timezone.now()
        ),
        here="frameworks",
        title=f"复制{source}为新草案",
        back=source.get_absolute_url(),
        submit_label="复制",
        then=lambda draft: draft.get_absolute_url(),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct what is said about a draft as a whole."""
    draft = get_object_or_404(queries.drafts(request.user), pk=pk)
    form = forms.EditionForm(request.POST or None, initial=forms.EditionForm.known(draft))
    return form_page(
        request,
        form,
        lambda: services.describe(draft.pk, form.facts(), seen=form.mark, by=request.user),
        here="frameworks",
        title=f"修改{draft}的说明",
        back=draft.get_absolute_url(),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_safe
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what is wrong with an edition and where to mend it."""
    edition = get_object_or_404(queries.visible_to(request.user), pk=pk)
    return _check(request, edition)


def _check(
    request: SignedInRequest, edition: Edition, *, refusal: str = ""
) -> HttpResponse:
    found = findings(edition)
    context = {
        "edition": edition,
        "is_draft": queries.is_draft(edition),
        "errors": [each for each in found if each.is_error],
        "warnings": [each for each in found if not each.is_error],
        "former": queries.in_force_beside(edition),
        "refusal": refusal,
        "tab": "check",
    }
    return page(
        request,
        "framework/registry/check.html",
        context,
        here="frameworks",
        status=422 if refusal else 200,
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def put_in_force(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a draft count from today."""
    edition = get_object_or_404(queries.visible_to(request.user), pk=pk)
    try:
        services.put_in_force(edition.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _check(request, edition, refusal=str(refusal))
    messages.info(request, f"{edition}已启用，今天起按这一版执行。")
    return redirect(edition)


@right_required(Right.MANAGE_FRAMEWORK)
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    edition = get_object_or_404(queries.visible_to(request.user), pk=pk)
    try:
        services.withdraw(edition.pk, by=request.user)
    except Refused as refusal:
        return _check(request, edition, refusal=str(refusal))
    messages.info(request, f"草案“{edition}”已撤销。")
    return redirect("framework:frameworks")
