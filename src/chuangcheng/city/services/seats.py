"""Posts, and who sits in them from when to when."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Role
from chuangcheng.city.models import Post, Region, Seat, Unit
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused

ONE_DAY = timedelta(days=1)


class SeatRefused(Refused):
    """The post or seat cannot be changed like this."""


@transaction.atomic
def add_post(
    *,
    title: str,
    role: str,
    unit: Unit | None = None,
    region: Region | None = None,
    by: User,
) -> Post:
    """Create a post in a unit or a region.

    Raises:
        SeatRefused: the place already has a post of that title, or is out of use.
    """
    place = unit or region
    if place is None or (unit and region):
        raise SeatRefused("岗位应设在一个单位或一个区划中。")
    if not place.is_active:
        raise SeatRefused(f"{place}已停用，不能新设岗位。")
    post = Post(title=title, role=role, unit=unit, region=region)
    _save(post)
    _note("post.added", post, by=by, detail={"title": title, "role": role})
    return post


@transaction.atomic
def edit_post(post: Post, *, title: str, role: str, by: User) -> Post:
    """Correct a post's title or role.

    Raises:
        SeatRefused: the title is taken, or the role would change while somebody sits there.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    # Otherwise whoever keeps the list of posts could hand out rights without the security
    # administrator.
    if role != post.role and post.seats.not_over(timezone.localdate()).exists():
        raise SeatRefused(
            f"{post}有人任职，角色不能从“{Role(post.role).label}”改为“{Role(role).label}”。"
            "请安全管理员先办理离任，或另设岗位。"
        )
    before = (post.title, post.role)
    post.title, post.role = title, role
    _save(post)
    _note("post.edited", post, by=by, detail={"before": before, "after": (title, role)})
    return post


@transaction.atomic
def remove_post(post: Post, *, by: User) -> None:
    """Delete a post nobody ever sat in.

    Raises:
        SeatRefused: somebody sits or sat there.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.seats.exists():
        raise SeatRefused(f"{post}有任职记录，不能删除；无人任职的岗位可以保留备查。")
    _note("post.removed", post, by=by)
    post.delete()


@transaction.atomic
def assign(
    post: Post,
    person: User,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
) -> Seat:
    """Seat a person in a post; a holder without an end leaves the day before.

    Raises:
        SeatRefused: the person is an administrator or out of use, or the days overlap.
    """
    # The person is locked before the post, as granting a duty locks the person.
    person = User.objects.select_for_update().get(pk=person.pk)
    post = Post.objects.select_for_update().get(pk=post.pk)
    refuse_unfit(person)
    if ends_on is not None and ends_on < starts_on:
        raise SeatRefused(f"离任日期 {ends_on} 早于任职日期 {starts_on}，请核对。")
    place = post.unit or post.region
    if place is not None and not place.is_active:
        raise SeatRefused(f"{place}已停用，不能任职。")
    for seat in _overlapping(post, starts_on, ends_on):
        _make_way(seat, person, starts_on, by=by)
    seat = Seat.objects.create(
        person=person, post=post, starts_on=starts_on, ends_on=ends_on
    )
    _note("seat.assigned", post, by=by, detail=_told(seat))
    return seat


def refuse_unfit(person: User) -> None:
    """Keep administrators and stopped accounts out of every post (三员分立).

    Raises:
        SeatRefused: naming the duty or the state.
    """
    duty = Duty(person.duty)
    if duty is not Duty.NONE:
        raise SeatRefused(
            f"{person.name}是{duty.label}，按三员分立要求不能担任业务岗位，请另选他人。"
        )
    if not person.is_active:
        raise SeatRefused(f"{person.name}的账号已停用，不能任职，请先由系统管理员启用。")


def _overlapping(post: Post, starts_on: date, ends_on: date | None) -> list[Seat]:
    seats = post.seats.not_over(starts_on).select_related("person")
    if ends_on is not None:
        seats = seats.filter(starts_on__lte=ends_on)
    return list(seats.order_by("starts_on"))


def _make_way(seat: Seat, person: User, starts_on: date, *, by: User | None) -> None:
    if seat.person_id == person.pk:
        raise SeatRefused(f"{person.name}{_span(seat)}已在此岗位任职，无须重复登记。")
    if seat.ends_on is not None or seat.starts_on >= starts_on:
        raise SeatRefused(
            f"与{seat.person.name}的任职（{_span(seat)}）时间重叠，"
            "请调整任职日期，或先为其办理离任。"
        )
    seat.ends_on = starts_on - ONE_DAY
    seat.save(update_fields=["ends_on"])
    _note("seat.ended", seat.post, by=by, detail=_told(seat))


@transaction.atomic
def end(seat: Seat, *, ends_on: date, by: User) -> None:
    """End a seat; that day is the last one held.

    Raises:
        SeatRefused: the day lies before the first, or in the next holder's time.
    """
    Post.objects.select_for_update().get(pk=seat.post_id)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if ends_on < seat.starts_on:
        raise SeatRefused(
            f"离任日期 {ends_on} 早于任职日期 {seat.starts_on}；尚未到任的可以撤销任职。"
        )
    later = seat.post.seats.exclude(pk=seat.pk).filter(
        starts_on__gt=seat.starts_on, starts_on__lte=ends_on
    )
    if following := later.select_related("person").order_by("starts_on").first():
        raise SeatRefused(
            f"{following.person.name}自 {following.starts_on} 起接任，"
            f"离任日期应在 {following.starts_on - ONE_DAY} 或之前。"
        )
    seat.ends_on = ends_on
    seat.save(update_fields=["ends_on"])
    _note("seat.ended", seat.post, by=by, detail=_told(seat))


@transaction.atomic
def withdraw(seat: Seat, *, on: date, by: User) -> None:
    """Call off a seat that has not begun.

    Raises:
        SeatRefused: it has begun.
    """
    seat = Seat.objects.select_for_update().select_related("post").get(pk=seat.pk)
    if seat.starts_on <= on:
        raise SeatRefused(f"{seat.person.name}已于 {seat.starts_on} 到任，请改为办理离任。")
    _note("seat.withdrawn", seat.post, by=by, detail=_told(seat))
    seat.delete()


def objection_to_duty(person: User) -> str | None:
    """Say why somebody in a post must not become an administrator (三员分立)."""
    seat = (
        Seat.objects.not_over(timezone.localdate())
        .filter(person=person)
        .select_related("post__unit", "post__region")
        .order_by("starts_on", "id")
        .first()
    )
    if seat is None:
        return None
    return f"{person.name}担任{seat.post}，按三员分立要求不能授予管理职责，请先办理离任。"


def _save(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as clash:
        place = post.unit or post.region
        raise SeatRefused(f"{place}已有“{post.title}”岗位，请换一个名称。") from clash


def _span(seat: Seat) -> str:
    return f"{seat.starts_on} 至 {seat.ends_on}" if seat.ends_on else f"{seat.starts_on} 起"


def _told(seat: Seat) -> dict[str, object]:
    return {
        "person": seat.person.username,
        "name": seat.person.name,
        "starts_on": str(seat.starts_on),
        "ends_on": str(seat.ends_on) if seat.ends_on else None,
    }


def _note(
    verb: str, post: Post, *, by: User | None, detail: dict[str, object] | None = None
) -> None:
    audit.record(f"city.{verb}", subject="岗位", key=str(post), by=by, detail=detail)
