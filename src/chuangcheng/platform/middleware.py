"""Mark every change made by a request as the program's own."""

from collections.abc import Callable
from typing import Any

import pghistory
import structlog
from django.http import HttpRequest, HttpResponse

from chuangcheng.platform import audit


class HistoryContext:
    """Put who, which page and which request into every history row that a request writes.

    Addresses are left out: some carry a secret, such as a calendar's link.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        with audit.acting(
            f"web:{request.method}", user=request.user.pk, request=request_id
        ):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Name the page once it is known."""
        if request.resolver_match:
            pghistory.context(view=request.resolver_match.view_name)
