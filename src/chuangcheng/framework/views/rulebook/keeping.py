"""The rulebook kept: rules enacted, revised, corrected, repealed, and bound to standards."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.framework.forms import rulebook as forms
from chuangcheng.framework.models import Rule
from chuangcheng.framework.queries import options
from chuangcheng.framework.queries import rulebook as queries
from chuangcheng.framework.services import rulebook as services
from chuangcheng.framework.views.doors import form_page
from chuangcheng.framework.views.rulebook.reading import detail_page, rule_of
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.refusal import Refused


def _rule_page(rule: Rule) -> str:
    return rule.get_absolute_url()


def _uploaded(request: SignedInRequest, act: Callable[[], object]) -> Callable[[], object]:
    """Say first why a file was not taken in, if it was too large to arrive."""

    def checked() -> object:
        if refusal := uploads.refusal_of(request):
            raise Refused(refusal)
        return act()

    return checked


@right_required(Right.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def enact(request: SignedInRequest) -> HttpResponse:
    """Take a new rule into the rulebook."""
    form = forms.NewRuleForm(request.POST or None, request.FILES or None)
    return form_page(
        request,
        form,
        _uploaded(
            request,
            lambda: services.enact(
                form.facts(), form.new_text(), by=request.user, at=timezone.now()
            ),
        ),
        here="rules",
        title="新增制度",
        back=reverse("framework:rules"),
        then=_rule_page,
    )


@right_required(Right.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedInRequest, number: str) -> HttpResponse:
    """Add the next version of a rule."""
    rule = rule_of(request, number)
    form = forms.TextForm(request.POST or None, request.FILES or None)
    return form_page(
        request,
        form,
        _uploaded(
            request,
            lambda: services.revise(
                rule, form.new_text(), by=request.user, at=timezone.now()
            ),
        ),
        here="rules",
        title=f"修订《{rule}》",
        back=rule.get_absolute_url(),
        submit_label="新增版本",
    )


@right_required(Right.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, number: str) -> HttpResponse:
    """Correct a rule's title, category or unit."""
    rule = rule_of(request, number)
    known = {"title": rule.title, "category": rule.category, "unit": rule.unit_id}
    form = forms.FactsForm(request.POST or None, initial=known)
    return form_page(
        request,
        form,
        lambda: services.correct(rule, form.facts(), by=request.user),
        here="rules",
        title=f"修改《{rule}》",
        back=rule.get_absolute_url(),
    )


@right_required(Right.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: SignedInRequest, number: str) -> HttpResponse:
    """End a rule, with day and reason."""
    rule = rule_of(request, number)
    form = forms.RepealForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.repeal(rule, by=request.user, **form.cleaned_data),
        here="rules",
        title=f"废止《{rule}》",
        back=rule.get_absolute_url(),
        submit_label="确认废止",
    )


@right_required(Right.MANAGE_RULES)
@require_POST
def bind(request: SignedInRequest, number: str) -> HttpResponse:
    """Say that a rule serves a standard."""
    rule = rule_of(request, number)
    form = forms.BindForm(request.POST, seen=options.standards_in_force(request.user))
    if not form.is_valid():
        return detail_page(request, rule, bind=form)
    try:
        services.bind(rule, form.cleaned_data["indicator"], by=request.user)
    except Refused as refused:
        return detail_page(request, rule, refusal=str(refused))
    return redirect(rule)


@right_required(Right.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def bind_to(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose for a standard a rule that serves it."""
    indicator = get_object_or_404(options.standards_in_force(request.user), pk=pk)
    offered = queries.not_yet_serving(request.user, indicator)
    form = forms.ServingForm(request.POST or None, offered=offered)
    return form_page(
        request,
        form,
        lambda: services.bind(form.cleaned_data["rule"], indicator, by=request.user),
        here="rules",
        title=f"为“{indicator}”绑定制度",
        back=indicator.get_absolute_url(),
        submit_label="绑定",
    )


@right_required(Right.MANAGE_RULES)
@require_POST
def unbind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a rule away from a standard."""
    binding = get_object_or_404(queries.bindings_visible_to(request.user), pk=pk)
    services.unbind(binding, by=request.user)
    return redirect(binding.rule)
