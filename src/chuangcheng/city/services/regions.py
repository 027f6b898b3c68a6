"""The tree of regions: add, rename, move, take out of use."""

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.city import codes
from chuangcheng.city.events import BoundariesChanged
from chuangcheng.city.models import Region
from chuangcheng.city.queries.choices import profile
from chuangcheng.platform import audit, events
from chuangcheng.platform.refusal import Refused


class RegionRefused(Refused):
    """The region cannot be changed like this."""


def path_of(code: str, parent: Region | None) -> str:
    return f"{parent.path if parent else ''}{code}/"


@transaction.atomic
def add(*, code: str, name: str, level: str, parent: Region | None, by: User) -> Region:
    """Add a part of the city.

    Raises:
        RegionRefused: the code does not fit, is taken, or the city exists already.
    """
    _check(code, level, parent, grid_digits=profile().grid_digits)
    if parent is None and Region.objects.filter(parent=None).exists():
        raise RegionRefused("本市已经建立，不能再加一个市，请为新区划选择上级。")
    if parent is not None:
        _check_in_use(parent)
    _check_name(name, parent)
    region = Region(
        code=code, name=name, level=level, parent=parent, path=path_of(code, parent)
    )
    try:
        with transaction.atomic():
            region.save(force_insert=True)
    except IntegrityError as clash:
        raise RegionRefused(f"区划代码 {code} 已被使用，请核对。") from clash
    _note("added", region, by=by, detail={"name": name, "level": level})
    return region


@transaction.atomic
def rename(region: Region, *, name: str, by: User) -> None:
    """Give a region another name.

    Raises:
        RegionRefused: a neighbour has that name.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    if name == region.name:
        return
    _check_name(name, region.parent, besides=region)
    before, region.name = region.name, name
    region.save(update_fields=["name"])
    _note("renamed", region, by=by, detail={"name": [before, name]})


@transaction.atomic
def move(region: Region, *, to: Region, code: str, by: User) -> Region:
    """Put a region with all its parts under another one; codes of the parts follow its own.

    Raises:
        RegionRefused: the new place or code does not fit, or a code is taken.
    """
    # The whole tree is locked: two moves at once could otherwise close a circle.
    list(Region.objects.select_for_update().order_by("id").values_list("id"))
    region = Region.objects.get(pk=region.pk)
    to = Region.objects.get(pk=to.pk)
    if to.path.startswith(region.path):
        raise RegionRefused(f"不能把{region.name}移到它自己或它的下级之下，请另选上级。")
    _check_in_use(to)
    _check(code, region.level, to)
    _check_name(region.name, to, besides=region)
    before = (region.path, region.code)
    parts = list(Region.objects.within(region).order_by("path"))
    places: dict[int, Region] = {to.pk: to}
    for part in parts:
        parent_id = to.pk if part.pk == region.pk else part.parent_id
        if parent_id is None:  # only the city has no parent, and it cannot be moved
            raise RegionRefused("市本级不能移动。")
        parent = places[parent_id]
        part.code = code + part.code.removeprefix(before[1])
        part.parent, part.path = parent, path_of(part.code, parent)
        places[part.pk] = part
    try:
        with transaction.atomic():
            Region.objects.bulk_update(parts, ["code", "parent", "path"])
    except IntegrityError as clash:
        raise RegionRefused(
            f"移动后的代码（{code} 及其下级）有的已被使用，请核对。"
        ) from clash
    moved = places[region.pk]
    # Codes decide to whom a border belongs, and paths what lies in what.
    events.publish(BoundariesChanged())
    _note("moved", moved, by=by, detail={"code": [before[1], code], "to": to.code})
    return moved


@transaction.atomic
def take_out_of_use(region: Region, *, by: User) -> None:
    """Keep a region for the record but offer it no more.

    Raises:
        RegionRefused: parts of it, or units in it, are in use.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    parts = region.children.filter(is_active=True).count()
    units = region.units.filter(is_active=True).count()
    if parts or units:
        held = "、".join(
            text
            for number, text in (
                (parts, f"{parts} 个下级区划"),
                (units, f"{units} 个单位"),
            )
            if number
        )
        raise RegionRefused(f"{region.name}还有在用的{held}，请先移走或停用它们。")
    region.is_active = False
    region.save(update_fields=["is_active"])
    # Its shape holds nothing any more; what lay in it must be found anew.
    events.publish(BoundariesChanged())
    _note("taken_out_of_use", region, by=by)


@transaction.atomic
def put_in_use(region: Region, *, by: User) -> None:
    """Offer a region again.

    Raises:
        RegionRefused: what it lies in is out of use.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    if region.parent:
        _check_in_use(region.parent)
    region.is_active = True
    region.save(update_fields=["is_active"])
    events.publish(BoundariesChanged())
    _note("put_in_use", region, by=by)


def _check(
    code: str, level: str, parent: Region | None, *, grid_digits: int | None = None
) -> None:
    problem = codes.problem_with(
        code,
        level=level,
        parent_code=parent.code if parent else None,
        parent_level=parent.level if parent else None,
        grid_digits=grid_digits,
    )
    if problem:
        raise RegionRefused(f"{problem}。")


def _check_in_use(parent: Region) -> None:
    if not parent.is_active:
        raise RegionRefused(f"{parent.name}已停用，请先启用它，或另选上级。")


def _check_name(name: str, parent: Region | None, *, besides: Region | None = None) -> None:
    twins = Region.objects.filter(parent=parent, name=name)
    if besides:
        twins = twins.exclude(pk=besides.pk)
    if twins.exists():
        raise RegionRefused(f"{parent or '本市'}下已有“{name}”，请换一个名称。")


def _note(
    verb: str, region: Region, *, by: User | None, detail: dict[str, object] | None = None
) -> None:
    audit.record(
        f"city.region.{verb}", subject="区划", key=region.code, by=by, detail=detail
    )
