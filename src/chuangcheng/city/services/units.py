"""The list of units: add, edit, take out of use, and the other names they go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.matching import groups
from chuangcheng.city.matching.names import tidy
from chuangcheng.city.models import AliasOrigin, Region, Seat, Unit, UnitAlias
from chuangcheng.platform import audit, numbering
from chuangcheng.platform.refusal import Refused

# Reasons other packages have against taking a unit out of use (open tasks …): such a function
# returns a sentence, or None. Packages append theirs while the program starts.
UNIT_OBJECTIONS: list[Callable[[Unit], str | None]] = []


class UnitRefused(Refused):
    """The unit cannot be changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a person says about a unit."""

    name: str
    short_name: str
    kind: str
    parent: Unit | None
    region: Region | None
    order: int


@transaction.atomic
def add(facts: UnitFacts, *, code: str = "", by: User) -> Unit:
    """Add a unit; without a code it gets the next free one.

    Raises:
        UnitRefused: the name or code is taken.
    """
    _check_names(facts)
    code = code or _fresh_code()
    if Unit.objects.filter(code=code).exists():
        raise UnitRefused(f"单位编码 {code} 已被使用，请换一个。")
    if facts.parent and not facts.parent.is_active:
        raise UnitRefused(f"上级单位{facts.parent}已停用，请另选上级。")
    unit = Unit(code=code, path=_path(code, facts.parent))
    _take_over(unit, facts)
    _save(unit)
    _note("added", unit, by=by, detail={"name": unit.name})
    return unit


def _fresh_code() -> str:
    while True:
        code = f"DW{numbering.take('city.unit').start:04d}"
        if not Unit.objects.filter(code=code).exists():
            return code


@transaction.atomic
def edit(unit: Unit, facts: UnitFacts, *, by: User) -> Unit:
    """Correct what is known of a unit; everything below it moves along.

    Raises:
        UnitRefused: the name is taken or the unit would lie below itself.
    """
    if facts.parent and facts.parent.path.startswith(unit.path):
        raise UnitRefused(f"{unit}不能以自己或自己的下级为上级，请另选上级单位。")
    # The list is locked in one order: two moves at once could otherwise close a circle.
    list(Unit.objects.select_for_update().order_by("id").values_list("id"))
    unit = Unit.objects.get(pk=unit.pk)
    _check_names(facts, besides=unit)
    before = UnitFacts(
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        parent=unit.parent,
        region=unit.region,
        order=unit.order,
    )
    if before == facts:
        return unit
    old_path = unit.path
    _take_over(unit, facts)
    unit.path = _path(unit.code, facts.parent)
    _save(unit)
    if unit.path != old_path:
        _move_below(old_path, unit)
    _note("edited", unit, by=by, detail={"name": [before.name, unit.name]})
    return unit


def _take_over(unit: Unit, facts: UnitFacts) -> None:
    unit.name, unit.short_name, unit.kind = facts.name, facts.short_name, facts.kind
    unit.parent, unit.region, unit.order = facts.parent, facts.region, facts.order


def _save(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as clash:
        raise UnitRefused(
            f"单位编码 {unit.code} 或名称“{unit.name}”刚刚被使用，请核对。"
        ) from clash


def _path(code: str, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}{code}/"


def _move_below(old_path: str, unit: Unit) -> None:
    below = list(Unit.objects.filter(path__startswith=old_path).exclude(pk=unit.pk))
    for each in below:
        each.path = unit.path + each.path.removeprefix(old_path)
    Unit.objects.bulk_update(below, ["path"])


def _check_names(facts: UnitFacts, *, besides: Unit | None = None) -> None:
    others = Unit.objects.exclude(pk=besides.pk) if besides else Unit.objects.all()
    if others.filter(name=facts.name).exists():
        raise UnitRefused(f"已有名为“{facts.name}”的单位，请核对。")
    aliased = UnitAlias.objects.filter(name=facts.name)
    if besides:
        aliased = aliased.exclude(unit=besides)
    if owner := aliased.select_related("unit").first():
        raise UnitRefused(
            f"“{facts.name}”已是{owner.unit.name}的别名，请先删除那个别名，或换一个名称。"
        )


@transaction.atomic
def take_out_of_use(unit: Unit, *, by: User) -> None:
    """Keep a unit for the record but offer it no more.

    Raises:
        UnitRefused: people sit in it, units below it are in use, or it still owes something.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if below := unit.children.filter(is_active=True).count():
        raise UnitRefused(f"{unit.name}还有 {below} 个在用的下级单位，请先移走或停用它们。")
    holders = _holders(unit)
    if holders:
        raise UnitRefused(
            f"{unit.name}还有人任职：{'、'.join(holders)}。请安全管理员先办理离任，再停用单位。"
        )
    for objection in UNIT_OBJECTIONS:
        if reason := objection(unit):
            raise UnitRefused(reason)
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    _note("taken_out_of_use", unit, by=by)


