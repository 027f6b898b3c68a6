"""Write down what the sign-in libraries did; they speak in signals only.

Connected once, by the app's `ready`.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from allauth.socialaccount.models import SocialLogin
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from chuangcheng.accounts.lockout import username_of
from chuangcheng.accounts.models import User
from chuangcheng.platform import audit

_METHODS = "account_authentication_methods"


def connect() -> None:
    """Start listening; each connection is named so that a second call adds none."""
    for signal, listener in (
        (auth.user_logged_in, signed_in),
        (auth.user_logged_out, signed_out),
        (auth.user_login_failed, sign_in_failed),
        (user_locked_out, locked_out),
        (account.password_changed, password_changed),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, factor_reset),
        (mfa.authentication_failed, factor_failed),
        (social.social_account_added, identity_linked),
    ):
        signal.connect(listener, dispatch_uid=f"accounts.{listener.__name__}")


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    session = getattr(request, "session", {})
    steps = session.get(_METHODS) or []
    methods = [step.get("type") or step.get("method") for step in steps]
    _record("accounts.sign_in.done", user, by=user, detail={"methods": methods})


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        has_idled = getattr(request, "has_idled", False)
        verb = "accounts.sign_out.idle" if has_idled else "accounts.sign_out.done"
        _record(verb, user, by=user)


def sign_in_failed(
    credentials: dict[str, str], request: HttpRequest | None = None, **_: Any
) -> None:
    # A try that locks, or that meets a lock, is told of by `locked_out`.
    if request is None or getattr(request, "axes_locked_out", False):
        return
    username = username_of(request, credentials)
    audit.record(
        "accounts.sign_in.failed",
        subject="账号",
        key=_shown(username),
        detail={"attempts": getattr(request, "axes_failures_since_start", None)},
    )


def locked_out(request: HttpRequest, username: str | None, **_: Any) -> None:
    attempts = getattr(request, "axes_failures_since_start", None)
    # Only a try that was still counted can have brought the lock about.
    verb = "accounts.sign_in.refused" if attempts is None else "accounts.sign_in.locked"
    detail = {} if attempts is None else {"attempts": attempts}
    audit.record(verb, subject="账号", key=_shown(username or ""), detail=detail)


def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    _record("accounts.password.changed", user, by=user)


def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("accounts.factor.added", user, by=user, detail={"type": authenticator.type})


def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("accounts.factor.removed", user, by=user, detail={"type": authenticator.type})


def factor_reset(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("accounts.factor.renewed", user, by=user, detail={"type": authenticator.type})


def factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    """Count a wrong code like a wrong password, and after too many begin at the password again."""
    auth.user_login_failed.send(
        sender=__name__, credentials={"username": user.username}, request=request
    )
    if getattr(request, "axes_locked_out", False):
        request.session.flush()


def identity_linked(sociallogin: SocialLogin, **_: Any) -> None:
    user = sociallogin.user
    detail = {"provider": sociallogin.account.provider, "uid": sociallogin.account.uid}
    _record("accounts.identity.linked", user, by=user, detail=detail)


def _record(
    verb: str, user: User, *, by: User, detail: dict[str, Any] | None = None
) -> None:
    audit.record(verb, subject="账号", key=user.username, by=by, detail=detail)


def _shown(username: str) -> str:
    """Keep what was typed out of the log unless it is a name: people type passwords there too."""
    if User.objects.filter(username__iexact=username).exists():
        return username[:100]
    return f"{username[:2]}…" if username else "—"
