"""A person's calendar feed: the page that makes and ends its address, and the feed itself."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger.documents import calendar as documents
from chuangcheng.ledger.queries import calendar as queries
from chuangcheng.ledger.services import calendar_links

_SEEING = (Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)


@right_required(*_SEEING)
@never_cache
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Say whether the person has an address; the address itself is not known any more."""
    context = {"link": queries.live_link(request.user)}
    return render(request, "ledger/exchange/calendar.html", context)


@right_required(*_SEEING)
@never_cache
@require_POST
def create(request: SignedInRequest) -> HttpResponse:
    """Make an address; the answer is the only page that shows it."""
    secret = calendar_links.create(request.user, at=timezone.now())
    path = reverse("ledger:calendar_feed", args=[secret])
    context = {
        "link": queries.live_link(request.user),
        "address": request.build_absolute_uri(path),
    }
    return render(request, "ledger/exchange/calendar.html", context, status=201)


@right_required(*_SEEING)
@require_POST
def revoke(request: SignedInRequest) -> HttpResponseBase:
    try:
        calendar_links.revoke(request.user, at=timezone.now())
    except calendar_links.NoLink as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "日历地址已停用，订阅它的手机和电脑不再更新。")
    return redirect("ledger:calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Hand the feed to whoever knows the address; calendars cannot sign in."""
    person = queries.person_of(calendar_links.digest(secret))
    if person is None:
        raise Http404
    tasks = request.build_absolute_uri(reverse("ledger:tasks"))
    body = documents.feed(
        queries.dues(person),
        name=f"{settings.CITY_NAME}创城任务",
        address=tasks,
        zone=settings.TIME_ZONE,
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = documents.etag(body)
    response["Cache-Control"] = "private, no-cache"
    return (
        get_conditional_response(request, etag=response["ETag"], response=response)
        or response
    )
