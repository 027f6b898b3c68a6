"""Take over who answers for regions and which leader stands up for them."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import Patronage, Post, Region, Unit
from chuangcheng.city.services.workbook.people import PostKey, known_posts
from chuangcheng.city.services.workbook.places import allowed, once
from chuangcheng.city.services.workbook.report import SheetWork
from chuangcheng.platform.exchange import ParsedRow


def take_answerable(work: SheetWork) -> None:
    """Set the posts that answer for regions."""
    posts = known_posts()
    regions = {
        region.code: region
        for region in Region.objects.select_related(
            "answerable_post__unit", "answerable_post__region"
        )
    }
    changed = []
    for row in once(work, "region", work.rows):
        region, post = regions.get(row.values["region"]), posts.get(_post_key(row))
        if region is None:
            work.refuse(row, "region", "没有这个区划，请先在“区划”表中补上，或核对代码")
        elif post is None:
            work.refuse(
                row, "title", "没有这个岗位，请先在“岗位”表中补上，或核对编码和名称"
            )
        elif _answers(work, region, post):
            changed.append(region)
    if changed and allowed(work, work.rows):
        Region.objects.bulk_update(changed, ["answerable_post"], batch_size=500)


def _post_key(row: ParsedRow) -> PostKey:
    return (
        row.values["unit"] or None,
        row.values["post_region"] or None,
        row.values["title"],
    )


def _answers(work: SheetWork, region: Region, post: Post) -> bool:
    before, region.answerable_post = region.answerable_post, post
    if before is None:
        work.add()
        return True
    return work.change(region.code, {"title": str(before)}, {"title": str(post)})


# A patronage is known by its region and first day.
Key = tuple[int, date]


def take_patronages(work: SheetWork) -> None:
    """Add patronages and change who holds them and when they end."""
    regions = {region.code: region for region in Region.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    wanted = {row.values["person"] for row in work.rows if row.values["person"]}
    people = {user.username: user for user in User.objects.filter(username__in=wanted)}
    known = {
        (each.region_id, each.starts_on): each
        for each in Patronage.objects.select_related("region", "person", "unit")
    }
    added, changed = [], []
    touched: dict[Key, ParsedRow] = {}
    for row in work.rows:
        if not _fits(work, row, regions, units, people):
            continue
        patronage = _patronage(row, regions, units, people)
        key = (patronage.region_id, patronage.starts_on)
        if key in touched:
            work.refuse(row, "starts_on", "同一区划同一天开始的包联有两行，请删去一行")
            continue
        touched[key] = row
        if key not in known:
            known[key] = patronage
            added.append(patronage)
            work.add()
        elif _changed(work, known[key], patronage):
            changed.append(known[key])
    overlap = _refuse_overlaps(work, known, touched)
    if (added or changed) and allowed(work, work.rows) and not overlap:
        # What ends earlier now makes room for what begins.
        Patronage.objects.bulk_update(changed, ["person", "unit", "ends_on"])
        Patronage.objects.bulk_create(added)


def _fits(
    work: SheetWork,
    row: ParsedRow,
    regions: Mapping[str, Region],
    units: Mapping[str, Unit],
    people: Mapping[str, User],
) -> bool:
    unit, ends_on = row.values["unit"], row.values["ends_on"]
    if row.values["region"] not in regions:
        work.refuse(row, "region", "没有这个区划，请先在“区划”表中补上，或核对代码")
    elif unit and unit not in units:
        work.refuse(row, "unit", "没有这个单位，请核对编码")
    elif ends_on and ends_on < row.values["starts_on"]:
        work.refuse(row, "ends_on", "结束日期早于开始日期，请核对")
    else:
        return _person_fits(work, row, people)
    return False


def _person_fits(work: SheetWork, row: ParsedRow, people: Mapping[str, User]) -> bool:
    account, name = row.values["person"], row.values["person_name"]
    person = people.get(account or "")
    if not account and not row.values["unit"]:
        work.refuse(row, "person", "包联领导账号和包联单位编码至少填一个")
    elif account and person is None:
        work.refuse(row, "person", "没有这个账号，请系统管理员先建账号，或核对账号名")
    elif person and name and name != person.name:
        work.refuse(
            row, "person_name", f"该账号登记的姓名是{person.name}，请核对账号或姓名"
        )
    elif person and Duty(person.duty) is not Duty.NONE:
        label = Duty(person.duty).label
        work.refuse(row, "person", f"{person.name}是{label}，不参加业务工作")
    else:
        return True
    return False


def _patronage(
    row: ParsedRow,
    regions: Mapping[str, Region],
    units: Mapping[str, Unit],
    people: Mapping[str, User],
) -> Patronage:
    return Patronage(
        region=regions[row.values["region"]],
        person=people.get(row.values["person"] or ""),
        unit=units.get(row.values["unit"] or ""),
        starts_on=row.values["starts_on"],
        ends_on=row.values["ends_on"],
    )


def _facts(patronage: Patronage) -> dict[str, object]:
    return {
        "person": patronage.person.name if patronage.person else None,
        "unit": patronage.unit.code if patronage.unit else None,
        "ends_on": patronage.ends_on,
    }


def _changed(work: SheetWork, known: Patronage, said: Patronage) -> bool:
    key = f"{known.region} {known.starts_on}"
    if not work.change(key, _facts(known), _facts(said)):
        return False
    known.person, known.unit, known.ends_on = said.person, said.unit, said.ends_on
    return True


def _refuse_overlaps(
    work: SheetWork, known: Mapping[Key, Patronage], touched: Mapping[Key, ParsedRow]
) -> bool:
    found = False
    for first, second in pairwise(sorted(known)):
        row = touched.get(second) or touched.get(first)
        ends_on = known[first].ends_on
        if row is None or first[0] != second[0]:
            continue
        if ends_on is None or ends_on >= second[1]:
            found = True
            work.refuse(
                row,
                "starts_on",
                f"与同一区划 {first[1] if second in touched else second[1]} 起的包联重叠，"
                "请先写明前一项的结束日期",
            )
    return found
