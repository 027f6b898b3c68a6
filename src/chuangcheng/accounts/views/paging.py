"""Lists a page at a time."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS = 50
M = TypeVar("M", bound=Model)


def page_of(rows: QuerySet[M], request: HttpRequest) -> Page[M]:
    """Return the page a request asks for; a number out of range leads to the nearest page."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
