"""Write the whole city into the workbook that the import reads."""

from chuangcheng.accounts.roles import Role
from chuangcheng.city import sheets
from chuangcheng.city.models import (
    AliasOrigin,
    ForceMember,
    ForceRole,
    Level,
    Patronage,
    Post,
    Region,
    Seat,
    TaskForce,
    TaskForceKind,
    Unit,
    UnitAlias,
    UnitKind,
)

Rows = list[tuple[object, ...]]


def exported() -> bytes:
    """Return the city as a workbook."""
    return sheets.write(
        {
            "区划": _regions(),
            "单位": _units(),
            "别名": _aliases(),
            "岗位": _posts(),
            "任职": _seats(),
            "网格责任": _answerable(),
            "包联": _patronages(),
            "工作组": _forces(),
            "成员": _members(),
        }
    )


def template() -> bytes:
    """Return the workbook without a city in it."""
    return sheets.write({})


def _regions() -> Rows:
    rows = Region.objects.order_by("path").values_list(
        "code", "name", "level", "parent__code", "is_active"
    )
    return [
        (code, name, str(Level(level).label), parent, is_active)
        for code, name, level, parent, is_active in rows
    ]


def _units() -> Rows:
    rows = Unit.objects.order_by("order", "path").values_list(
        "code",
        "name",
        "short_name",
        "kind",
        "parent__code",
        "region__code",
        "order",
        "is_active",
    )
    return [(*row[:3], str(UnitKind(row[3]).label), *row[4:]) for row in rows]


def _aliases() -> Rows:
    rows = UnitAlias.objects.order_by("unit__order", "unit__path", "name").values_list(
        "name", "unit__code", "origin"
    )
    return [(name, unit, str(AliasOrigin(origin).label)) for name, unit, origin in rows]


def _posts() -> Rows:
    rows = Post.objects.order_by(
        "unit__order", "unit__path", "region__path", "id"
    ).values_list("unit__code", "region__code", "title", "role")
    return [(*row[:3], str(Role(row[3]).label)) for row in rows]


def _seats() -> Rows:
    rows = Seat.objects.order_by(
        "post__unit__order",
        "post__unit__path",
        "post__region__path",
        "post_id",
        "starts_on",
    )
    return list(
        rows.values_list(
            "post__unit__code",
            "post__region__code",
            "post__title",
            "person__username",
            "person__name",
            "person__phone",
            "starts_on",
            "ends_on",
        )
    )


def _answerable() -> Rows:
    rows = Region.objects.filter(answerable_post__isnull=False).order_by("path")
    return list(
        rows.values_list(
            "code",
            "answerable_post__unit__code",
            "answerable_post__region__code",
            "answerable_post__title",
        )
    )


def _patronages() -> Rows:
    rows = Patronage.objects.order_by("region__path", "starts_on")
    return list(
        rows.values_list(
            "region__code",
            "person__username",
            "person__name",
            "unit__code",
            "starts_on",
            "ends_on",
        )
    )


def _forces() -> Rows:
    rows = TaskForce.objects.order_by("order", "id").values_list(
        "name", "kind", "parent__name", "order", "is_active"
    )
    return [(row[0], str(TaskForceKind(row[1]).label), *row[2:]) for row in rows]


def _members() -> Rows:
    rows = ForceMember.objects.order_by("force__order", "force_id", "id").values_list(
        "force__name", "role", "person__username", "person__name", "unit__code"
    )
    return [(row[0], str(ForceRole(row[1]).label), *row[2:]) for row in rows]
