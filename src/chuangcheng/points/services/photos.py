"""The door-head photo of a point: the newest is shown, older ones stay."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.platform import audit, photos
from chuangcheng.points.models import Point, PointPhoto
from chuangcheng.points.services import authority


@transaction.atomic
def replace(code: str, raw: bytes, *, name: str, by: User, at: datetime) -> PointPhoto:
    """Keep a photo as the newest of a point; the same one again changes nothing.

    Raises:
        NotYours: the person acts neither for the office nor for the responsible unit.
        FileRefused: the file is no photo that can be kept.
    """
    point = Point.objects.select_for_update(of=("self",)).get(code=code)
    authority.require_tender(by, point)
    photo = photos.take_in(raw, name=name)
    newest = point.photos.order_by("-at", "-id").first()
    if newest and newest.sha256 == photo.sha256:
        return newest
    kept = PointPhoto(
        point=point,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        by=by,
        at=at,
    )
    # Named by content, so that the name tells nothing and cannot clash.
    kept.file.save(f"{photo.sha256[:32]}.jpg", ContentFile(photo.content), save=False)
    kept.thumbnail.save(
        f"{photo.sha256[:32]}-320.jpg", ContentFile(photo.thumbnail), save=False
    )
    try:
        kept.save()
        audit.record("points.photo.replaced", subject="点位", key=str(point), by=by)
    except BaseException:
        kept.file.delete(save=False)
        kept.thumbnail.delete(save=False)
        raise
    return kept
