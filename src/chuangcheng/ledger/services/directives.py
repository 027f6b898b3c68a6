"""Take a leader's speech or plan in, start its reading, and put it aside again."""

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import Directive, DirectiveState
from chuangcheng.platform import audit, numbering, readers
from chuangcheng.platform.intake.limits import Limits
from chuangcheng.platform.refusal import Refused

# By name: the job itself stands above the services (`ledger.jobs`).
_JOB = "ledger.read_directive"
_QUEUE = "reading"
_NAME_LENGTH = 200
_PASTED = "粘贴的文字.txt"


class AlreadyHere(Refused):
    """The same document was taken in before; `number` says which one it is."""

    def __init__(self, known: Directive) -> None:
        self.number = known.number
        uploaded = timezone.localtime(known.uploaded_at)
        super().__init__(
            f"这份文件已由{known.uploaded_by.name}于{uploaded:%Y年%-m月%-d日}上传，"
            f"即《{known.title}》（{known.get_state_display()}），不必重复上传。"
        )


class CannotRetry(Refused):
    """There is nothing to read again."""


class CannotWithdraw(Refused):
    """The directive is out of the office's hands already, or was put aside before."""


def take_in(raw: bytes, *, name: str, by: User, at: datetime) -> Directive:
    """Keep a document and have its tasks drawn in the background.

    The document is opened here and now, so that a bad one is refused before anything is kept.

    Raises:
        FileRefused: the document cannot be read; the message says why.
        AlreadyHere: the same bytes were taken in before.
    """
    name = _shortened(PurePath(name).name)
    text = readers.read(raw, name=name, limits=Limits(size=settings.UPLOAD_LIMIT)).text
    digest = sha256(raw).hexdigest()
    _refuse_known(digest)
    try:
        return _keep(raw, name=name, text=text, digest=digest, by=by, at=at)
    except IntegrityError:
        # Somebody sent the same file in the moment since we looked.
        _refuse_known(digest)
        raise


def take_in_text(text: str, *, by: User, at: datetime) -> Directive:
    """Keep words pasted from elsewhere as a document of their own.

    Raises:
        FileRefused, AlreadyHere: as for `take_in`.
    """
    return take_in(text.encode(), name=_PASTED, by=by, at=at)


@transaction.atomic
def read_again(number: str, *, by: User) -> Directive:
    """Have a directive read once more after its reading failed or got stuck.

    Raises:
        CannotRetry: its tasks have been drawn already.
    """
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state not in {DirectiveState.FAILED, DirectiveState.READING}:
        raise CannotRetry(f"这份部署{directive.get_state_display()}，不需要重新拆解。")
    directive.state, directive.problem = DirectiveState.READING, ""
    directive.save(update_fields=["state", "problem"])
    _start_reading(directive)
    _record("read_again", directive, by=by)
    return directive


@transaction.atomic
def withdraw(number: str, *, reason: str, by: User) -> Directive:
    """Put a directive aside that will not be published; it stays for the record.

    Raises:
        CannotWithdraw: it is published, or was withdrawn before.
    """
    directive = Directive.objects.select_for_update().get(number=number)
    if directive.state in {DirectiveState.PUBLISHED, DirectiveState.WITHDRAWN}:
        raise CannotWithdraw(f"这份部署{directive.get_state_display()}，不能作废。")
    directive.state, directive.withdrawn_reason = DirectiveState.WITHDRAWN, reason
    directive.save(update_fields=["state", "withdrawn_reason"])
    _record("withdrawn", directive, by=by, reason=reason)
    return directive


def _refuse_known(digest: str) -> None:
    known = (
        Directive.objects.exclude(state=DirectiveState.WITHDRAWN)
        .select_related("uploaded_by")
        .filter(sha256=digest)
        .first()
    )
    if known:
        raise AlreadyHere(known)


@transaction.atomic
def _keep(
    raw: bytes, *, name: str, text: str, digest: str, by: User, at: datetime
) -> Directive:
    year = timezone.localdate(at).year
    number = f"{year}-{numbering.take(f'部署 {year}')[0]:03d}"
    directive = Directive(
        number=number,
        title=PurePath(name).stem,
        file_name=name,
        sha256=digest,
        # PDF files may hold it; the database cannot.
        text=text.replace("\x00", " "),
        uploaded_by=by,
        uploaded_at=at,
    )
    directive.file.save(f"{number}{PurePath(name).suffix}", ContentFile(raw), save=False)
    try:
        # A savepoint, so that a refusal leaves the file's place known for tidying up.
        with transaction.atomic():
            directive.save(force_insert=True)
    except BaseException:
        directive.file.delete(save=False)
        raise
    _start_reading(directive)
    _record("taken_in", directive, by=by, file=name)
    return directive


def _start_reading(directive: Directive) -> None:
    jobs.configure_task(_JOB, queue=_QUEUE).defer(number=directive.number)


def _shortened(name: str) -> str:
    path = PurePath(name or _PASTED)
    room = _NAME_LENGTH - len(path.suffix)
    return path.stem[: max(room, 1)] + path.suffix[:20]


def _record(verb: str, directive: Directive, *, by: User, **detail: str) -> None:
    audit.record(
        f"ledger.directive.{verb}",
        subject="部署",
        key=directive.number,
        by=by,
        detail=detail,
    )
