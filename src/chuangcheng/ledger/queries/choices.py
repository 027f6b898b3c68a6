"""What the fields of the ledger's forms offer, in as few statements as can be."""

from collections.abc import Iterable

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from chuangcheng.city.api import TaskForce, Unit
from chuangcheng.ledger.models import Plan, Project


def for_filter(*, unit: int | None) -> dict[str, list[tuple[int, str]]]:
    """List plans, projects, task forces and the chosen unit by kind, in one statement."""
    unit_name = Coalesce(NullIf("short_name", Value("")), "name")
    sources = {
        "plans": Plan.objects.annotate(rank=-Cast("id", IntegerField())),
        "projects": Project.objects.annotate(rank=Cast("order", IntegerField())),
        "forces": TaskForce.objects.filter(is_active=True).annotate(
            rank=Cast("order", IntegerField())
        ),
        "units": Unit.objects.filter(pk=unit or 0).annotate(rank=Value(0)),
    }
    lists = [
        source.annotate(
            list_of=Value(kind, output_field=CharField()),
            label=unit_name if kind == "units" else F("name"),
        ).values_list("list_of", "rank", "id", "label")
        for kind, source in sources.items()
    ]
    found: dict[str, list[tuple[int, str]]] = {kind: [] for kind in sources}
    for kind, _, pk, label in sorted(_together(lists)):
        found[kind].append((pk, label))
    return found


def _together(lists: list[object]) -> Iterable[tuple[str, int, int, str]]:
    first, *others = lists
    rows: Iterable[tuple[str, int, int, str]] = first.union(*others, all=True)  # type: ignore[attr-defined]
    return rows
