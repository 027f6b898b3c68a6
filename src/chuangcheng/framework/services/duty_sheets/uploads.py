"""Keep an uploaded sheet between looking at it and taking it over."""

from datetime import datetime, timedelta
from typing import NamedTuple

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, UploadedDuties

KEPT_FOR = timedelta(days=1)


class Kept(NamedTuple):
    name: str
    raw: bytes
    edition: Edition


def keep(raw: bytes, *, name: str, edition: Edition, by: User, at: datetime) -> None:
    """Keep a person's upload, in place of an earlier one; forgotten ones of others go too."""
    UploadedDuties.objects.filter(uploaded_at__lt=at - KEPT_FOR).delete()
    UploadedDuties.objects.update_or_create(
        person=by,
        defaults={
            "name": name[:255],
            "content": raw,
            "edition": edition,
            "uploaded_at": at,
        },
    )


def kept(by: User) -> Kept | None:
    """Return what a person uploaded and has not confirmed."""
    upload = (
        UploadedDuties.objects.filter(person=by)
        .select_related("edition__framework")
        .first()
    )
    if upload is None:
        return None
    return Kept(upload.name, bytes(upload.content), upload.edition)


def throw_away(by: User) -> None:
    """Forget a person's upload."""
    UploadedDuties.objects.filter(person=by).delete()
