"""Work on the types of places."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms.checklists import TypeForm
from chuangcheng.framework.forms.seen import opened
from chuangcheng.framework.queries import checklists as queries
from chuangcheng.framework.services import point_types as services
from chuangcheng.framework.views.doors import form_page


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Add a type of place."""
    form = TypeForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.save(form.facts(), by=request.user),
        here="types",
        title="新增点位类型",
        back=reverse("framework:point_types"),
    )


@right_required(Right.MANAGE_FRAMEWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Correct a type of place."""
    found = get_object_or_404(queries.types_visible_to(request.user), code=code)
    known = opened(found, services.TypeFacts)
    form = TypeForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.save(
            form.facts(), point_type=found, seen=form.mark, by=request.user
        ),
        here="types",
        title=f"修改点位类型“{found}”",
        back=reverse("framework:point_types"),
    )
