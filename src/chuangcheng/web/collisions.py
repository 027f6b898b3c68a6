"""Answer in words where two people's changes met, and the services saw it too late."""

from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = structlog.get_logger(__name__)
# What PostgreSQL says when the other change was first: it took the name, removed what this one
# hangs on, took the days, or waits for us as we for it. A broken check is a fault of ours, and stays one.
_CLASHES = frozenset({"23505", "23503", "23P01", "40P01", "40001"})


class AnswerCollisions:
    """Turn a lost race into 409 and a page that says what to do; nothing of the change was kept.

    Services lock what they change and refuse in their own words. This stands behind them for the
    moments between reading a page's thing and locking it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if request.method != "POST" or not _is_collision(exception):
            return None
        log.warning("changes_collided", path=request.path, exc_info=exception)
        return render(request, "web/collision.html", status=HTTPStatus.CONFLICT)


def _is_collision(exception: Exception) -> bool:
    if isinstance(exception, DatabaseError):
        # Django keeps the driver's own exception as the cause.
        return getattr(exception.__cause__, "sqlstate", None) in _CLASHES
    return isinstance(exception, ObjectDoesNotExist)
