"""Do what a worker would do, at once and in this transaction."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def forget_all() -> None:
    """Drop waiting jobs: a test that commits must not leave them to the next."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


def run_all() -> int:
    """Run every waiting job of the ledger; return how many there were."""
    waiting = ProcrastinateJob.objects.filter(
        status="todo", task_name__startswith="ledger."
    ).order_by("id")
    names = list(waiting.values_list("task_name", "args"))
    for name, args in names:
        app.tasks[name].func(**args)
    return len(names)
