"""Take over posts and who sits in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.city.models import Post, Region, Seat, Unit
from chuangcheng.city.services.workbook.places import allowed
from chuangcheng.city.services.workbook.report import SheetWork
from chuangcheng.platform.exchange import ParsedRow

# A post's place and title, as the sheets name it: unit code, region code, title.
PostKey = tuple[str | None, str | None, str]


def _key(row: ParsedRow) -> PostKey:
    return row.values["unit"] or None, row.values["region"] or None, row.values["title"]


def known_posts() -> dict[PostKey, Post]:
    """Return all posts by what the sheets call them."""
    posts = Post.objects.select_related("unit", "region")
    return {
        (
            post.unit.code if post.unit else None,
            post.region.code if post.region else None,
            post.title,
        ): post
        for post in posts
    }


def take_posts(work: SheetWork) -> None:
    """Add posts and change their roles."""
    known = known_posts()
    units = {unit.code: unit for unit in Unit.objects.all()}
    regions = {region.code: region for region in Region.objects.all()}
    held = set(Seat.objects.not_over(work.today).values_list("post_id", flat=True))
    seen: set[PostKey] = set()
    added, changed = [], []
    for row in work.rows:
        key = _key(row)
        if not _place_fits(work, row, units, regions):
            continue
        if key in seen:
            work.refuse(row, "title", "同一处的岗位名称重复，请删去一行")
            continue
        seen.add(key)
        if key not in known:
            added.append(
                Post(
                    title=row.values["title"],
                    role=row.values["role"],
                    unit=units.get(key[0] or ""),
                    region=regions.get(key[1] or ""),
                )
            )
            work.add()
        elif _changed_post(work, row, known[key], held):
            changed.append(known[key])
    if (added or changed) and allowed(work, work.rows):
        Post.objects.bulk_create(added)
        Post.objects.bulk_update(changed, ["role"])


def _place_fits(
    work: SheetWork,
    row: ParsedRow,
    units: Mapping[str, Unit],
    regions: Mapping[str, Region],
) -> bool:
    unit, region, _ = _key(row)
    if bool(unit) == bool(region):
        work.refuse(row, "unit", "单位编码和区划代码须填且只填一个")
    elif unit and unit not in units:
        work.refuse(row, "unit", "没有这个单位，请核对编码")
    elif region and region not in regions:
        work.refuse(row, "region", "没有这个区划，请核对代码")
    else:
        return True
    return False


def _changed_post(work: SheetWork, row: ParsedRow, post: Post, held: set[int]) -> bool:
    before, post.role = post.role, row.values["role"]
    is_changed = work.change(str(post), {"role": before}, {"role": post.role})
    if is_changed and post.pk in held:
        work.refuse(row, "role", "岗位有人任职，不能改角色，请先由安全管理员办理离任")
    return is_changed


def take_seats(work: SheetWork) -> None:
    """Add seats and change when they end; whoever has no account gets one if that is allowed."""
    posts = known_posts()
    rows = [row for row in work.rows if _post_exists(work, row, posts)]
    people = _people(work, rows)
    known = {
        (seat.post_id, seat.person.username, seat.starts_on): seat
        for seat in Seat.objects.select_related("person", "post__unit", "post__region")
    }
    added, changed, touched = [], [], {}
    for row in rows:
        person = people.get(row.values["person"])
        if person is None or not _days_fit(work, row):
            continue
        post = posts[_key(row)]
        key = (post.pk, person.username, row.values["starts_on"])
        touched[key] = row
        if key not in known:
            known[key] = _seat(row, post, person)
            added.append(known[key])
            work.add()
        elif _changed_seat(work, row, known[key]):
            changed.append(known[key])
    overlap = _refuse_overlaps(work, known, touched)
    if (added or changed) and _may_seat(work, rows) and not overlap:
        Seat.objects.bulk_update(changed, ["ends_on"])
        Seat.objects.bulk_create(added)


def _post_exists(work: SheetWork, row: ParsedRow, posts: Mapping[PostKey, Post]) -> bool:
    if _key(row) in posts:
        return True
    work.refuse(row, "title", "该处没有这个岗位，请先在“岗位”表中补上，或核对编码和名称")
    return False


def _days_fit(work: SheetWork, row: ParsedRow) -> bool:
    ends_on: date | None = row.values["ends_on"]
    if ends_on is None or ends_on >= row.values["starts_on"]:
        return True
    work.refuse(row, "ends_on", "离任日期早于任职日期，请核对")
    return False


def _seat(row: ParsedRow, post: Post, person: User) -> Seat:
    return Seat(
        post=post,
        person=person,
        starts_on=row.values["starts_on"],
        ends_on=row.values["ends_on"],
    )


def _changed_seat(work: SheetWork, row: ParsedRow, seat: Seat) -> bool:
    before, seat.ends_on = seat.ends_on, row.values["ends_on"]
    key = f"{seat.person.name} {seat.post}"
    return work.change(key, {"ends_on": before}, {"ends_on": seat.ends_on})


SeatKey = tuple[int, str, date]


def _refuse_overlaps(
    work: SheetWork, seats: Mapping[SeatKey, Seat], touched: Mapping[SeatKey, ParsedRow]
) -> bool:
    by_post: dict[int, list[SeatKey]] = {}
    for key in seats:
        by_post.setdefault(key[0], []).append(key)
    found = False
    for keys in by_post.values():
        for first, second in pairwise(sorted(keys, key=lambda key: key[2])):
            row = touched.get(second) or touched.get(first)
            ends_on = seats[first].ends_on
            if row and (ends_on is None or ends_on >= second[2]):
                found = True
                other = seats[first if second in touched else second]
                work.refuse(
                    row,
                    "starts_on",
                    f"与{other.person.name}在该岗位的任职（{other.starts_on} 起）重叠，请核对日期",
                )
    return found


def _may_seat(work: SheetWork, rows: Sequence[ParsedRow]) -> bool:
    if not work.powers.seats and rows:
        work.refuse(
            rows[0], "title", "本表的任免须由安全管理员导入，请删去“任职”表后再导入"
        )
    return work.powers.seats


def _people(work: SheetWork, rows: Sequence[ParsedRow]) -> dict[str, User]:
    wanted = {row.values["person"] for row in rows}
    known = {user.username: user for user in User.objects.filter(username__in=wanted)}
    fresh: dict[str, User] = {}
    for row in rows:
        username = row.values["person"]
        if username in known:
            if not _person_fits(work, row, known[username]):
                wanted.discard(username)
        elif username not in fresh:
            if not work.powers.accounts:
                work.refuse(
                    row, "person", "没有这个账号，请系统管理员先建账号，或核对账号名"
                )
            elif person := _fresh_person(work, row):
                fresh[username] = person
    User.objects.bulk_create(fresh.values())
    return {name: user for name, user in (known | fresh).items() if name in wanted}


def _person_fits(work: SheetWork, row: ParsedRow, person: User) -> bool:
    name = row.values["person_name"]
    if name and name != person.name:
        work.refuse(
            row, "person_name", f"该账号登记的姓名是{person.name}，请核对账号或姓名"
        )
    elif Duty(person.duty) is not Duty.NONE:
        label = Duty(person.duty).label
        work.refuse(
            row, "person", f"{person.name}是{label}，按三员分立要求不能担任业务岗位"
        )
    elif not person.is_active and (row.values["ends_on"] is None):
        work.refuse(row, "person", f"{person.name}的账号已停用，不能任职")
    else:
        return True
    return False


def _fresh_person(work: SheetWork, row: ParsedRow) -> User | None:
    if not row.values["person_name"]:
        work.refuse(row, "person_name", "新账号必须填写姓名")
        return None
    person = User(
        username=row.values["person"],
        name=row.values["person_name"],
        phone=row.values["phone"] or "",
    )
    person.set_unusable_password()
    return person
