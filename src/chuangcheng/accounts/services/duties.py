"""Giving out the three administrators' duties, so that no two ever meet in one person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.accounts import tokens
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services import credentials
from chuangcheng.accounts.services.people import Opened, locked, note, open_account
from chuangcheng.platform.refusal import Refused

# Reasons other packages have against making somebody an administrator: such a function returns a
# sentence, or None. Packages append theirs while the program starts.
DUTY_OBJECTIONS: list[Callable[[User], str | None]] = []

DUTIES = (Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT)


class DutyRefused(Refused):
    """The duty cannot be given to, or taken from, this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who is to be an administrator before there are accounts."""

    username: str
    name: str
    phone: str


@transaction.atomic
def grant(username: str, duty: Duty, *, by: User, at: datetime) -> None:
    """Make somebody an administrator; they sign in anew, and their tokens end.

    Raises:
        DutyRefused: it is oneself, or somebody who must not be one.
    """
    person = locked(username)
    if person.pk == by.pk:
        raise DutyRefused(_("不能给自己授予管理职责，请由另一名安全管理员办理。"))
    _refuse_unfit(person)
    for objection in DUTY_OBJECTIONS:
        reason = objection(person)
        if reason:
            raise DutyRefused(reason)
    person.duty = duty
    person.session_epoch += 1
    person.save(update_fields=["duty", "session_epoch"])
    tokens.revoke_all(person, at=at)
    note("duty_granted", person, by=by, detail={"duty": duty.value})


def _refuse_unfit(person: User) -> None:
    if Duty(person.duty) is not Duty.NONE:
        raise DutyRefused(
            _("%(name)s已担任%(duty)s。三类管理员不能由同一人兼任，请先免除现有职责。")
            % {"name": person.name, "duty": Duty(person.duty).label}
        )
    if not person.is_active:
        raise DutyRefused(_("账号已停用，请先由系统管理员启用。"))
    if person.must_change_password:
        # Otherwise whoever set the password could sign in as the new administrator.
        raise DutyRefused(
            _("%(name)s还在使用管理员设置的密码，请本人先登录修改密码。")
            % {"name": person.name}
        )
    if not person.phone:
        raise DutyRefused(_("账号没有登记手机号，无法确认是否另有账号，请先补登手机号。"))
    if User.objects.filter(phone=person.phone).exclude(pk=person.pk).exists():
        raise DutyRefused(
            _("手机号 %(phone)s 还登记在另一个账号上。管理员不得另有账号，请先核对。")
            % {"phone": person.phone}
        )


@transaction.atomic
def revoke(username: str, *, by: User) -> None:
    """End somebody's duty; their sessions end with it.

    Raises:
        DutyRefused: it is oneself, no duty is held, or nobody else holds it.
    """
    duty = Duty(User.objects.get(username=username).duty)
    # All holders are locked, so that two revocations together cannot leave the duty empty.
    found = User.objects.exclude(duty=Duty.NONE).filter(duty=duty).order_by("pk")
    holders = {each.username: each for each in found.select_for_update()}
    person = holders.get(username)
    if person is None:
        raise DutyRefused(_("此人没有担任管理职责，或刚被免除，请刷新后核对。"))
    if person.pk == by.pk:
        raise DutyRefused(_("不能免除自己的管理职责，请由另一名安全管理员办理。"))
    if not [each for each in holders.values() if each.is_active and each.pk != person.pk]:
        raise DutyRefused(
            _("%(name)s是唯一的%(duty)s，请先授予另一人，再免除。")
            % {"name": person.name, "duty": duty.label}
        )
    person.duty = Duty.NONE
    person.session_epoch += 1
    person.save(update_fields=["duty", "session_epoch"])
    note("duty_revoked", person, by=by, detail={"duty": duty.value})


@transaction.atomic
def appoint_first(candidates: Mapping[Duty, Candidate]) -> dict[Duty, Opened]:
    """Open the three administrators' accounts in a city that has none yet.

    Raises:
        DutyRefused: there are administrators already, or the three are not three people.
        AccountRefused: a user name is taken.
    """
    if User.objects.exclude(duty=Duty.NONE).exists():
        raise DutyRefused(
            _("三类管理员已经设立。如需更换，请安全管理员登录后在“安全管理”页面办理。")
        )
    _refuse_one_for_two(candidates)
    return {duty: _appoint(duty, each) for duty, each in candidates.items()}


def _refuse_one_for_two(candidates: Mapping[Duty, Candidate]) -> None:
    if set(candidates) != set(DUTIES):
        raise DutyRefused(_("系统管理员、安全管理员、审计管理员须一次设齐。"))
    phones = {each.phone for each in candidates.values()}
    if "" in phones or len(phones) < len(DUTIES):
        raise DutyRefused(_("三类管理员须由三个不同的人担任，手机号不能为空，也不能相同。"))
    if User.objects.filter(phone__in=phones).exists():
        raise DutyRefused(_("所填手机号已登记在别的账号上。管理员不得另有账号，请换人。"))


def _appoint(duty: Duty, candidate: Candidate) -> Opened:
    opened = open_account(
        username=candidate.username, name=candidate.name, phone=candidate.phone, by=None
    )
    opened.person.duty = duty
    opened.person.save(update_fields=["duty"])
    note("duty_granted", opened.person, by=None, detail={"duty": duty.value})
    return opened


@transaction.atomic
def rescue(username: str, *, at: datetime) -> Opened:
    """Give an administrator a one-time password and drop their factors, from the server itself.

    Raises:
        DutyRefused: there is no such administrator.
    """
    person = User.objects.select_for_update().filter(username=username).first()
    if person is None or Duty(person.duty) is Duty.NONE:
        raise DutyRefused(_("没有名为“%(name)s”的管理员账号。") % {"name": username})
    credentials.forget_factors(person)
    opened = credentials.renew(person, at=at)
    note("rescued", person, by=None)
    return opened
