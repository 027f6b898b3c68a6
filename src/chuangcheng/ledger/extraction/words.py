"""Facts of a task put back into the words an office uses."""

from collections.abc import Mapping, Sequence

from chuangcheng.ledger.extraction.result import DraftTask, Target

COMPARATORS = {">=": "≥", "<=": "≤", "=": ""}
PERIODS = {"DAILY": "日", "WEEKLY": "周", "MONTHLY": "月", "YEARLY": "年"}
SEVERAL = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月", "YEARLY": "年"}
QUARTER, HALF_YEAR = 3, 6
WEEKDAYS = {
    "MO": "一", "TU": "二", "WE": "三", "TH": "四", "FR": "五", "SA": "六", "SU": "日",
}  # fmt: skip


def units(names: Sequence[str]) -> str:
    """List units in one line."""
    return "、".join(names)


def target(each: Target) -> str:
    """Write a target: 示范道路≥20个."""
    value = f"{each.value.normalize():f}"
    return f"{each.object}{COMPARATORS.get(each.comparator, each.comparator)}{value}{each.unit}"


def targets(task: DraftTask) -> str:
    """List the targets of a task."""
    return "；".join(map(target, task.targets))


def recurrence(rule: str | None) -> str:
    """Write an RFC 5545 rule the way it was spoken: 每月11日, 每季度, 每周一、四."""
    if not rule:
        return ""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    frequency = parts.get("FREQ", "")
    if frequency not in PERIODS:
        return rule
    every = int(parts.get("INTERVAL", "1"))
    return _period(frequency, every) + _days(frequency, parts)


def _period(frequency: str, every: int) -> str:
    if frequency == "MONTHLY" and every in (QUARTER, HALF_YEAR):
        return "每季度" if every == QUARTER else "每半年"
    return f"每{PERIODS[frequency]}" if every == 1 else f"每{every}{SEVERAL[frequency]}"


def _days(frequency: str, parts: Mapping[str, str]) -> str:
    month = f"{parts['BYMONTH']}月" if "BYMONTH" in parts else ""
    if "BYMONTHDAY" in parts:
        days = (_month_day(day) for day in parts["BYMONTHDAY"].split(","))
        return month + "、".join(days)
    if frequency == "WEEKLY" and "BYDAY" in parts:
        return "、".join(WEEKDAYS.get(day, day) for day in parts["BYDAY"].split(","))
    return month


def _month_day(day: str) -> str:
    return "最后一天" if day == "-1" else f"{day}日"
