"""Plans and projects with how many tasks hang on them."""

from django.db.models import Count, Q, QuerySet

from chuangcheng.ledger.models import Plan, Project
from chuangcheng.ledger.states import DARK_STATES, State


def _counts() -> dict[str, Count]:
    issued = ~Q(tasks__state__in=sorted(DARK_STATES)) & Q(tasks__isnull=False)
    return {
        "issued": Count("tasks", filter=issued),
        "done": Count("tasks", filter=Q(tasks__state=State.DONE)),
        "planned": Count("tasks", filter=Q(tasks__state=State.PLANNED)),
    }


def plans() -> QuerySet[Plan]:
    """List all plans, the latest first."""
    return Plan.objects.annotate(**_counts()).order_by("-starts_on", "name")


def projects_of(plan: Plan) -> QuerySet[Project]:
    """List a plan's projects in their order."""
    projects = plan.projects.select_related("force").annotate(**_counts())
    return projects.order_by("order", "id")
