"""Headquarters and special working groups."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.forms import forces as forms
from chuangcheng.city.models import TaskForce
from chuangcheng.city.queries import forces as queries
from chuangcheng.city.scope import right_required
from chuangcheng.city.services import forces as services
from chuangcheng.city.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused


@right_required(Right.SEE_CITY)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show every task force with who is in it."""
    forces = list(queries.with_members(queries.visible_to(request.user)))
    return page(request, "city/forces.html", {"forces": forces}, here="forces")


def _force(request: SignedInRequest, pk: int) -> TaskForce:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@right_required(Right.SEE_CITY)
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one task force."""
    return _detail(request, _force(request, pk))


def _detail(
    request: SignedInRequest,
    force: TaskForce,
    *,
    form: forms.MemberForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    members = force.members.select_related("person", "unit")
    context = {
        "force": force,
        "members": sorted(members, key=lambda each: (_RANK[each.role], each.pk)),
        "groups": force.groups.order_by("-is_active", "order", "id"),
        "form": form or forms.MemberForm(),
        "refusal": refusal,
    }
    return page(request, "city/force.html", context, here="forces", status=status)


_RANK = {"COMMANDER": 0, "DEPUTY": 1, "MEMBER": 2}


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Set up a task force."""
    form = forms.ForceForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.add(form.facts(), by=request.user),
        here="forces",
        title="新设工作组",
        back=reverse("city:forces"),
        then=lambda force: reverse("city:force", args=[force.pk]),
    )


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a task force."""
    force = _force(request, pk)
    known = {
        "name": force.name,
        "kind": force.kind,
        "parent": force.parent_id,
        "order": force.order,
    }
    form = forms.ForceForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.edit(force, form.facts(), by=request.user),
        here="forces",
        title=f"修改{force.name}",
        back=reverse("city:force", args=[force.pk]),
    )


@right_required(Right.MANAGE_CITY)
@require_POST
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Dissolve a task force, or bring it back."""
    force = _force(request, pk)
    try:
        services.switch(force, is_active=not force.is_active, by=request.user)
    except Refused as refusal:
        return _detail(request, force, refusal=str(refusal), status=422)
    return redirect("city:force", pk=force.pk)


@right_required(Right.MANAGE_CITY)
@require_POST
def add_member(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take somebody into a task force."""
    force = _force(request, pk)
    form = forms.MemberForm(request.POST)
    if form.is_valid():
        try:
            services.add_member(force, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("city:force", pk=force.pk)
    return _detail(request, force, form=form, status=422)


@right_required(Right.MANAGE_CITY)
@require_POST
def remove_member(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a member leave."""
    members = queries.members_visible_to(request.user)
    member = get_object_or_404(members.select_related("force", "person", "unit"), pk=pk)
    services.remove_member(member, by=request.user)
    return redirect("city:force", pk=member.force_id)
