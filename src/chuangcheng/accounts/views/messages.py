"""Messages inside the product: the list, the bell, having read them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts import notifications
from chuangcheng.accounts.access import quiet
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.views.paging import page_of


@login_required
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    everything = notifications.of(request.user)
    only_unread = request.GET.get("show") == "unread"
    rows = everything.filter(read_at__isnull=True) if only_unread else everything
    context = {
        "page_obj": page_of(rows, request),
        "only_unread": only_unread,
        "unread": notifications.unread_count(request.user),
    }
    return render(request, "accounts/messages.html", context)


@login_required
@require_safe
@never_cache
def open_one(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Lead to what a message is about; having led there is having read it."""
    message = get_object_or_404(notifications.of(request.user), pk=pk)
    notifications.mark_read(message, at=timezone.now())
    return redirect(message.url or "notifications")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponseBase:
    notifications.mark_all_read(request.user, at=timezone.now())
    return redirect("notifications")


@quiet
@login_required
@require_safe
@never_cache
def bell(request: SignedInRequest) -> HttpResponse:
    """Give the bell for an open page, which asks for it again by itself."""
    context = {"unread_count": notifications.unread_count(request.user)}
    return render(request, "accounts/_bell.html", context)
