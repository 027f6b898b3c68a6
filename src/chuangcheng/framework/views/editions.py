"""The frameworks and their editions: the list, and what becomes of an edition."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.queries import editions as queries
from chuangcheng.framework.services import builtin
from chuangcheng.framework.views.doors import page
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
