"""Codes that the program gives to points: DW-00001 and on, past those a city brought along."""

from chuangcheng.platform import numbering
from chuangcheng.points.models import Point

SERIES = "points.point"
_PREFIX = "DW-"


def fresh(count: int) -> list[str]:
    """Take codes that no point has."""
    codes: list[str] = []
    while len(codes) < count:
        wanted = numbering.take(SERIES, count=count - len(codes))
        offered = [f"{_PREFIX}{number:05d}" for number in wanted]
        taken = set(Point.objects.filter(code__in=offered).values_list("code", flat=True))
        codes += [code for code in offered if code not in taken]
    return codes
