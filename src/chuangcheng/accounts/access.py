"""The doors of this package: which duty opens which page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import DUTY_RIGHTS, Duty, Right

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]
AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])


def rights_of(user: User) -> frozenset[Right]:
    """Return the rights of a person's duty; rights that follow seats are the city's affair."""
    return DUTY_RIGHTS[Duty(user.duty)]


def duty_required(*rights: Right) -> Callable[[View[P]], View[P]]:
    """Let an administrator in whose duty has one of the rights; others get 403, strangers sign in."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: SignedInRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not rights_of(request.user).intersection(rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]  # read by the table of doors in tests
        return login_required(guarded)  # type: ignore[return-value]

    return decorate


def quiet(view: AnyView) -> AnyView:
    """Mark a view that an open page asks by itself; it does not keep an idle session alive."""
    view.is_quiet = True  # type: ignore[attr-defined]
    return view
