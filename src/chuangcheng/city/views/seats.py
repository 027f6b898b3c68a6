"""Posts and who sits in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.forms import seats as forms
from chuangcheng.city.forms.units import PostForm
from chuangcheng.city.models import Post, Seat
from chuangcheng.city.queries import seats as queries
from chuangcheng.city.scope import forget, right_required
from chuangcheng.city.services import seats as services
from chuangcheng.city.views.doors import form_page, page
from chuangcheng.platform.refusal import Refused

_VACANT = {"vacant": True, "held": False}


@right_required(Right.SEE_CITY)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List posts with who holds them today."""
    form = forms.PostFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    search = queries.PostSearch(
        words=said.get("q", "").strip(),
        role=said.get("role", ""),
        is_vacant=_VACANT.get(said.get("state", "")),
    )
    context = {
        "filter": form,
        "page_obj": page_of(queries.found(request.user, search), request),
        "is_filtered": search != queries.PostSearch(),
    }
    return page(request, "city/posts.html", context, here="posts")


def _post(request: SignedInRequest, pk: int) -> Post:
    posts = queries.visible_to(request.user).select_related("unit", "region")
    return get_object_or_404(posts, pk=pk)


@right_required(Right.SEE_CITY)
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one post: who sits there, who sat there."""
    return _detail(request, _post(request, pk))


def _detail(
    request: SignedInRequest,
    post: Post,
    *,
    form: forms.AssignForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "post": post,
        "place": post.unit or post.region,
        "seats": queries.history(post),
        "today": today,
        "form": form or forms.AssignForm(initial={"starts_on": today}),
        "refusal": refusal,
    }
    return page(request, "city/post.html", context, here="posts", status=status)


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a post."""
    post = _post(request, pk)
    form = PostForm(request.POST or None, initial={"title": post.title, "role": post.role})
    return form_page(
        request,
        form,
        lambda: services.edit_post(post, by=request.user, **form.cleaned_data),
        here="posts",
        title=f"修改岗位：{post}",
        back=reverse("city:post", args=[post.pk]),
    )


@right_required(Right.MANAGE_CITY)
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a post nobody ever sat in."""
    post = _post(request, pk)
    place = post.unit
    try:
        services.remove_post(post, by=request.user)
    except Refused as refusal:
        return _detail(request, post, refusal=str(refusal), status=422)
    return redirect(place) if place else redirect("city:posts")


@right_required(Right.MANAGE_SEATS)
@require_POST
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Seat a person in a post."""
    post = _post(request, pk)
    form = forms.AssignForm(request.POST)
    if form.is_valid():
        try:
            seat = services.assign(post, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(seat.person)
            messages.info(
                request, f"{seat.person.name}自 {seat.starts_on} 起任{post.title}。"
            )
            return redirect("city:post", pk=post.pk)
    return _detail(request, post, form=form, status=422)


def _seat(request: SignedInRequest, pk: int) -> Seat:
    seats = queries.seats_visible_to(request.user)
    return get_object_or_404(seats.select_related("post__unit", "post__region"), pk=pk)


@right_required(Right.MANAGE_SEATS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say when somebody leaves a post."""
    seat = _seat(request, pk)
    form = forms.EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: services.end(seat, by=request.user, **form.cleaned_data),
        here="posts",
        title=f"{seat.person.name}离任：{seat.post}",
        submit_label="办理离任",
        back=reverse("city:post", args=[seat.post_id]),
    )


@right_required(Right.MANAGE_SEATS)
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call off a seat that has not begun."""
    seat = _seat(request, pk)
    try:
        services.withdraw(seat, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        return _detail(request, seat.post, refusal=str(refusal), status=422)
    return redirect("city:post", pk=seat.post_id)
