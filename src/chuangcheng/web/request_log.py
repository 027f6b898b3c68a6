"""A line when a request begins and ends, which names the page and not what was typed."""

import structlog
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware

from chuangcheng.accounts.http import client_address

# What people call a thing; everything else in an address may be a secret.
_TOLD = ("number", "code", "pk")


class RequestLog(RequestMiddleware):
    """Give every request an id that all its log lines carry, and log it without its address.

    Addresses hold search words, names and the secret links of calendars.
    """

    @staticmethod
    def bind_ip(request: HttpRequest) -> None:
        # The library would believe any caller's forwarding header.
        structlog.contextvars.bind_contextvars(ip=client_address(request))

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {_page(request)}"


def _page(request: HttpRequest) -> str:
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "-"
    told = [f"{name}={match.kwargs[name]}" for name in _TOLD if name in match.kwargs]
    return " ".join([match.view_name or "-", *told])
