"""Keep an uploaded workbook between looking at it and taking it over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, UploadedEdition

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A workbook waiting for its confirmation; without a new name it goes into the draft."""

    name: str
    raw: bytes
    new_name: str


def keep(upload: Upload, edition: Edition, *, by: User, at: datetime) -> None:
    """Keep a person's upload, in place of an earlier one; forgotten ones of others go too."""
    UploadedEdition.objects.filter(uploaded_at__lt=at - KEPT_FOR).delete()
    UploadedEdition.objects.update_or_create(
        person=by,
        defaults={
            "edition": edition,
            "new_name": upload.new_name,
            "name": upload.name[:255],
            "content": upload.raw,
            "uploaded_at": at,
        },
    )


def kept(edition: Edition, *, by: User) -> Upload | None:
    """Return what a person uploaded for an edition and has not confirmed."""
    found = UploadedEdition.objects.filter(person=by, edition=edition).first()
    if found is None:
        return None
    return Upload(name=found.name, raw=bytes(found.content), new_name=found.new_name)


def throw_away(*, by: User) -> None:
    """Forget a person's upload."""
    UploadedEdition.objects.filter(person=by).delete()
