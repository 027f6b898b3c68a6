"""Who answers for one standard: seen, given, changed, taken away."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import Unit, right_required, scope_of
from chuangcheng.framework.forms import responsibilities as forms
from chuangcheng.framework.models import (
    EditionState,
    Indicator,
    IndicatorLevel,
    Responsibility,
)
from chuangcheng.framework.queries import duty_history
from chuangcheng.framework.queries import responsibilities as queries
from chuangcheng.framework.scores import plain
from chuangcheng.framework.services import responsibilities as services
from chuangcheng.framework.services.responsibilities import Part
from chuangcheng.framework.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused


def _standard(request: SignedInRequest, pk: int) -> Indicator:
    indicators = queries.indicators_visible_to(request.user)
    return get_object_or_404(indicators, pk=pk, level=IndicatorLevel.STANDARD)


def _duty(request: SignedInRequest, pk: int) -> Responsibility:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who answers for a standard, who did before, and who changed what."""
    return _detail(request, _standard(request, pk), form=forms.PartForm())


def _detail(
    request: SignedInRequest,
    standard: Indicator,
    *,
    form: forms.PartForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    duties = queries.of_indicator(standard)
    context = {
        "indicator": standard,
        "points": plain(standard.score or Decimal(0)),
        "duties": duties,
        "can_change": standard.edition.state != EditionState.RETIRED,
        "holders": duty_history.holders(duties),
        "changes": duty_history.changes(standard),
        "form": form,
        "refusal": refusal,
    }
    return page(
        request,
        "framework/responsibilities/standard.html",
        context,
        here="responsibilities",
        status=status,
    )


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who answers for a standard, as a box on its page."""
    standard = _standard(request, pk)
    context = {
        "indicator": standard,
        "duties": queries.of_indicator(standard),
        "can_change": standard.edition.state != EditionState.RETIRED,
        "may_assign": scope_of(request.user).may(Right.ASSIGN_INDICATORS),
        "form": forms.PartForm(),
    }
    return render(request, "framework/responsibilities/_panel.html", context)


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a unit a part in a standard."""
    standard = _standard(request, pk)
    form = forms.PartForm(request.POST)
    if form.is_valid():
        try:
            services.assign(standard, Part(**form.cleaned_data), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("framework:duties_of", pk=standard.pk)
    return _detail(request, standard, form=form, status=422)


@right_required(Right.ASSIGN_INDICATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a unit's role or post in a standard."""
    duty = _duty(request, pk)
    form = forms.ChangeForm(
        request.POST or None,
        unit=duty.unit,
        initial={"role": duty.role, "post": duty.post_id},
    )
    return form_page(
        request,
        form,
        lambda: services.change(duty, by=request.user, **form.cleaned_data),
        here="responsibilities",
        title=f"{duty.indicator}：{duty.unit}的职责",
        back=reverse("framework:duties_of", args=[duty.indicator_id]),
    )


@right_required(Right.ASSIGN_INDICATORS)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a unit's part in a standard away."""
    duty = _duty(request, pk)
    try:
        services.remove(duty, by=request.user)
    except Refused as refusal:
        return _detail(
            request,
            duty.indicator,
            form=forms.PartForm(),
            refusal=str(refusal),
            status=422,
        )
    return redirect("framework:duties_of", pk=duty.indicator_id)


@right_required(Right.ASSIGN_INDICATORS)
@require_safe
def post_options(request: SignedInRequest) -> HttpResponse:
    """Offer the posts of the unit that was just chosen; `field` names the picker."""
    said = request.GET.get(request.GET.get("field", "unit"), "")
    unit = Unit.objects.active().filter(pk=said).first() if said.isdecimal() else None
    form = forms.PartForm({"unit": unit.pk if unit else ""})
    return render(
        request, "framework/responsibilities/_posts.html", {"field": form.fields["post"]}
    )