def _holders(unit: Unit) -> list[str]:
    today = timezone.localdate()
    seats = Seat.objects.not_over(today).filter(post__unit=unit)
    return [
        f"{seat.person.name}（{seat.post.title}）"
        for seat in seats.select_related("person", "post").order_by("post__title", "id")[:5]
    ]


@transaction.atomic
def put_in_use(unit: Unit, *, by: User) -> None:
    """Offer a unit again.

    Raises:
        UnitRefused: the unit above it is out of use.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.parent and not unit.parent.is_active:
        raise UnitRefused(f"上级单位{unit.parent}已停用，请先启用它。")
    unit.is_active = True
    unit.save(update_fields=["is_active"])
    _note("put_in_use", unit, by=by)


@transaction.atomic
def add_alias(
    unit: Unit,
    name: str,
    *,
    by: User,
    at: datetime | None = None,
    origin: AliasOrigin = AliasOrigin.LISTED,
) -> UnitAlias | None:
    """Note another name of a unit; None where the unit is called so anyway.

    Raises:
        UnitRefused: the name already means another unit.
    """
    name = tidy(name)
    if not name or len(name) > 80:
        raise UnitRefused("别名应为 1 至 80 个字。")
    if name in (unit.name, unit.short_name):
        return None
    _refuse_ambiguous(unit, name)
    try:
        with transaction.atomic():
            alias, is_new = UnitAlias.objects.get_or_create(
                name=name, defaults={"unit": unit, "origin": origin}
            )
    except IntegrityError as clash:
        raise UnitRefused(f"“{name}”刚刚被记为另一单位的别名，请刷新后核对。") from clash
    if alias.unit_id != unit.pk:
        raise UnitRefused(
            f"“{name}”已记为{alias.unit.name}的别名，不能再指{unit.name}；"
            "如确需改指，请先在该单位页面删除这个别名。"
        )
    if is_new:
        detail = {
            "alias": name,
            "origin": origin.value,
            "at": at.isoformat() if at else None,
        }
        _note("alias_added", unit, by=by, detail=detail)
    return alias


def _refuse_ambiguous(unit: Unit, name: str) -> None:
    others = list(
        Unit.objects.active()
        .exclude(pk=unit.pk)
        .filter(name=name)
        .union(Unit.objects.active().exclude(pk=unit.pk).filter(short_name=name))
    )
    if others:
        named = "、".join(sorted(other.name for other in others)[:3])
        raise UnitRefused(
            f"“{name}”同时是{named}的名称或简称，记为{unit.name}的别名会混淆，请用更完整的名称。"
        )


@transaction.atomic
def remember(name: str, unit: Unit, *, by: User, at: datetime) -> UnitAlias | None:
    """Remember what a person confirmed: this name, said in a paper, means this unit.

    Raises:
        UnitRefused: the name means several units, or already another one.
    """
    if groups.kind_of(name):
        raise UnitRefused(f"“{name}”泛指多个单位，不能记为{unit.name}的别名。")
    return add_alias(unit, name, by=by, at=at, origin=AliasOrigin.REMEMBERED)


@transaction.atomic
def remove_alias(alias: UnitAlias, *, by: User) -> None:
    """Forget another name of a unit."""
    _note("alias_removed", alias.unit, by=by, detail={"alias": alias.name})
    alias.delete()


def _note(
    verb: str, unit: Unit, *, by: User, detail: Mapping[str, object] | None = None
) -> None:
    audit.record(f"city.unit.{verb}", subject="单位", key=unit.code, by=by, detail=detail)
