"""The quick way to match units: every name of the directive in one table, each settled once."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms import directives as forms
from chuangcheng.ledger.models import Directive
from chuangcheng.ledger.queries import directives as queries
from chuangcheng.ledger.services import naming
from chuangcheng.ledger.views.directives import editing
from chuangcheng.ledger.views.directives.doors import directive_of
from chuangcheng.platform.refusal import Refused


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def table(request: SignedInRequest, number: str) -> HttpResponse:
    return _table(request, directive_of(request.user, number))


def _table(
    request: SignedInRequest, directive: Directive, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    names = queries.names(directive)
    context = {
        "directive": directive,
        "rows": _rows(names),
        "assumed_names": [n.said for n in names if not n.is_open and not n.is_confirmed],
        "open": sum(name.is_open for name in names),
        "assumed": sum(not name.is_open and not name.is_confirmed for name in names),
        "can_edit": queries.is_reviewable(directive),
        "refusal": refusal,
    }
    return render(request, "ledger/directives/names.html", context, status=status)


def _rows(names: list[queries.Name]) -> list[dict[str, object]]:
    labels = editing.labels_for({name.said: name.match for name in names})
    return [{"name": name, "chips": editing.chips(name.match, labels)} for name in names]


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def confirm(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Take everything that the program matched, as far as the page showed it, as right."""
    directive = directive_of(request.user, number)
    names = request.POST.getlist("said")
    try:
        naming.confirm(number, names=names, by=request.user, at=timezone.now())
    except Refused as refused:
        return _table(request, directive, refusal=str(refused), status=422)
    return redirect("ledger:directive_units", number)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def settle(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Let one name mean what the reviewer says, in all drafts."""
    directive = directive_of(request.user, number)
    form = forms.NameForm(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            naming.settle(
                number,
                said=form.cleaned_data["said"],
                units=list(form.cleaned_data["units"]),
                remember=form.cleaned_data["remember"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            refusal = str(refused)
    else:
        refusal = str(next(iter(form.errors.values()))[0])
    if not request.htmx:
        if refusal:
            return _table(request, directive, refusal=refusal, status=422)
        return redirect("ledger:directive_units", number)
    return _row(request, directive, request.POST.get("said", ""), refusal=refusal)


def _row(
    request: SignedInRequest, directive: Directive, said: str, *, refusal: str
) -> HttpResponse:
    every = queries.names(directive)
    context = {
        "directive": directive,
        "rows": _rows([name for name in every if name.said == said]),
        "open": sum(name.is_open for name in every),
        "assumed": sum(not name.is_open and not name.is_confirmed for name in every),
        "can_edit": queries.is_reviewable(directive),
        "refusal": refusal,
    }
    return render(
        request,
        "ledger/directives/_name_changed.html",
        context,
        status=422 if refusal else 200,
    )
