"""Take over task forces and their members."""

from collections.abc import Mapping

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import ForceMember, ForceRole, TaskForce, Unit
from chuangcheng.city.services.workbook.places import allowed, is_active, once
from chuangcheng.city.services.workbook.report import SheetWork
from chuangcheng.platform.exchange import ParsedRow


def take_forces(work: SheetWork) -> None:
    """Add and change task forces; parents first."""
    rows = once(work, "name", work.rows)
    known = {force.name: force for force in TaskForce.objects.select_related("parent")}
    coming = {row.values["name"] for row in rows}
    for row in rows:
        parent = row.values["parent"]
        if parent and parent not in known and parent not in coming:
            work.refuse(row, "parent", "没有这个上级工作组，请核对名称")
            return
    if _circle(work, rows):
        return
    waiting = {row.values["name"]: row for row in rows}
    touched = False
    while waiting:
        for name, row in list(waiting.items()):
            if row.values["parent"] not in waiting:
                touched |= _take_force(work, row, known)
                del waiting[name]
    if touched:
        allowed(work, rows)


def _circle(work: SheetWork, rows: list[ParsedRow]) -> bool:
    above = {row.values["name"]: row.values["parent"] for row in rows}
    for row in rows:
        seen, at = set(), row.values["name"]
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == row.values["name"]:
            work.refuse(row, "parent", "上级工作组互相指向，形成了循环，请核对")
            return True
    return False


def _take_force(work: SheetWork, row: ParsedRow, known: dict[str, TaskForce]) -> bool:
    """Write one force at once: its key is needed by the groups below it, and they are few."""
    name = row.values["name"]
    force = known.get(name)
    before = _facts(force) if force else {}
    force = force or TaskForce(name=name)
    force.kind = row.values["kind"]
    force.parent = known.get(row.values["parent"] or "")
    force.order, force.is_active = row.values["order"] or 0, is_active(row)
    known[name] = force
    if not before:
        work.add()
    elif not work.change(name, before, _facts(force)):
        return False
    force.save()
    return True


def _facts(force: TaskForce) -> dict[str, object]:
    return {
        "kind": force.kind,
        "parent": force.parent.name if force.parent else None,
        "order": force.order,
        "is_active": force.is_active,
    }


MemberKey = tuple[int, int | None, int | None]


def take_members(work: SheetWork) -> None:
    """Add members of task forces and change their roles."""
    forces = {force.name: force for force in TaskForce.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    wanted = {row.values["person"] for row in work.rows if row.values["person"]}
    people = {user.username: user for user in User.objects.filter(username__in=wanted)}
    known = {
        (member.force_id, member.person_id, member.unit_id): member
        for member in ForceMember.objects.select_related("force", "person", "unit")
    }
    added, changed = [], []
    seen: set[MemberKey] = set()
    for row in work.rows:
        if not _member_fits(work, row, forces, units, people):
            continue
        member = _member(row, forces, units, people)
        key = (member.force_id, member.person_id, member.unit_id)
        if key in seen:
            work.refuse(row, "force", "同一成员在该组出现了两次，请删去一行")
            continue
        seen.add(key)
        if key not in known:
            known[key] = member
            added.append(member)
            work.add()
        elif _changed_member(work, row, known[key]):
            changed.append(known[key])
    if (added or changed) and allowed(work, work.rows):
        _refuse_two_commanders(work, known)
        ForceMember.objects.bulk_create(added)
        ForceMember.objects.bulk_update(changed, ["role"])


def _member_fits(
    work: SheetWork,
    row: ParsedRow,
    forces: Mapping[str, TaskForce],
    units: Mapping[str, Unit],
    people: Mapping[str, User],
) -> bool:
    person, unit = row.values["person"], row.values["unit"]
    known = people.get(person or "")
    if row.values["force"] not in forces:
        work.refuse(row, "force", "没有这个工作组，请先在“工作组”表中补上，或核对名称")
    elif not person and not unit:
        work.refuse(row, "person", "账号和单位编码至少填一个")
    elif unit and unit not in units:
        work.refuse(row, "unit", "没有这个单位，请核对编码")
    elif person and known is None:
        work.refuse(row, "person", "没有这个账号，请系统管理员先建账号，或核对账号名")
    elif known and Duty(known.duty) is not Duty.NONE:
        work.refuse(
            row, "person", f"{known.name}是{Duty(known.duty).label}，不参加业务工作"
        )
    else:
        return True
    return False


def _member(
    row: ParsedRow,
    forces: Mapping[str, TaskForce],
    units: Mapping[str, Unit],
    people: Mapping[str, User],
) -> ForceMember:
    return ForceMember(
        force=forces[row.values["force"]],
        role=row.values["role"],
        person=people.get(row.values["person"] or ""),
        unit=units.get(row.values["unit"] or ""),
    )


def _changed_member(work: SheetWork, row: ParsedRow, member: ForceMember) -> bool:
    before, member.role = member.role, row.values["role"]
    key = f"{member.force} {member.person or member.unit}"
    return work.change(key, {"role": before}, {"role": member.role})


def _refuse_two_commanders(
    work: SheetWork, members: Mapping[MemberKey, ForceMember]
) -> None:
    commanders: dict[int, int] = {}
    for member in members.values():
        if member.role == ForceRole.COMMANDER:
            commanders[member.force_id] = commanders.get(member.force_id, 0) + 1
    for row in work.rows:
        if row.values["role"] == ForceRole.COMMANDER:
            twice = [
                member.force_id
                for member in members.values()
                if member.force.name == row.values["force"]
            ]
            if twice and commanders.get(twice[0], 0) > 1:
                work.refuse(row, "role", "每组只有一名指挥长(组长)，请核对")
