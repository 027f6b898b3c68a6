"""Numbers that people write on paper: consecutive, never given twice."""

from django.db import transaction

from chuangcheng.platform.models import Series


@transaction.atomic
def take(name: str, *, count: int = 1) -> range:
    """Take the next `count` numbers of a series.

    The series stays locked until the caller's transaction ends, so a rolled-back change leaves no gap.
    """
    series, _ = Series.objects.select_for_update().get_or_create(name=name)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, first + count)
