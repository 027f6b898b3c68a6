"""Who sits where, from when to when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Right, Role
from chuangcheng.accounts.services import duties
from chuangcheng.city.models import Post, Seat
from chuangcheng.city.scope import forget, scope_of
from chuangcheng.city.services import seats
from chuangcheng.city.services.seats import SeatRefused
from tests import make

pytestmark = pytest.mark.django_db

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def by() -> User:
    return make.user(duty=Duty.SECURITY)


@pytest.fixture
def post() -> Post:
    return Post.objects.create(title="联络员", role=Role.LIAISON, unit=make.unit())


def test_a_new_holder_takes_over_without_gap_or_overlap(post: Post, by: User) -> None:
    seats.assign(post, make.user(name="陈红"), starts_on=MARCH, by=by)

    seats.assign(post, make.user(name="赵强"), starts_on=APRIL, by=by)

    assert list(
        post.seats.order_by("starts_on").values_list("person__name", "starts_on", "ends_on")
    ) == [("陈红", MARCH, date(2026, 3, 31)), ("赵强", APRIL, None)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(MARCH, None), (date(2026, 2, 1), MARCH), (APRIL, MAY), (date(2026, 1, 1), None)],
)
def test_an_overlap_is_refused_with_the_name_and_days(
    post: Post, by: User, starts_on: date, ends_on: date | None
) -> None:
    seats.assign(post, make.user(name="陈红"), starts_on=MARCH, ends_on=MAY, by=by)

    with pytest.raises(SeatRefused, match="陈红"):
        seats.assign(post, make.user(), starts_on=starts_on, ends_on=ends_on, by=by)

    assert Seat.objects.count() == 1


def test_days_in_the_wrong_order_are_refused(post: Post, by: User) -> None:
    with pytest.raises(SeatRefused, match="早于"):
        seats.assign(post, make.user(), starts_on=APRIL, ends_on=MARCH, by=by)


@pytest.mark.parametrize("duty", [Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT])
def test_an_administrator_gets_no_seat(post: Post, by: User, duty: Duty) -> None:
    with pytest.raises(SeatRefused, match="三员分立"):
        seats.assign(post, make.user(duty=duty), starts_on=MARCH, by=by)


def test_a_stopped_account_gets_no_seat(post: Post, by: User) -> None:
    with pytest.raises(SeatRefused, match="已停用"):
        seats.assign(post, make.user(is_active=False), starts_on=MARCH, by=by)


def test_somebody_in_a_seat_does_not_become_an_administrator(post: Post, by: User) -> None:
    person = make.user(name="陈红")
    seats.assign(post, person, starts_on=MARCH, by=by)

    with pytest.raises(duties.DutyRefused, match="陈红担任"):
        duties.grant(person.username, Duty.AUDIT, by=by, at=make.NOON)


def test_rights_follow_the_seat(post: Post, by: User) -> None:
    person = make.user()
    assert not scope_of(person).rights
    seat = seats.assign(post, person, starts_on=MARCH, by=by)
    forget(person)
    assert scope_of(person).may(Right.ACT_FOR_UNIT)

    seats.end(seat, ends_on=APRIL, by=by)

    forget(person)
    assert not scope_of(person).rights


def test_leaving_is_refused_before_the_start_and_in_the_next_holders_time(
    post: Post, by: User
) -> None:
    first = seats.assign(post, make.user(), starts_on=MARCH, by=by)
    with pytest.raises(SeatRefused, match="早于"):
        seats.end(first, ends_on=date(2026, 2, 1), by=by)
    seats.assign(post, make.user(name="赵强"), starts_on=APRIL, by=by)

    with pytest.raises(SeatRefused, match="赵强"):
        seats.end(first, ends_on=MAY, by=by)


def test_only_a_seat_that_has_not_begun_is_called_off(post: Post, by: User) -> None:
    seat = seats.assign(post, make.user(), starts_on=APRIL, by=by)

    with pytest.raises(SeatRefused, match="已于"):
        seats.withdraw(seat, on=APRIL, by=by)
    seats.withdraw(seat, on=MARCH, by=by)

    assert not post.seats.exists()


def test_a_held_post_keeps_its_role(post: Post, by: User) -> None:
    seats.assign(post, make.user(), starts_on=MARCH, by=by)

    with pytest.raises(SeatRefused, match="角色"):
        seats.edit_post(post, title=post.title, role=Role.OFFICE, by=by)
    with pytest.raises(SeatRefused, match="任职记录"):
        seats.remove_post(post, by=by)

    assert seats.edit_post(post, title="专职联络员", role=Role.LIAISON, by=by).title == (
        "专职联络员"
    )


def test_a_title_stands_once_in_a_unit(post: Post, by: User) -> None:
    with pytest.raises(SeatRefused, match="已有"):
        seats.add_post(title="联络员", role=Role.MEMBER, unit=post.unit, by=by)


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_the_same_moment_leave_one_holder() -> None:
    by = make.user(duty=Duty.SECURITY)
    post = Post.objects.create(title="联络员", role=Role.LIAISON, unit=make.unit())
    people = [make.user(name="陈红"), make.user(name="赵强")]
    start = Barrier(2)

    def appoint(person: User) -> bool:
        try:
            start.wait()
            seats.assign(post, person, starts_on=MARCH, by=by)
        except SeatRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(appoint, people))

    assert outcomes == [False, True]
    assert post.seats.count() == 1
