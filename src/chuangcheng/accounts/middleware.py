"""Leave no signed-in screen open for whoever comes by next, and nobody half signed in."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from chuangcheng.accounts import factors
from chuangcheng.accounts.http import client_address
from chuangcheng.accounts.models import User
from chuangcheng.platform import audit

_LAST_SEEN = "last_seen"
# What remains open whatever is owed: proving who one is, the new password itself, the way out.
_ALWAYS_OPEN = frozenset(
    {
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class Debt(NamedTuple):
    """What a person must do first: the page where it is done, and why."""

    page: str
    text: str


class IdleTimeout:
    """Sign a person out after `IDLE_MINUTES` without a request of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.client_address.set(client_address(request))
        try:
            _end_if_idle(request)
            return _whole_page_sign_in(request, self.get_response(request))
        finally:
            audit.client_address.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if request.user.is_authenticated and not getattr(view, "is_quiet", False):
            now = int(timezone.now().timestamp())
            # Written at most once a minute: a page must not cost an extra UPDATE each.
            if now - request.session.get(_LAST_SEEN, 0) >= 60:
                request.session[_LAST_SEEN] = now


def _end_if_idle(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    now = int(timezone.now().timestamp())
    if now - request.session.get(_LAST_SEEN, now) <= settings.IDLE_MINUTES * 60:
        return
    request.has_idled = True  # type: ignore[attr-defined]  # read by `listeners`
    logout(request)
    minutes = settings.IDLE_MINUTES
    text = _("超过 %(minutes)s 分钟没有操作，已退出登录。请重新登录。")
    messages.info(request, text % {"minutes": minutes})


def _whole_page_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Send the whole page to sign-in where otherwise a fragment of it would become the form."""
    to_sign_in = resolve_url(settings.LOGIN_URL)
    goes_there = response.headers.get("Location", "").partition("?")[0] == to_sign_in
    if not (getattr(request, "htmx", False) and goes_there):
        return response
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = f"{here.path or '/'}?{here.query}" if here.query else here.path or "/"
    return HttpResponseClientRedirect(f"{to_sign_in}?{urlencode({'next': back})}")


class Obligations:
    """Let a signed-in person do nothing else before what they owe to the account's safety is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user = request.user
        if not isinstance(user, User):
            return None
        owed = _owed_by(user, instead_of=_name_of(request))
        if owed is None:
            return None
        # An open page asks for pieces by itself; led away it would lose what is being typed.
        if getattr(view, "is_quiet", False):
            return HttpResponse(status=204)
        return _send_to(request, owed)


def _owed_by(user: User, *, instead_of: str) -> Debt | None:
    if instead_of in _ALWAYS_OPEN:
        return None
    if user.must_change_password:
        return Debt(
            "account_change_password",
            _("当前密码由管理员设置，请先改为只有您本人知道的密码。"),
        )
    if not instead_of.startswith("mfa_") and factors.is_owed_by(user):
        return Debt(
            "mfa_index",
            _("管理员账号须先登记第二种验证方式（动态口令或通行密钥）才能使用。"),
        )
    return None


def _name_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _send_to(request: HttpRequest, owed: Debt) -> HttpResponseBase:
    if not _is_waiting(request, owed.text):
        messages.warning(request, owed.text)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url(owed.page))
    return redirect(owed.page)


def _is_waiting(request: HttpRequest, text: str) -> bool:
    waiting = messages.get_messages(request)
    texts = [str(message) for message in waiting]
    # Looking is not showing: what waits must still be there for the next page.
    waiting.used = False  # type: ignore[union-attr]
    return text in texts
