"""One task with everything around it, and the files that prove its reports."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.ledger import rhythm
from chuangcheng.ledger.models import ProgressFile
from chuangcheng.ledger.queries import cityday
from chuangcheng.ledger.queries.detail import page
from chuangcheng.ledger.queries.tasks import visible_to
from chuangcheng.ledger.services import tasks
from chuangcheng.ledger.views.tasks.acts import buttons
from chuangcheng.ledger.views.tasks.doors import SEEING, task_of
from chuangcheng.platform.intake.handing import download


@right_required(*SEEING)
@require_safe
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """Show a task; the first look by a unit's own person is the unit's read mark."""
    task = task_of(request, number)
    own = {sitting.unit_id for sitting in scope_of(request.user).sittings}
    shown = page(task, request.user, cityday.today())
    if any(part.unit_id in own and part.read_at is None for part in shown.parts):
        tasks.read(number, by=request.user, at=timezone.now())
    context = {
        "shown": shown,
        "task": task,
        "buttons": buttons(shown.offer.actions),
        "may_decide": scope_of(request.user).may(Right.DISPATCH),
        "sees_directive": scope_of(request.user).may(Right.REVIEW_DIRECTIVES),
        "rhythm": rhythm.say(task.recurrence),
        "today": timezone.localdate(),
    }
    return render(request, "ledger/tasks/detail.html", context)


@right_required(*SEEING)
@require_safe
def file(request: SignedInRequest, pk: int) -> FileResponse:
    """Hand out a report's file to whoever may see its task; always as a download."""
    found = get_object_or_404(
        ProgressFile.objects.filter(progress__task__in=visible_to(request.user)), pk=pk
    )
    return download(found.file, name=found.name)
