"""What a reviewer does to one draft or to several; answers with the pieces that changed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger import marking
from chuangcheng.ledger.forms import directives as forms
from chuangcheng.ledger.models import Directive, DraftState, DraftTask
from chuangcheng.ledger.queries import directives as queries
from chuangcheng.ledger.services import drafts as services
from chuangcheng.ledger.views.directives import cards, editing
from chuangcheng.ledger.views.directives.doors import directive_of, draft_of
from chuangcheng.platform.refusal import Refused

_CONFLICT = 409
_REFUSED = 422
_STATES = {
    "confirm": DraftState.CONFIRMED,
    "drop": DraftState.DROPPED,
    "restore": DraftState.OPEN,
}


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def card(request: SignedInRequest, number: str, draft: int) -> HttpResponse:
    """Serve one card as it stands, for who leaves an edit or takes over a newer version."""
    directive = directive_of(request.user, number)
    return _pieces(request, directive, [draft_of(directive, draft)])


@right_required(Right.REVIEW_DIRECTIVES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, number: str, draft: int) -> HttpResponseBase:
    directive = directive_of(request.user, number)
    one = draft_of(directive, draft)
    if request.method != "POST":
        return _edit_page(request, directive, editing.Edit.of(one))
    typed = editing.Edit.typed(request.POST, one)
    if not typed.is_valid():
        return _edit_page(request, directive, typed, status=_REFUSED)
    try:
        services.edit(
            one.pk,
            version=typed.version,
            content=typed.content,
            by=request.user,
            at=timezone.now(),
        )
    except services.Overtaken as refusal:
        # Read afresh, to stand beside what was typed.
        typed.overtaken_by = cards.card_of(draft_of(directive, draft))
        typed.facts.add_error(None, str(refusal))
        return _edit_page(request, directive, typed, status=_CONFLICT)
    except Refused as refusal:
        typed.facts.add_error(None, str(refusal))
        return _edit_page(request, directive, typed, status=_REFUSED)
    return _answer(request, directive, [one.number])


def _edit_page(
    request: SignedInRequest,
    directive: Directive,
    edit: editing.Edit,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "directive": directive,
        "edit": edit,
        "card": cards.card_of(edit.draft),
        "rhythms": editing.RHYTHMS,
        "show": cards.asked(request)[0],
        "order": cards.asked(request)[1],
    }
    page = "_edit" if request.htmx else "edit"
    return render(request, f"ledger/directives/{page}.html", context, status=status)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def mark(request: SignedInRequest, number: str, draft: int, verb: str) -> HttpResponseBase:
    """Confirm a draft, leave it out, or take it back."""

    def act(one: DraftTask, form: forms.SeenForm) -> Sequence[int]:
        services.mark(
            number,
            {one.pk: form.cleaned_data["version"]},
            state=_STATES[verb],
            by=request.user,
            at=timezone.now(),
        )
        return [one.number]

    return _do(request, number, draft, forms.SeenForm(request.POST), act)


@right_required(Right.REVIEW_DIRECTIVES)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, number: str, draft: int) -> HttpResponseBase:
    if request.method != "POST":
        return _split_page(request, number, draft)

    def act(one: DraftTask, form: forms.SeenForm) -> Sequence[int]:
        halves = services.split(
            one.pk,
            version=form.cleaned_data["version"],
            offset=form.cleaned_data["offset"],
            by=request.user,
            at=timezone.now(),
        )
        return [half.number for half in halves]

    return _do(request, number, draft, forms.SplitForm(request.POST), act)


def _split_page(request: SignedInRequest, number: str, draft: int) -> HttpResponse:
    directive = directive_of(request.user, number)
    one = draft_of(directive, draft)
    show, order = cards.asked(request)
    context = {
        "directive": directive,
        "card": cards.card_of(one),
        "cuts": marking.clauses(directive.text, one.start, one.end),
        "show": show,
        "order": order,
    }
    page = "_split" if request.htmx else "split"
    return render(request, f"ledger/directives/{page}.html", context)


def _do(
    request: SignedInRequest,
    number: str,
    draft: int,
    form: forms.SeenForm,
    act: Callable[[DraftTask, forms.SeenForm], Sequence[int]],
) -> HttpResponseBase:
    directive = directive_of(request.user, number)
    one = draft_of(directive, draft)
    if not form.is_valid():
        return _refused(request, directive, one, _first_error(form), status=_REFUSED)
    try:
        changed = act(one, form)
    except services.Overtaken as refusal:
        return _refused(request, directive, one, str(refusal), status=_CONFLICT)
    except Refused as refusal:
        return _refused(request, directive, one, str(refusal), status=_REFUSED)
    return _answer(request, directive, changed)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def add(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Make a task of a stretch of the source and open it for editing."""
    directive = directive_of(request.user, number)
    form = forms.SpanForm(request.POST)
    if not form.is_valid():
        return _page_refused(request, directive, "请先在原文中选中一段文字，再新增任务。")
    try:
        added = services.add(
            number,
            start=form.cleaned_data["start"],
            end=form.cleaned_data["end"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page_refused(request, directive, str(refusal))
    if not request.htmx:
        return redirect("ledger:draft_edit", number, added.number)
    context = _changes(request, directive, [added.number])
    one = draft_of(directive, added.number)
    context |= {
        "edit": editing.Edit.of(one),
        "card": cards.card_of(one),
        "rhythms": editing.RHYTHMS,
    }
    return render(request, "ledger/directives/_added.html", context)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def several(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Confirm, leave out, take back or merge the ticked drafts."""
    directive = directive_of(request.user, number)
    versions, verb = _ticked(request, directive), request.POST.get("verb", "")
    if not versions:
        return _page_refused(request, directive, "请先勾选任务。")
    try:
        if verb == "merge":
            services.merge(versions, by=request.user, at=timezone.now())
        elif verb in _STATES:
            services.mark(
                number, versions, state=_STATES[verb], by=request.user, at=timezone.now()
            )
        else:
            return _page_refused(request, directive, "请选择要对勾选的任务做什么。")
    except services.Overtaken as refusal:
        return _page_refused(request, directive, str(refusal), status=_CONFLICT)
    except Refused as refusal:
        return _page_refused(request, directive, str(refusal))
    return _back(request, directive)


def _ticked(request: SignedInRequest, directive: Directive) -> dict[int, int]:
    """Read "number:version" of each ticked card; what is not of this directive is left out."""
    seen: dict[int, int] = {}
    for value in request.POST.getlist("draft"):
        number, _, version = value.partition(":")
        if number.isdecimal() and version.isdecimal():
            seen[int(number)] = int(version)
    rows = directive.drafts.filter(number__in=seen).values_list("pk", "number")
    return {pk: seen[number] for pk, number in rows}


def _answer(
    request: SignedInRequest, directive: Directive, changed: Sequence[int]
) -> HttpResponseBase:
    if not request.htmx:
        return _back(request, directive, anchor=changed[0])
    rows = [d for d in queries.drafts_of(directive) if d.number in set(changed)]
    return _pieces(request, directive, rows)


def _pieces(
    request: SignedInRequest,
    directive: Directive,
    drafts: Sequence[DraftTask],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    if not request.htmx and not refusal:
        return redirect(f"{directive.get_absolute_url()}#draft-{drafts[0].number}")
    context = _changes(request, directive, [draft.number for draft in drafts])
    context["refusal"] = refusal
    return render(request, "ledger/directives/_changed.html", context, status=status)


def _changes(
    request: SignedInRequest, directive: Directive, changed: Sequence[int]
) -> dict[str, Any]:
    drafts = list(queries.drafts_of(directive))
    rows = [draft for draft in drafts if draft.number in set(changed)]
    show, order, _ = cards.chosen(
        (), show=cards.asked(request)[0], order=cards.asked(request)[1]
    )
    spans = [(draft.start, draft.end) for draft in rows]
    return {
        **cards.standing(directive, drafts, show=show, order=order),
        "cards": [cards.card_of(draft) for draft in rows],
        "lines": cards.source_lines(directive, drafts, only=spans),
        "can_edit": queries.is_reviewable(directive),
    }


def _refused(
    request: SignedInRequest,
    directive: Directive,
    draft: DraftTask,
    text: str,
    *,
    status: int,
) -> HttpResponse:
    if not request.htmx:
        return _page_refused(request, directive, text, status=status)
    fresh = draft_of(directive, draft.number)
    return _pieces(request, directive, [fresh], refusal=text, status=status)


def _page_refused(
    request: SignedInRequest, directive: Directive, text: str, *, status: int = _REFUSED
) -> HttpResponse:
    context = {"directive": directive, "text": text}
    if not request.htmx:
        return render(request, "ledger/directives/refused.html", context, status=status)
    # There is no card to put the sentence on: it goes to the page's own line for refusals.
    answer = render(request, "ledger/directives/_notice.html", context, status=status)
    answer["HX-Reswap"] = "none"
    return answer


def _back(
    request: SignedInRequest, directive: Directive, *, anchor: int | None = None
) -> HttpResponseBase:
    show, order = cards.asked(request)
    show, order, _ = cards.chosen((), show=show, order=order)
    place = f"#draft-{anchor}" if anchor else ""
    return redirect(f"{directive.get_absolute_url()}?show={show}&order={order}{place}")


def _first_error(form: forms.SeenForm) -> str:
    return str(next(iter(form.errors.values()))[0])
