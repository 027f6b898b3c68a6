"""Find out what the rows of the sheet mean: which standard, which unit, which post."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.city import api as city
from chuangcheng.city.api import Match, Post, Unit
from chuangcheng.framework import duty_sheet
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    IndicatorLevel,
    ResponsibilityRole,
)
from chuangcheng.framework.services.duty_sheets.report import Problem, Report, Wanted
from chuangcheng.platform.exchange import ParsedRow

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Everything that rows may name, read once."""

    edition: Edition
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    by_id: Mapping[int, Unit]
    matches: Mapping[str, Match]
    posts: Mapping[int, Mapping[str, Post]]


def understand(rows: Sequence[ParsedRow], edition: Edition, report: Report) -> list[Wanted]:
    """Turn rows into what is wanted; what cannot be understood goes to the report."""
    known = _known(rows, edition)
    wanted = [each for row in rows if (each := _wanted(row, known, report))]
    return _without_doubles(wanted, report)


def _known(rows: Sequence[ParsedRow], edition: Edition) -> _Known:
    units = {unit.code: unit for unit in Unit.objects.active()}
    named = {
        name
        for row in rows
        if (name := row.values["unit"]) and row.values["unit_code"] not in units
    }
    posts: dict[int, dict[str, Post]] = {}
    for post in Post.objects.filter(unit__isnull=False).select_related("unit"):
        posts.setdefault(post.unit_id or 0, {})[post.title] = post
    return _Known(
        edition=edition,
        indicators={each.code: each for each in edition.indicators.all()},
        units=units,
        by_id={unit.pk: unit for unit in units.values()},
        matches=city.match(named),
        posts=posts,
    )


def _wanted(row: ParsedRow, known: _Known, report: Report) -> Wanted | None:
    indicator = _indicator(row, known, report)
    unit = _unit(row, known, report)
    if indicator is None or unit is None:
        return None
    title = row.values["post"] or ""
    posts = known.posts.get(unit.pk, {})
    if title and title not in posts:
        listed = "、".join(list(posts)[:_MOST_NAMED])
        advice = f"现有岗位：{listed}" if listed else "该单位还没有岗位，可先空着"
        _refuse(report, row, "post", f"{unit}没有这个岗位，{advice}")
        return None
    return Wanted(
        row=row.number,
        indicator=indicator,
        unit=unit,
        role=row.values["role"],
        post=posts.get(title),
    )


def _indicator(row: ParsedRow, known: _Known, report: Report) -> Indicator | None:
    code = row.values["code"]
    found = known.indicators.get(code)
    if found is None:
        _refuse(report, row, "code", f"{known.edition.name}没有这个编号，请核对")
        return None
    if found.level != IndicatorLevel.STANDARD:
        level = found.get_level_display()
        _refuse(report, row, "code", f"是{level}，责任落在测评标准上，请填标准的编号")
        return None
    return found


def _unit(row: ParsedRow, known: _Known, report: Report) -> Unit | None:
    code, name = row.values["unit_code"] or "", row.values["unit"] or ""
    if not code and not name:
        _refuse(report, row, "unit", "单位编码和单位名称都空着，请至少填一个")
        return None
    if code:
        if unit := known.units.get(code):
            return unit
        _refuse(report, row, "unit_code", "没有这个在用的单位，请核对编码")
        return None
    match = known.matches[name]
    if match.sure:
        return known.by_id[match.sure.unit_id]
    _refuse(report, row, "unit", _unclear(match))
    return None


def _unclear(match: Match) -> str:
    if match.group:
        return "泛指多个单位，请逐个单位各写一行"
    near = "、".join(each.name for each in match.suggestions[:3])
    return (
        f"对应不到唯一的单位，相近的有{near}，请填单位编码"
        if near
        else ("单位名录中没有，请核对名称或填单位编码")
    )


def _without_doubles(wanted: Iterable[Wanted], report: Report) -> list[Wanted]:
    """Refuse a unit named twice for a standard, and a second lead."""
    kept: dict[tuple[int, int], Wanted] = {}
    leads: dict[int, Wanted] = {}
    for each in wanted:
        key = each.indicator.pk, each.unit.pk
        first = kept.setdefault(key, each)
        if first is not each:
            text = f"第 {first.row} 行已写过这个单位，请删去一行"
            _problem(report, each.row, "unit", each.unit.name, text)
        elif each.role == ResponsibilityRole.LEAD:
            leading = leads.setdefault(each.indicator.pk, each)
            if leading is not each:
                text = f"第 {leading.row} 行已由{leading.unit}牵头，只能有一个牵头单位"
                _problem(report, each.row, "role", "牵头", text)
    return list(kept.values())


def _refuse(report: Report, row: ParsedRow, column: str, text: str) -> None:
    _problem(report, row.number, column, str(row.values[column] or ""), text)


def _problem(report: Report, row: int, column: str, value: str, text: str) -> None:
    header = next(each.header for each in duty_sheet.COLUMNS if each.name == column)
    report.problems.append(Problem(row=row, column=header, value=value, text=text))
