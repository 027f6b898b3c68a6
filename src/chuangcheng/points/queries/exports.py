"""Points as a workbook: the rows of a filtered list, and the empty template."""

from django.db.models import QuerySet

from chuangcheng.points import sheets
from chuangcheng.points.models import Point, PointState
from chuangcheng.points.queries.points import with_holder

_FIELDS = (
    "code",
    "name",
    "type__name",
    "is_declared",
    "is_key",
    "address",
    "lon",
    "lat",
    "region__code",
    "unit__name",
    "post__title",
    "patron_unit__name",
    "state",
    "void_reason",
    "note",
    "region__name",
    "holder",
)


def exported(found: QuerySet[Point]) -> bytes:
    """Write the points of a list with everything an import reads, in WGS-84."""
    points = with_holder(Point.objects.filter(pk__in=found.values("pk")))
    rows = points.order_by("code").values_list(*_FIELDS)
    return sheets.write(
        [(*row[:12], str(PointState(row[12]).label), *row[13:]) for row in rows]
    )


def template() -> bytes:
    return sheets.write([])
