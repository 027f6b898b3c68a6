"""This package's pages, with blank places where the navigation leads elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


LEDGER = [path(f"{name}/", blank, name=name) for name in ("tasks", "directives", "tallies")]

urlpatterns = [
    path("", blank, name="home"),
    path("accounts/", include("chuangcheng.accounts.urls")),
    path("city/", include("chuangcheng.city.urls")),
    path("ledger/", include((LEDGER, "ledger"))),
]
