"""Fetching is authorising: every page of a task starts here."""

from django.shortcuts import get_object_or_404

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.ledger.models import Task
from chuangcheng.ledger.queries.tasks import visible_to

# Whoever may see any task at all; which ones, `visible_to` says.
SEEING = (Right.SEE_ALL_TASKS, Right.SEE_UNIT_TASKS)


def task_of(request: SignedInRequest, number: str) -> Task:
    """Return a task the person may see, or answer 404."""
    tasks = visible_to(request.user).select_related("plan", "project", "directive")
    return get_object_or_404(tasks, number=number)
