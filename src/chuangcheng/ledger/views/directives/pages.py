"""The list of directives, taking new ones in, and a directive's own page."""

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms import directives as forms
from chuangcheng.ledger.models import Directive, DirectiveState
from chuangcheng.ledger.queries import directives as queries
from chuangcheng.ledger.services import directives as services
from chuangcheng.ledger.views.directives import cards, editing
from chuangcheng.ledger.views.directives.doors import directive_of
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.intake.handing import download
from chuangcheng.platform.refusal import Refused


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    return _listing(request, upload=forms.UploadForm(), paste=forms.PasteForm())


def _listing(
    request: SignedInRequest,
    *,
    upload: forms.UploadForm,
    paste: forms.PasteForm,
    known: str = "",
    status: int = 200,
) -> HttpResponse:
    wanted = forms.DirectiveFilter(request.GET)
    chosen = wanted.cleaned_data if wanted.is_valid() else {}
    state, words = chosen.get("state", ""), chosen.get("q", "").strip()
    counts = queries.state_counts(request.user)
    rows = queries.listing(request.user, state=state, words=words)
    context = {
        "page_obj": page_of(rows, request),
        "is_filtered": bool(state or words),
        "words": words,
        "state": state,
        "states": [
            (value, label, counts[value])
            for value, label in DirectiveState.choices
            if counts.get(value)
        ],
        "total": sum(counts.values()),
        "upload": upload,
        "paste": paste,
        "known": known,
        "most_bytes": settings.UPLOAD_LIMIT,
        "most_megabytes": settings.UPLOAD_LIMIT // 1024 // 1024,
    }
    return render(request, "ledger/directives/listing.html", context, status=status)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def upload(request: SignedInRequest) -> HttpResponseBase:
    form = forms.UploadForm(request.POST, request.FILES)
    known = ""
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error("file", refusal)
    elif form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = services.take_in(
                file.read(), name=file.name, by=request.user, at=timezone.now()
            )
        except services.AlreadyHere as refused:
            known = refused.number
            form.add_error("file", str(refused))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(taken)
    return _listing(request, upload=form, paste=forms.PasteForm(), known=known, status=422)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def paste(request: SignedInRequest) -> HttpResponseBase:
    form = forms.PasteForm(request.POST)
    known = ""
    if form.is_valid():
        try:
            taken = services.take_in_text(
                form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except services.AlreadyHere as refused:
            known = refused.number
            form.add_error("text", str(refused))
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect(taken)
    return _listing(request, upload=forms.UploadForm(), paste=form, known=known, status=422)


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    directive = directive_of(request.user, number)
    if directive.state in {DirectiveState.READING, DirectiveState.FAILED}:
        return _waiting(request, directive)
    drafts = list(queries.drafts_of(directive))
    show, order = cards.asked(request)
    show, order, kept = cards.chosen(drafts, show=show, order=order)
    context = {
        **cards.standing(directive, drafts, show=show, order=order),
        "cards": [cards.card_of(draft) for draft in kept[: cards.MOST_CARDS]],
        "left_out": max(0, len(kept) - cards.MOST_CARDS),
        "lines": cards.source_lines(directive, drafts),
        "orders": cards.ORDERS,
        "rhythms": editing.RHYTHMS,
        "can_edit": queries.is_reviewable(directive),
        "withdraw": forms.WithdrawForm(),
    }
    return render(request, "ledger/directives/review.html", context)


def _waiting(
    request: SignedInRequest,
    directive: Directive,
    *,
    withdraw: forms.WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "directive": directive,
        "progress": _progress_of(directive),
        "withdraw": withdraw or forms.WithdrawForm(),
    }
    return render(request, "ledger/directives/waiting.html", context, status=status)


def _progress_of(directive: Directive) -> dict[str, object]:
    return {
        "title": "正在拆解任务、对应单位",
        "url": reverse("ledger:directive_progress", args=[directive.number]),
        "done": 0,
        "total": None,
        "is_done": directive.state != DirectiveState.READING,
        "next_url": directive.get_absolute_url(),
        "problem": "",
    }


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def progress(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer the page that waits: not yet, or where to go on."""
    directive = directive_of(request.user, number)
    return render(request, "web/_progress.html", {"progress": _progress_of(directive)})


@right_required(Right.REVIEW_DIRECTIVES)
@require_safe
def original(request: SignedInRequest, number: str) -> FileResponse:
    directive = directive_of(request.user, number)
    return download(directive.file, name=directive.file_name)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def read_again(request: SignedInRequest, number: str) -> HttpResponseBase:
    directive = directive_of(request.user, number)
    try:
        services.read_again(number, by=request.user)
    except services.CannotRetry as refused:
        return _refused(request, directive, str(refused))
    return redirect(directive)


@right_required(Right.REVIEW_DIRECTIVES)
@require_POST
def withdraw(request: SignedInRequest, number: str) -> HttpResponseBase:
    directive = directive_of(request.user, number)
    form = forms.WithdrawForm(request.POST)
    if not form.is_valid():
        return _refused(request, directive, str(form.errors["reason"][0]))
    try:
        services.withdraw(number, reason=form.cleaned_data["reason"], by=request.user)
    except services.CannotWithdraw as refused:
        return _refused(request, directive, str(refused))
    return redirect("ledger:directives")


def _refused(request: SignedInRequest, directive: Directive, text: str) -> HttpResponse:
    context = {"directive": directive, "text": text}
    return render(request, "ledger/directives/refused.html", context, status=422)
