"""三员分立: three duties, three people, and nobody above the rules."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts import factors, tokens
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import credentials, duties, people
from chuangcheng.platform.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> User:
    return make.administrator(Duty.SECURITY, name="孙安")


def duty_of(person: User) -> Duty:
    return Duty(User.objects.get(pk=person.pk).duty)


def test_a_duty_is_given_and_the_person_signs_in_anew(
    security: User, client: Client
) -> None:
    person = make.user()
    client.force_login(person)
    made = tokens.create(person, name="取数", until=make.TODAY, at=make.NOON)

    duties.grant(person.username, Duty.AUDIT, by=security, at=make.NOON)

    assert duty_of(person) is Duty.AUDIT
    assert client.get("/").status_code == 302
    assert tokens.authenticate(made.key, at=make.NOON) is None
    entry = AuditEntry.objects.get(verb="accounts.person.duty_granted")
    assert (entry.key, entry.actor_name) == (person.username, "孙安")
    assert entry.detail == {"duty": "AUDIT"}


def test_nobody_gives_a_duty_to_themselves(security: User) -> None:
    with pytest.raises(duties.DutyRefused, match="不能给自己"):
        duties.grant(security.username, Duty.AUDIT, by=security, at=make.NOON)

    assert duty_of(security) is Duty.SECURITY


def test_nobody_takes_their_own_duty_away(security: User) -> None:
    make.administrator(Duty.SECURITY)

    with pytest.raises(duties.DutyRefused, match="不能免除自己"):
        duties.revoke(security.username, by=security)


def test_one_person_holds_one_duty(security: User) -> None:
    person = make.administrator(Duty.AUDIT)

    with pytest.raises(duties.DutyRefused, match="已担任审计管理员"):
        duties.grant(person.username, Duty.SYSTEM, by=security, at=make.NOON)


def test_one_phone_number_is_one_person(security: User) -> None:
    person, same = make.user(), make.user()
    User.objects.filter(pk=same.pk).update(phone=person.phone)

    with pytest.raises(duties.DutyRefused, match="还登记在另一个账号上"):
        duties.grant(person.username, Duty.SYSTEM, by=security, at=make.NOON)


def test_the_database_too_keeps_two_duties_from_one_phone(security: User) -> None:
    person = make.user()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(duty=Duty.AUDIT, phone=security.phone)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("phone", "", "没有登记手机号"),
        ("is_active", False, "已停用"),
        ("must_change_password", True, "管理员设置的密码"),
    ],
)
def test_who_is_not_fit_gets_no_duty(
    security: User, field: str, value: object, reason: str
) -> None:
    person = make.user()
    User.objects.filter(pk=person.pk).update(**{field: value})

    with pytest.raises(duties.DutyRefused, match=reason):
        duties.grant(person.username, Duty.SYSTEM, by=security, at=make.NOON)


def test_other_packages_may_object(security: User, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make.user()
    monkeypatch.setattr(
        duties, "DUTY_OBJECTIONS", [lambda _: None, lambda who: f"{who.name}在任联络员。"]
    )

    with pytest.raises(duties.DutyRefused, match="王敏在任联络员"):
        duties.grant(person.username, Duty.SYSTEM, by=security, at=make.NOON)

    assert duty_of(person) is Duty.NONE


def test_the_last_holder_of_a_duty_stays(security: User) -> None:
    person = make.administrator(Duty.AUDIT, name="周审")

    with pytest.raises(duties.DutyRefused, match="周审是唯一的审计管理员"):
        duties.revoke(person.username, by=security)

    make.administrator(Duty.AUDIT)
    duties.revoke(person.username, by=security)
    assert duty_of(person) is Duty.NONE


def test_a_stopped_holder_does_not_count(security: User) -> None:
    person = make.administrator(Duty.AUDIT)
    stopped = make.administrator(Duty.AUDIT)
    User.objects.filter(pk=stopped.pk).update(is_active=False)

    with pytest.raises(duties.DutyRefused, match="唯一"):
        duties.revoke(person.username, by=security)


def test_who_has_no_duty_loses_none(security: User) -> None:
    with pytest.raises(duties.DutyRefused, match="没有担任管理职责"):
        duties.revoke(make.user().username, by=security)


@pytest.mark.django_db(transaction=True)
def test_two_who_revoke_each_other_at_once_leave_one() -> None:
    one, other = make.administrator(Duty.SECURITY), make.administrator(Duty.SECURITY)
    start = Barrier(2)

    def revoke(person: User, by: User) -> bool:
        try:
            start.wait(timeout=10)
            duties.revoke(person.username, by=by)
        except duties.DutyRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(revoke, (one, other), (other, one)))

    assert sorted(done) == [False, True]
    assert User.objects.filter(duty=Duty.SECURITY).count() == 1


def test_an_administrator_cannot_be_stopped_while_on_duty() -> None:
    system = make.administrator(Duty.SYSTEM)
    audit = make.administrator(Duty.AUDIT, name="周审")

    with pytest.raises(people.AccountRefused, match="周审担任审计管理员"):
        people.disable(audit.username, by=system, at=make.NOON)


def test_no_administrator_takes_over_anothers_account(security: User) -> None:
    audit = make.administrator(Duty.AUDIT)

    with pytest.raises(credentials.CredentialRefused, match="reset-administrator"):
        credentials.reset_password(audit.username, by=security, at=make.NOON)
    with pytest.raises(credentials.CredentialRefused, match="reset-administrator"):
        credentials.clear_factors(audit.username, by=security)

    assert factors.real_ones(audit).exists()


def test_an_administrator_gets_no_second_account_for_business(security: User) -> None:
    system = make.administrator(Duty.SYSTEM)
    person = make.user()

    with pytest.raises(people.AccountRefused, match="属于一名管理员"):
        people.open_account(username="sun2", name="孙安", phone=security.phone, by=system)
    with pytest.raises(people.AccountRefused, match="属于一名管理员"):
        people.edit(person.username, name="孙安", phone=security.phone, by=system)
    with pytest.raises(people.AccountRefused, match="另一个账号"):
        people.edit(security.username, name="孙安", phone=person.phone, by=system)
    with pytest.raises(people.AccountRefused, match="不能清空"):
        people.edit(security.username, name="孙安", phone="", by=system)


def test_the_page_gives_and_takes_a_duty(security: User, client: Client) -> None:
    make.administrator(Duty.AUDIT)
    person = make.user(name="郑新")
    client.force_login(security)

    given = client.post(
        reverse("security_grant", args=[person.username]), {"duty": "AUDIT"}
    )
    assert given.status_code == 302
    assert duty_of(person) is Duty.AUDIT
    page = client.get(reverse("security_people"), {"duty": "AUDIT"}).content.decode()
    assert "郑新" in page
    client.post(reverse("security_revoke", args=[person.username]))

    assert duty_of(person) is Duty.NONE


def test_the_page_says_why_not(security: User, client: Client) -> None:
    client.force_login(security)

    response = client.post(reverse("security_revoke", args=[security.username]))
    nonsense = client.post(
        reverse("security_grant", args=[make.user().username]), {"duty": "NONE"}
    )

    assert response.status_code == 422
    assert "不能免除自己" in response.content.decode()
    assert nonsense.status_code == 422
    assert "请选择要授予的职责" in nonsense.content.decode()
