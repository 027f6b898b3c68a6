"""A city in a database of its own, for a server that is going to be killed.

Run as a module with `DATABASE_URL` and `CHUANGCHENG_HOME` set: prepares and prints JSON.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from django.test import Client  # noqa: E402
from procrastinate.contrib.django import app as jobs  # noqa: E402

from chuangcheng.city.models import Unit  # noqa: E402
from chuangcheng.ledger.models import DraftTask, DraftUnit, UnitRole  # noqa: E402
from tests import make  # noqa: E402

TASKS = 171
UNITS = 19


def prepare(rounds: int) -> dict[str, object]:
    """Make an officer, units with liaisons, and one reviewed directive a round."""
    units = [make.unit() for _ in range(UNITS)]
    for unit in units:
        make.liaison(unit)
    officer = make.officer()
    plan = make.plan()
    numbers = [_directive(units) for _ in range(rounds)]
    client = Client()
    client.force_login(officer)
    return {
        "plan": plan.pk,
        "directives": numbers,
        "cookie": settings.SESSION_COOKIE_NAME,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "csrf": settings.CSRF_COOKIE_NAME,
    }


def _directive(units: list[Unit]) -> str:
    directive = make.directive(text="办好一件事。" * TASKS)
    drafts = DraftTask.objects.bulk_create(
        DraftTask(
            directive=directive,
            number=place + 1,
            section=[f"{place // 10}、工程"],
            start=place * 6,
            end=place * 6 + 5,
            text="办好一件事",
            action=f"办好第{place + 1}件事",
            confidence=0.9,
        )
        for place in range(TASKS)
    )
    DraftUnit.objects.bulk_create(
        DraftUnit(
            draft=draft, said="某局", role=UnitRole.LEAD, unit=units[place % len(units)]
        )
        for place, draft in enumerate(drafts)
    )
    return directive.number


if __name__ == "__main__":
    if sys.argv[1] == "rescue":
        jobs.tasks["platform.rescue"].defer(timestamp=0)
    else:
        sys.stdout.write("\n" + json.dumps(prepare(int(sys.argv[1]))))
