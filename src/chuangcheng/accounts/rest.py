"""What the JSON interface of every package shares: who calls, what is refused, how lists are cut."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Field, Schema
from ninja.security import HttpBearer

from chuangcheng.accounts import tokens
from chuangcheng.accounts.models import User
from chuangcheng.platform.refusal import Refused

MOST = 200
_PROBLEM = "application/problem+json"
M = TypeVar("M", bound=Model)


class Denied(Refused):
    """The person has not the right to call this; answered 403."""


class Conflict(Refused):
    """The thing is not in a state in which this can be done; answered 409."""


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`, acting for the person who made the token."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        person = tokens.authenticate(token, at=timezone.now())
        if person is not None:
            # There is no session, so the history would not know who acts.
            pghistory.context(user=person.pk)
        return person


class Paging(Schema):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, le=100_000, description="第几页")
    size: int = Field(50, ge=1, le=MOST, description="每页条数")


class Page(Schema):
    """How long the whole list is, and which part of it this is."""

    total: int = Field(description="总条数")
    page: int = Field(description="第几页")
    pages: int = Field(description="总页数")


class Problem(Schema):
    """Why a call was refused (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="类别")
    status: int = Field(description="状态码")
    detail: str = Field(description="原因和处理办法")


# What any call may answer instead of what was asked for; for the contract.
REFUSALS = dict.fromkeys((401, 403, 404, 409, 422), Problem)


def person_of(request: HttpRequest) -> User:
    """Return who a call acts for; only authenticated calls get here."""
    person = getattr(request, "auth", None)
    if not isinstance(person, User):
        raise TypeError(person)
    return person


def page_of(
    rows: QuerySet[M], asked: Paging, say: Callable[[M], dict[str, Any]]
) -> dict[str, Any]:
    """Cut a list; a page beyond the end is empty, so that a program can walk until nothing comes."""
    total = rows.count()
    start = (asked.page - 1) * asked.size
    shown = rows[start : start + asked.size] if start < total else []
    return {
        "total": total,
        "page": asked.page,
        "pages": -(-total // asked.size),
        "items": [say(row) for row in shown],
    }


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """Answer a refused call."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = JsonResponse(
        {**body, **more},
        status=status,
        content_type=_PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="chuangcheng"'
    return response
