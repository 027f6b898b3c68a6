"""What is done to accounts on the server itself, where nobody can sign in yet or any more."""

import click
from django.utils import timezone

from chuangcheng.accounts.forms import PersonForm
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import duties
from chuangcheng.accounts.services.people import Opened
from chuangcheng.platform import audit

_PARTS = 3


@click.group("accounts")
def accounts() -> None:
    """设立和重置管理员账号。"""


@accounts.command("init-administrators")
@click.option("--system", help="系统管理员，写作“用户名:姓名:手机号”。")
@click.option("--security", help="安全管理员，写法同上。")
@click.option("--audit", "auditor", help="审计管理员，写法同上。")
def init_administrators(
    *, system: str | None, security: str | None, auditor: str | None
) -> None:
    """设立系统、安全、审计三名管理员，各自的初始密码只显示一次。"""
    given = {Duty.SYSTEM: system, Duty.SECURITY: security, Duty.AUDIT: auditor}
    candidates = {duty: _candidate(duty, text) for duty, text in given.items()}
    with audit.acting("accounts init-administrators"):
        opened = duties.appoint_first(candidates)
    for duty, each in opened.items():
        click.echo(_slip(str(duty.label), each))
    click.echo("初始密码只显示这一次。请分别当面交给本人，首次登录须修改。")


@accounts.command("reset-administrator")
@click.argument("username")
def reset_administrator(*, username: str) -> None:
    """给无法登录的管理员一个一次性密码，并清除其第二种验证方式。"""
    with audit.acting("accounts reset-administrator"):
        opened = duties.rescue(username, at=timezone.now())
    click.echo(_slip(str(Duty(opened.person.duty).label), opened))
    click.echo("密码只显示这一次，登录后须修改，并重新登记第二种验证方式。")


def _candidate(duty: Duty, text: str | None) -> duties.Candidate:
    parts = text.split(":") if text else _asked(duty)
    if len(parts) != _PARTS:
        raise duties.DutyRefused(
            f"{duty.label}应写作“用户名:姓名:手机号”，收到的是“{text}”。"
        )
    username, name, phone = (part.strip() for part in parts)
    form = PersonForm({"username": username, "name": name, "phone": phone})
    if not form.is_valid():
        reasons = " ".join(str(each) for errors in form.errors.values() for each in errors)
        raise duties.DutyRefused(f"{duty.label}：{reasons}")
    return duties.Candidate(**form.cleaned_data)


def _asked(duty: Duty) -> list[str]:
    return [click.prompt(f"{duty.label}的{what}") for what in ("用户名", "姓名", "手机号")]


def _slip(title: str, opened: Opened) -> str:
    person = opened.person
    return f"{title}：{person.name}　用户名 {person.username}　密码 {opened.password}"
