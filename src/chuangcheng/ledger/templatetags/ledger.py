"""Write the ledger's values the way an office does."""

from datetime import date
from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def percent(share: Decimal | None) -> str:
    """Write a share of 0…1 as per cent with one decimal; nothing counted is a dash."""
    return "—" if share is None else f"{share * 100:.1f} %"


@register.filter
def plain(value: Decimal | None) -> str:
    """Write a figure without the zeros that the database keeps behind the point."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def day(value: date | None, today: date | None = None) -> str:
    """Write a day as 11月22日, with its year where that is not this year's."""
    if value is None:
        return "—"
    short = f"{value.month}月{value.day}日"
    return short if today and value.year == today.year else f"{value.year}年{short}"


@register.filter
def days_late(due_on: date, today: date) -> int:
    """Count the days since a due day."""
    return (today - due_on).days
