"""How often: RFC 5545 rules from 每月11日, 每周2次, 按季度, 一周一调度."""

import re
from dataclasses import dataclass

from chuangcheng.ledger.extraction.dates import number

_N = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_UNITS = {
    "天": "FREQ=DAILY",
    "日": "FREQ=DAILY",
    "晚": "FREQ=DAILY",
    "早": "FREQ=DAILY",
    "夜": "FREQ=DAILY",
    "晨": "FREQ=DAILY",
    "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "周": "FREQ=WEEKLY",
    "星期": "FREQ=WEEKLY",
    "周末": "FREQ=WEEKLY",
    "双休日": "FREQ=WEEKLY",
    "旬": "FREQ=DAILY;INTERVAL=10",
    "月": "FREQ=MONTHLY",
    "月份": "FREQ=MONTHLY",
    "季度": "FREQ=MONTHLY;INTERVAL=3",
    "季": "FREQ=MONTHLY;INTERVAL=3",
    "半年": "FREQ=MONTHLY;INTERVAL=6",
    "学期": "FREQ=MONTHLY;INTERVAL=6",
    "年": "FREQ=YEARLY",
    "年度": "FREQ=YEARLY",
    "学年": "FREQ=YEARLY",
    "半月": "FREQ=WEEKLY;INTERVAL=2",
    "半个月": "FREQ=WEEKLY;INTERVAL=2",
}
_STEPS = {
    "小时": ("HOURLY", 1),
    "天": ("DAILY", 1),
    "日": ("DAILY", 1),
    "周": ("WEEKLY", 1),
    "星期": ("WEEKLY", 1),
    "月": ("MONTHLY", 1),
    "季度": ("MONTHLY", 3),
    "年": ("YEARLY", 1),
    "学期": ("MONTHLY", 6),
}
_WEEKDAYS = dict(
    zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True)
)
_MONTH_DAYS = re.compile(
    rf"每(?:个)?月(?:的)?(?P<days>{_N}[日号](?:[、和及]{_N}[日号])*)(?:之?前|以前)?"
)
_MONTH_END = re.compile(r"每(?:个)?月(?:的)?月?(?:底|末|最后一天)(?:之?前)?")
_MONTH_WEEKDAY = re.compile(
    r"每(?:个)?月(?:的)?(?P<rank>第[一二三四1-4]|最后一)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
)
_WEEK_DAYS = re.compile(
    r"每(?:个)?(?:周|星期|礼拜)(?P<days>[一二三四五六日天](?:[、和及至到](?:周|星期)?[一二三四五六日天])*)(?![次场期个回名天轮条篇至])(?!(?<=周一)(?:[评报查晒议结扫讲训清检练课考测]|调度|通报|督查|总结|研判|主题))"
)
_YEAR_MONTH = re.compile(rf"每年(?:的)?(?P<month>{_N})月(?:份)?(?:(?P<day>{_N})[日号])?")
_EVERY_N = re.compile(
    rf"(?:每隔?|间隔)(?P<n>{_N})个?(?P<unit>小时|天|周|星期|月|季度|年|学期)(?!以上|以下|内)"
)
_EVERY = re.compile(
    r"(?<!在)每(?:个|一)?(?P<unit>工作日|双休日|周末|半个月|半月|半年|学期|学年|季度|年度|月份|星期|天|日|晚|早|夜|晨|周|旬|月|季|年)"
    r"(?!以上|票|初[一二三])"
)
_BY = re.compile(
    r"(?:按|逐|分)(?P<unit>季度|学期|月|周|日|旬|季|年度|年)(?!龄|照|度任务|度计划|期|来水|常)"
    r"(?=[\u4e00-\u9fff]{0,4}(?:开展|报|通报|调度|组织|召开|考核|评|检查|更新|公布|汇总|统计|巡|总结|进行|督|排名|发布|监测|公示|推进|清))"
)
_ONE_EACH = re.compile(
    r"(?<![\u4e00-\u9fff第十])(?:一|1)(?P<unit>天|日|周|月|季度|季|年|旬)(?:至少)?(?P<n>[一二三两]|\d)(?=[\u4e00-\u9fff])(?![年月日天周号个级院类层])"
)
_HALF_YEAR = re.compile(
    r"(?<!上)(?<!下)(?<!每)半(?P<unit>年|月)(?=(?:至少|不少于)?[一1二两2三3][次期场])"
)
_TIMES_A = re.compile(
    r"(?P<n>\d{1,2}|[一二三两])[次期场]/(?P<unit>天|日|周|月|季度|季|年|学期)"
)
_NAMED = re.compile(
    r"[“\"][^”\"]*(?:日[^”\"]{1,3}[、,]?周|周[^”\"]{1,3}[、,]?月|月[^”\"]{1,3}[、,]?季)[^”\"]*[”\"]"
)
_HOURS_OPEN = re.compile(
    r"(?:开放|营业|值班|工作|在岗|上班|运行|休息)[^,;]{0,6}?\d+(?:\.\d+)?个?小时"
)
_QUICK = re.compile(
    r"每|[按逐分][月周日季旬年学]|[一1][天日周月季年旬]|半[年月]|/[天日周月季年学]"
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule and where the text states it."""

    start: int
    end: int
    rule: str


def recurrence(text: str) -> Recurrence | None:
    """Return the first rule a stretch of text states, or nothing."""
    if not _QUICK.search(text):
        return None
    found = [one for reader in _READERS if (one := reader(text)) is not None]
    found = [one for one in found if not _is_a_name(text, one)]
    if not found or _HOURS_OPEN.search(text):
        return None
    # The longest reading at the earliest place: 每月11日 rather than 每月.
    return min(found, key=lambda one: (one.start, -one.end))


def spans(text: str) -> list[tuple[int, int]]:
    """Return every place that speaks of a rhythm, so that its numerals are not figures."""
    if not _QUICK.search(text):
        return []
    patterns = (
        _MONTH_DAYS,
        _WEEK_DAYS,
        _YEAR_MONTH,
        _EVERY_N,
        _MONTH_WEEKDAY,
        _ONE_EACH,
    )
    return [match.span() for pattern in patterns for match in pattern.finditer(text)]


def _is_a_name(text: str, one: Recurrence) -> bool:
    return any(m.start() < one.start < m.end() for m in _NAMED.finditer(text))


def _month_days(text: str) -> Recurrence | None:
    match = _MONTH_DAYS.search(text)
    if not match:
        return None
    days = [number(d) for d in re.findall(_N, match["days"])]
    if any(not 1 <= d <= 31 for d in days):
        return None
    rule = "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, days))
    return Recurrence(match.start(), match.end(), rule)


def _month_end(text: str) -> Recurrence | None:
    match = _MONTH_END.search(text)
    return (
        Recurrence(match.start(), match.end(), "FREQ=MONTHLY;BYMONTHDAY=-1")
        if match
        else None
    )


def _month_weekday(text: str) -> Recurrence | None:
    match = _MONTH_WEEKDAY.search(text)
    if not match:
        return None
    rank = -1 if match["rank"] == "最后一" else number(match["rank"][1])
    return Recurrence(
        match.start(), match.end(), f"FREQ=MONTHLY;BYDAY={rank}{_WEEKDAYS[match['day']]}"
    )


def _week_days(text: str) -> Recurrence | None:
    match = _WEEK_DAYS.search(text)
    if not match:
        return None
    days = [c for c in match["days"] if c in _WEEKDAYS]
    if re.search("[至到]", match["days"]) and len(days) == 2:
        order = "一二三四五六日"
        first, last = (order.index(d.replace("天", "日")) for d in days)
        days = list(order[first : last + 1]) if first < last else days
    rule = "FREQ=WEEKLY;BYDAY=" + ",".join(_WEEKDAYS[d] for d in days)
    return Recurrence(match.start(), match.end(), rule)


def _year_month(text: str) -> Recurrence | None:
    match = _YEAR_MONTH.search(text)
    if not match or not 1 <= number(match["month"]) <= 12:
        return None
    rule = f"FREQ=YEARLY;BYMONTH={number(match['month'])}"
    if match["day"]:
        rule += f";BYMONTHDAY={number(match['day'])}"
    return Recurrence(match.start(), match.end(), rule)


def _every_n(text: str) -> Recurrence | None:
    match = _EVERY_N.search(text)
    if not match:
        return None
    freq, step = _STEPS[match["unit"]]
    interval = number(match["n"]) * step
    if interval < 1:
        return None
    rule = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")
    return Recurrence(match.start(), match.end(), rule)


def _every(text: str) -> Recurrence | None:
    match = _EVERY.search(text)
    return Recurrence(match.start(), match.end(), _UNITS[match["unit"]]) if match else None


def _by(text: str) -> Recurrence | None:
    match = _BY.search(text)
    return Recurrence(match.start(), match.end(), _UNITS[match["unit"]]) if match else None


def _one_each(text: str) -> Recurrence | None:
    match = _ONE_EACH.search(text)
    return Recurrence(match.start(), match.end(), _UNITS[match["unit"]]) if match else None


def _half_year(text: str) -> Recurrence | None:
    match = _HALF_YEAR.search(text)
    return (
        Recurrence(match.start(), match.end(), _UNITS["半" + match["unit"]])
        if match
        else None
    )


def _times_a(text: str) -> Recurrence | None:
    match = _TIMES_A.search(text)
    return Recurrence(match.start(), match.end(), _UNITS[match["unit"]]) if match else None


_READERS = (
    _month_days,
    _month_end,
    _month_weekday,
    _week_days,
    _year_month,
    _every_n,
    _every,
    _by,
    _one_each,
    _half_year,
    _times_a,
)
