"""Take over regions, units and their other names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from chuangcheng.city import codes
from chuangcheng.city.matching.names import tidy
from chuangcheng.city.models import AliasOrigin, Region, Seat, Unit, UnitAlias
from chuangcheng.city.services.workbook.report import SheetWork
from chuangcheng.platform.exchange import ParsedRow

NOT_ALLOWED = "本表只能由创城办或系统管理员改动，请删去改动的行后再导入"


def once(work: SheetWork, column: str, rows: Iterable[ParsedRow]) -> list[ParsedRow]:
    """Keep rows whose key comes once; report the others."""
    seen: dict[object, int] = {}
    kept = []
    for row in rows:
        key = row.values[column]
        if key in seen:
            work.refuse(row, column, f"与第 {seen[key]} 行重复，请删去一行")
        else:
            seen[key] = row.number
            kept.append(row)
    return kept


def is_active(row: ParsedRow) -> bool:
    """Read the column 在用, where blank means yes."""
    return row.values["is_active"] is not False


def take_regions(work: SheetWork) -> None:
    """Add and change regions; their paths follow from their parents."""
    rows = once(work, "code", work.rows)
    known = {region.code: region for region in Region.objects.select_related("parent")}
    levels = {code: region.level for code, region in known.items()}
    levels |= {row.values["code"]: row.values["level"] for row in rows}
    rows = [row for row in rows if _region_fits(work, row, levels)]
    if not _one_city(work, rows, known):
        return
    added, changed = [], []
    depth = {level: place for place, level in enumerate(codes.NAMES)}
    for row in sorted(rows, key=lambda row: depth[row.values["level"]]):
        parent = known.get(row.values["parent"] or "")
        if row.values["parent"] and parent is None:
            work.refuse(row, "parent", "上级区划所在的行有问题，请先改正那一行")
            continue
        code = row.values["code"]
        region = known.get(code)
        if region is None:
            known[code] = _region(row, parent)
            added.append(known[code])
            work.add()
        elif _changed_region(work, row, region, parent):
            changed.append(region)
    if (added or changed) and not allowed(work, rows):
        return
    _save_regions(added, changed, known)
    _check_regions_in_use(work, rows, known)


def _region_fits(work: SheetWork, row: ParsedRow, levels: Mapping[str, str]) -> bool:
    parent = row.values["parent"]
    if parent and parent not in levels:
        work.refuse(row, "parent", "上级区划既不在本表中，也不在系统中，请核对代码")
        return False
    problem = codes.problem_with(
        row.values["code"],
        level=row.values["level"],
        parent_code=parent or None,
        parent_level=levels.get(parent) if parent else None,
    )
    if problem:
        work.refuse(row, "code", problem)
    return problem is None


def _one_city(
    work: SheetWork, rows: Sequence[ParsedRow], known: Mapping[str, Region]
) -> bool:
    cities = {code for code, region in known.items() if region.level == codes.CITY}
    for row in rows:
        if row.values["level"] == codes.CITY:
            cities.add(row.values["code"])
            if len(cities) > 1:
                work.refuse(row, "level", "系统中只能有一个市，请核对代码和级别")
                return False
    return True


def _region(row: ParsedRow, parent: Region | None) -> Region:
    return Region(
        code=row.values["code"],
        name=row.values["name"],
        level=row.values["level"],
        parent=parent,
        is_active=is_active(row),
    )


def _changed_region(
    work: SheetWork, row: ParsedRow, region: Region, parent: Region | None
) -> bool:
    before = {
        "name": region.name,
        "level": region.level,
        "parent": region.parent.code if region.parent else None,
        "is_active": region.is_active,
    }
    after = {
        "name": row.values["name"],
        "level": row.values["level"],
        "parent": parent.code if parent else None,
        "is_active": is_active(row),
    }
    region.name, region.level = row.values["name"], row.values["level"]
    region.parent, region.is_active = parent, is_active(row)
    return work.change(region.code, before, after)


def _save_regions(
    added: Sequence[Region], changed: Sequence[Region], known: Mapping[str, Region]
) -> None:
    """Write regions level by level, since children need the keys of their parents."""
    for level in codes.NAMES:
        fresh = [region for region in added if region.level == level]
        for region in fresh:
            # Read again: the parent has its key only now.
            parent = known[region.parent.code] if region.parent else None
            region.parent = parent
            region.path = f"{parent.path if parent else ''}{region.code}/"
        Region.objects.bulk_create(fresh)
    if not changed:
        return
    moved = {region.pk for region in changed}
    for region in sorted(
        known.values(), key=lambda each: list(codes.NAMES).index(each.level)
    ):
        parent = known[region.parent.code] if region.parent else None
        path = f"{parent.path if parent else ''}{region.code}/"
        if path != region.path:
            region.path = path
            moved.add(region.pk)
    Region.objects.bulk_update(
        [region for region in known.values() if region.pk in moved],
        ["name", "level", "parent", "is_active", "path"],
        batch_size=500,
    )


def _check_regions_in_use(
    work: SheetWork, rows: Sequence[ParsedRow], known: Mapping[str, Region]
) -> None:
    for row in rows:
        region = known.get(row.values["code"])
        parent = known[region.parent.code] if region and region.parent else None
        if region and region.is_active and parent and not parent.is_active:
            work.refuse(row, "is_active", "上级区划已停用，本区划不能在用")


def allowed(work: SheetWork, rows: Sequence[ParsedRow]) -> bool:
    """Keep changes out for whoever may not make them; says so once, at the first row."""
    if not work.powers.city and rows:
        work.refuse(rows[0], work.plan.columns[0].name, NOT_ALLOWED)
    return work.powers.city


def take_units(work: SheetWork) -> None:
    """Add and change units; parents may come later in the sheet than their children."""
    rows = once(work, "name", once(work, "code", work.rows))
    known = {unit.code: unit for unit in Unit.objects.select_related("parent", "region")}
    regions = {region.code: region for region in Region.objects.all()}
    coming = {row.values["code"] for row in rows}
    rows = [row for row in rows if _unit_fits(work, row, known, coming, regions)]
    added, changed = [], []
    for row in _parents_first(work, rows):
        parent = known.get(row.values["parent"] or "")
        region = regions.get(row.values["region"] or "")
        unit = known.get(row.values["code"])
        if row.values["parent"] and parent is None:
            work.refuse(row, "parent", "上级单位所在的行有问题，请先改正那一行")
        elif unit is None:
            unit = Unit(code=row.values["code"])
            _fill_unit(unit, row, parent, region)
            known[unit.code] = unit
            added.append(unit)
            work.add()
        elif _changed_unit(work, row, unit, parent, region):
            changed.append(unit)
    if (added or changed) and not allowed(work, rows):
        return
    _refuse_taken_names(work, rows, known)
    _save_units(added, changed, known)
    _check_units_in_use(work, rows, known)


def _unit_fits(
    work: SheetWork,
    row: ParsedRow,
    known: Mapping[str, Unit],
    coming: set[object],
    regions: Mapping[str, Region],
) -> bool:
    parent, region = row.values["parent"], row.values["region"]
    if parent and parent not in known and parent not in coming:
        work.refuse(row, "parent", "上级单位既不在本表中，也不在系统中，请核对编码")
        return False
    if region and region not in regions:
        work.refuse(row, "region", "没有这个区划，请先在“区划”表中补上，或核对代码")
        return False
    return True


def _parents_first(work: SheetWork, rows: Sequence[ParsedRow]) -> list[ParsedRow]:
    waiting = {row.values["code"]: row for row in rows}
    ordered: list[ParsedRow] = []
    while waiting:
        ready = [row for row in waiting.values() if row.values["parent"] not in waiting]
        if not ready:
            for row in waiting.values():
                work.refuse(row, "parent", "上级单位互相指向，形成了循环，请核对")
            break
        ordered += ready
        for row in ready:
            del waiting[row.values["code"]]
    return ordered


def _fill_unit(
    unit: Unit, row: ParsedRow, parent: Unit | None, region: Region | None
) -> None:
    unit.name, unit.kind = row.values["name"], row.values["kind"]
    unit.short_name = row.values["short_name"] or ""
    unit.parent, unit.region = parent, region
    unit.order, unit.is_active = row.values["order"] or 0, is_active(row)


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent else None,
        "region": unit.region.code if unit.region else None,
        "order": unit.order,
        "is_active": unit.is_active,
    }


def _changed_unit(
    work: SheetWork, row: ParsedRow, unit: Unit, parent: Unit | None, region: Region | None
) -> bool:
    before = _facts(unit)
    _fill_unit(unit, row, parent, region)
    return work.change(unit.name, before, _facts(unit))


def _refuse_taken_names(
    work: SheetWork, rows: Sequence[ParsedRow], known: Mapping[str, Unit]
) -> None:
    owners = Counter(unit.name for unit in known.values())
    aliases = dict(UnitAlias.objects.values_list("name", "unit__code"))
    for row in rows:
        name, code = row.values["name"], row.values["code"]
        if owners[name] > 1:
            work.refuse(row, "name", "系统中另有单位用了这个全称，请核对")
        elif aliases.get(name, code) != code:
            work.refuse(row, "name", "这个名称已是另一单位的别名，请先删除那个别名")


def _save_units(
    added: Sequence[Unit], changed: Sequence[Unit], known: Mapping[str, Unit]
) -> None:
    if len({unit.name for unit in known.values()}) < len(known):
        return  # reported already; the database would only refuse it again
    waiting = list(added)
    while waiting:
        fresh = [unit for unit in waiting if not unit.parent or known[unit.parent.code].pk]
        for unit in fresh:
            unit.parent = known[unit.parent.code] if unit.parent else None
            unit.path = f"{unit.parent.path if unit.parent else ''}{unit.code}/"
        Unit.objects.bulk_create(fresh)
        waiting = [unit for unit in waiting if not unit.pk]
    if changed:
        moved = {unit.pk for unit in changed} | _follow(known)
        Unit.objects.bulk_update(
            [unit for unit in known.values() if unit.pk in moved],
            [
                "name",
                "short_name",
                "kind",
                "parent",
                "region",
                "order",
                "is_active",
                "path",
            ],
            batch_size=500,
        )


def _follow(known: Mapping[str, Unit]) -> set[int]:
    """Let paths follow moved parents, outermost first; tells which units moved."""
    moved: set[int] = set()
    waiting = dict(known)
    while waiting:
        ready = [
            u for u in waiting.values() if not u.parent or u.parent.code not in waiting
        ]
        if not ready:
            break
        for unit in ready:
            parent = known[unit.parent.code] if unit.parent else None
            path = f"{parent.path if parent else ''}{unit.code}/"
            if path != unit.path:
                unit.path = path
                moved.add(unit.pk)
            del waiting[unit.code]
    return moved


def _check_units_in_use(
    work: SheetWork, rows: Sequence[ParsedRow], known: Mapping[str, Unit]
) -> None:
    held = set(
        Seat.objects.not_over(work.today)
        .filter(post__unit__isnull=False)
        .values_list("post__unit__code", flat=True)
    )
    for row in rows:
        unit = known.get(row.values["code"])
        if unit is None:
            continue
        if not unit.is_active and unit.code in held:
            work.refuse(row, "is_active", "单位还有人任职，不能停用，请先办理离任")
        if unit.is_active and unit.parent and not known[unit.parent.code].is_active:
            work.refuse(row, "is_active", "上级单位已停用，本单位不能在用")


def take_aliases(work: SheetWork) -> None:
    """Add and change other names of units."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    called = _called(units.values())
    known = {alias.name: alias for alias in UnitAlias.objects.select_related("unit")}
    added, changed = [], []
    for row in once(work, "name", work.rows):
        name, unit = tidy(row.values["name"]), units.get(row.values["unit"])
        if unit is None:
            work.refuse(row, "unit", "没有这个单位，请核对编码")
        elif called.get(name, set()) - {unit.code}:
            work.refuse(row, "name", "与另一单位的全称或简称相同，会指代不清，请换一个")
        elif name not in known:
            added.append(UnitAlias(name=name, unit=unit, origin=_origin(row)))
            work.add()
        elif _changed_alias(work, row, known[name], unit):
            changed.append(known[name])
    if (added or changed) and allowed(work, work.rows):
        UnitAlias.objects.bulk_create(added)
        UnitAlias.objects.bulk_update(changed, ["unit", "origin"])


def _called(units: Iterable[Unit]) -> dict[str, set[str]]:
    called: dict[str, set[str]] = {}
    for unit in units:
        for name in {unit.name, unit.short_name}:
            called.setdefault(name, set()).add(unit.code)
    return called


def _origin(row: ParsedRow) -> str:
    return str(row.values["origin"] or AliasOrigin.LISTED)


def _changed_alias(work: SheetWork, row: ParsedRow, alias: UnitAlias, unit: Unit) -> bool:
    before = {"unit": alias.unit.code, "origin": alias.origin}
    alias.unit, alias.origin = unit, _origin(row)
    return work.change(alias.name, before, {"unit": unit.code, "origin": alias.origin})
