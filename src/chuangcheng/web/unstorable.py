"""Turn away what the database cannot hold before anything is asked of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from ninja.parser import Parser
from ninja.types import DictStrAny

_NUL = "\x00"


class RefuseNul:
    """Answer 400 to addresses and forms with a NUL; no browser sends one by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: Mapping[str, Any]
    ) -> None:
        said = (*request.GET.lists(), *request.POST.lists(), *kwargs.items())
        if _NUL in "".join(_texts(said)):
            raise BadRequest("NUL")


class JsonParser(Parser):
    """Read a call's body; one with a NUL is as unreadable as broken JSON."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        body = super().parse_body(request)
        if _NUL in "".join(_texts(body)):
            raise BadRequest("NUL")
        return body


def _texts(value: object) -> Iterator[str]:
    """Give every piece of text within lists, tuples and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.items():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
