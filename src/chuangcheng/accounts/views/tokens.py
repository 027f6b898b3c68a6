"""A person's own API tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts import tokens
from chuangcheng.accounts.forms import TokenForm
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Duty


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: SignedInRequest) -> HttpResponse:
    """List tokens, and make one; the answer to making one is the only page that shows it."""
    form = TokenForm(request.POST or None)
    status = 200
    made = None
    if request.method == "POST":
        made, status = _make(request, form)
    context = {
        "form": TokenForm() if made else form,
        "made": made,
        "tokens": tokens.of(request.user),
        "now": timezone.now(),
        "may_have_tokens": Duty(request.user.duty) is Duty.NONE,
    }
    return render(request, "accounts/tokens.html", context, status=status)


def _make(request: SignedInRequest, form: TokenForm) -> tuple[tokens.NewToken | None, int]:
    if form.is_valid():
        try:
            made = tokens.create(request.user, at=timezone.now(), **form.cleaned_data)
        except tokens.TokenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return made, 201
    return None, 422


@login_required
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponseBase:
    token = get_object_or_404(tokens.of(request.user), pk=pk)
    try:
        tokens.revoke(request.user, token.pk, at=timezone.now())
    except tokens.TokenRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("令牌“%(name)s”已停用。") % {"name": token.name})
    return redirect("tokens")
