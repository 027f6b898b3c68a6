"""Figures for Prometheus: how the pages do, and how the work behind them does.

Requests are counted by each web process; with several processes on one machine the counts lie in
files under `PROMETHEUS_MULTIPROC_DIR`, which `serve` sets, and every process can add them up.
Everything else is asked of the database, which all machines share.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from hmac import compare_digest
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from chuangcheng.accounts.http import client_address
from chuangcheng.web import gauges

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}
_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "chuangcheng_requests",
    "Requests answered",
    ("view", "method", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "chuangcheng_request_seconds",
    "Time to answer a request",
    ("view",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)


class CountRequests:
    """Count and time every request under the name of its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        # Only names that we gave ourselves: labels a caller could choose would grow without end.
        match = request.resolver_match
        view = (match.view_name if match else "") or "-"
        method = request.method if request.method in _METHODS else "-"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - began)
        return response


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the figures to those who may see them; to others there is no such page."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(generate_latest(_Page()), content_type=CONTENT_TYPE_LATEST)


class _Page(CollectorRegistry):
    """The figures of all processes, followed by those asked of the database."""

    def collect(self) -> Iterator[Metric]:
        yield from _requests()
        yield from gauges.collect()


def _requests() -> Iterable[Metric]:
    if _SHARED_FOLDER not in os.environ:
        return REGISTRY.collect()
    together: Iterable[Metric] = MultiProcessCollector(None).collect()  # type: ignore[no-untyped-call]
    return together


def _may_read(request: HttpRequest) -> bool:
    return _bears_token(request) or _comes_from_allowed_address(request)


def _bears_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    return (
        bool(expected)
        and scheme == "Bearer"
        and compare_digest(token.strip().encode(), expected.encode())
    )


def _comes_from_allowed_address(request: HttpRequest) -> bool:
    # A proxy that we were not told of would lend its own address to the whole world.
    if not settings.BEHIND_PROXY and _is_forwarded(request):
        return False
    try:
        address = ip_address(client_address(request) or "")
    except ValueError:
        return False
    return any(
        address in ip_network(place, strict=False) for place in settings.METRICS_FROM
    )


def _is_forwarded(request: HttpRequest) -> bool:
    return any(
        name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP")
    )
