"""Setting up and rescuing administrators on the server."""

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.urls import reverse

from chuangcheng.accounts import factors
from chuangcheng.accounts.command import accounts
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services.duties import DutyRefused
from chuangcheng.accounts.services.people import AccountRefused
from chuangcheng.platform.models import AuditEntry
from chuangcheng.platform.refusal import Refused
from tests import make
from tests.accounts.signing_in import try_to

pytestmark = pytest.mark.django_db
THREE = (
    "init-administrators",
    *("--system", "qian:钱系:13900000001"),
    *("--security", "sun:孙安:13900000002"),
    *("--audit", "zhou:周审:13900000003"),
)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(accounts, list(arguments), input=typed)


def refusal_of(result: Result) -> Refused:
    assert isinstance(result.exception, Refused)
    return result.exception


def test_three_people_become_the_three_administrators(client: Client) -> None:
    result = run(*THREE)

    assert result.exit_code == 0
    duties = dict(User.objects.values_list("username", "duty"))
    assert duties == {"qian": Duty.SYSTEM, "sun": Duty.SECURITY, "zhou": Duty.AUDIT}
    slip = re.search(r"安全管理员：孙安　用户名 sun　密码 (\S+)", result.output)
    assert slip
    assert slip[1] not in str(list(AuditEntry.objects.values()))
    try_to(client, "sun", slip[1])
    assert client.get("/")["Location"] == reverse("account_change_password")
    assert AuditEntry.objects.filter(verb="accounts.person.duty_granted").count() == 3


def test_without_options_it_asks(client: Client) -> None:
    typed = "qian\n钱系\n13900000001\nsun\n孙安\n13900000002\nzhou\n周审\n13900000003\n"

    result = run("init-administrators", typed=typed)

    assert result.exit_code == 0
    assert User.objects.exclude(duty=Duty.NONE).count() == 3


def test_a_second_time_it_refuses() -> None:
    run(*THREE)

    assert "已经设立" in str(refusal_of(run(*THREE)))
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    ("system", "kind", "reason"),
    [
        ("qian:钱系:13900000002", DutyRefused, "三个不同的人"),
        ("qian:钱系:", DutyRefused, "三个不同的人"),
        ("qian:钱系", DutyRefused, "应写作"),
        ("qian:钱系:1390", DutyRefused, "11 位数字"),
        ("SUN:钱系:13900000001", AccountRefused, "已被使用"),
    ],
    ids=["same phone", "no phone", "a part missing", "no number", "same user name"],
)
def test_not_three_people_and_nobody_is_set_up(
    system: str, kind: type[Refused], reason: str
) -> None:
    refusal = refusal_of(run(*THREE[:2], system, *THREE[3:]))

    assert isinstance(refusal, kind)
    assert reason in str(refusal)
    assert not User.objects.exists()


def test_somebody_with_an_account_for_business_is_refused() -> None:
    person = make.user()

    refusal = refusal_of(run(*THREE[:2], f"qian:钱系:{person.phone}", *THREE[3:]))

    assert "已登记在别的账号上" in str(refusal)


def test_an_administrator_who_lost_everything_is_let_in_again(client: Client) -> None:
    person = make.administrator(Duty.SECURITY)

    result = run("reset-administrator", person.username)

    slip = re.search(r"密码 (\S+)", result.output)
    assert slip
    assert not factors.real_ones(person).exists()
    try_to(client, person.username, slip[1])
    assert client.get("/")["Location"] == reverse("account_change_password")
    assert AuditEntry.objects.get(verb="accounts.person.rescued").key == person.username


def test_only_administrators_are_rescued() -> None:
    assert "没有名为" in str(refusal_of(run("reset-administrator", make.user().username)))
