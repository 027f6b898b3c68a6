"""The photos of points: taken in, and handed out only to those who may see the point."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.forms.points import PhotoForm
from chuangcheng.points.models import PointPhoto
from chuangcheng.points.queries import points as queries
from chuangcheng.points.services import photos as services
from chuangcheng.points.views.doors import point_of

_YEAR = 365 * 24 * 3600


@right_required(Right.MANAGE_POINTS, Right.ACT_FOR_UNIT)
@require_POST
def replace(request: SignedInRequest, code: str) -> HttpResponse:
    """Take in a new photo of a point."""
    point = point_of(request, code)
    if not queries.may_tend(request.user, point):
        raise PermissionDenied
    form = PhotoForm(request.POST, request.FILES)
    if refusal := uploads.refusal_of(request):
        form.errors.clear()
        form.add_error("photo", refusal)
    elif form.is_valid():
        file = form.cleaned_data["photo"]
        try:
            services.replace(
                code,
                file.read(),
                name=str(file.name),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("photo", str(refused))
        else:
            return redirect(point)
    context = {"form": form, "title": f"{point.name}：更换照片", "point": point}
    return render(request, "points/photo.html", context, status=422)


@right_required(Right.SEE_POINTS)
@require_safe
def photo(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out a photo."""
    return _hand_out(request, pk, "file")


@right_required(Right.SEE_POINTS)
@require_safe
def thumbnail(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out the small form of a photo."""
    return _hand_out(request, pk, "thumbnail")


def _hand_out(request: SignedInRequest, pk: int, kind: str) -> HttpResponseBase:
    photos = PointPhoto.objects.filter(point__in=queries.visible_to(request.user))
    kept = get_object_or_404(photos, pk=pk)
    etag = f'"{kept.sha256}-{kind}"'

    @condition(etag_func=lambda _request: etag)
    def answer(_request: SignedInRequest) -> HttpResponseBase:
        try:
            stream = getattr(kept, kind).open("rb")
        except FileNotFoundError as gone:
            raise Http404("照片的文件已不在文件库中，请联系系统管理员恢复。") from gone
        return FileResponse(stream, content_type="image/jpeg")

    response: HttpResponseBase = answer(request)
    # A photo never changes; only whoever may see it may keep it.
    patch_cache_control(response, private=True, max_age=_YEAR, immutable=True)
    return response
