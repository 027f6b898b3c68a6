"""Keep an uploaded workbook between looking at it and taking it over."""

from datetime import datetime, timedelta

from chuangcheng.accounts.models import User
from chuangcheng.city.models import UploadedWorkbook

KEPT_FOR = timedelta(days=1)


def keep(raw: bytes, *, name: str, by: User, at: datetime) -> None:
    """Keep a person's upload, in place of an earlier one; forgotten ones of others go too."""
    UploadedWorkbook.objects.filter(uploaded_at__lt=at - KEPT_FOR).delete()
    UploadedWorkbook.objects.update_or_create(
        person=by, defaults={"name": name[:255], "content": raw, "uploaded_at": at}
    )


def kept(by: User) -> tuple[str, bytes] | None:
    """Return the name and content of what a person uploaded and has not confirmed."""
    upload = UploadedWorkbook.objects.filter(person=by).first()
    return (upload.name, bytes(upload.content)) if upload else None


def throw_away(by: User) -> None:
    """Forget a person's upload."""
    UploadedWorkbook.objects.filter(person=by).delete()
