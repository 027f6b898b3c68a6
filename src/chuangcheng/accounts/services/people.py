"""What the system administrator does with accounts: open, correct, stop, resume."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.accounts import passwords, tokens
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class AccountRefused(Refused):
    """The account cannot be opened or changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An account with a password its owner has yet to change; the password is shown once."""

    person: User
    password: str


def open_account(*, username: str, name: str, phone: str, by: User | None) -> Opened:
    """Open an account with a drawn password that its owner must change.

    Raises:
        AccountRefused: the name is taken, or the phone number is an administrator's.
    """
    password = passwords.fresh()
    person = _create(username=username, name=name, phone=phone, password=password)
    note("opened", person, by=by, detail={"name": name})
    return Opened(person=person, password=password)


@transaction.atomic
def _create(*, username: str, name: str, phone: str, password: str) -> User:
    refuse_phone_of_administrator(phone)
    person = User(username=username, name=name, phone=phone, must_change_password=True)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as clash:
        raise AccountRefused(
            _("用户名“%(name)s”已被使用（不区分大小写），请换一个。") % {"name": username}
        ) from clash
    return person


@transaction.atomic
def edit(username: str, *, name: str, phone: str, by: User) -> User:
    """Correct a person's name and phone number.

    Raises:
        AccountRefused: the number would make two people one, or leave an administrator without.
    """
    person = locked(username)
    changes = {
        field: [getattr(person, field), value]
        for field, value in (("name", name), ("phone", phone))
        if getattr(person, field) != value
    }
    if not changes:
        return person
    if "phone" in changes:
        _check_new_phone(person, phone)
    person.name, person.phone = name, phone
    person.save(update_fields=["name", "phone"])
    note("edited", person, by=by, detail={"fields": sorted(changes)})
    return person


def _check_new_phone(person: User, phone: str) -> None:
    is_administrator = Duty(person.duty) is not Duty.NONE
    if is_administrator and not phone:
        raise AccountRefused(_("管理员账号必须登记手机号，不能清空。"))
    if is_administrator and User.objects.filter(phone=phone).exclude(pk=person.pk).exists():
        raise AccountRefused(_("这个手机号已登记在另一个账号上，管理员不得另有账号。"))
    refuse_phone_of_administrator(phone, besides=person)


def refuse_phone_of_administrator(phone: str, *, besides: User | None = None) -> None:
    """Keep an administrator from having a second account for business (三员分立).

    Raises:
        AccountRefused: the number belongs to an administrator.
    """
    others = User.objects.exclude(duty=Duty.NONE)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if phone and others.filter(phone=phone).exists():
        raise AccountRefused(
            _("这个手机号属于一名管理员。管理员不得另有业务账号，请核对手机号。")
        )


@transaction.atomic
def disable(username: str, *, by: User, at: datetime) -> None:
    """Stop an account at once: every session ends, every token is revoked.

    Raises:
        AccountRefused: it is one's own, an administrator's, or stopped already.
    """
    person = locked(username)
    if person.pk == by.pk:
        raise AccountRefused(_("不能停用自己的账号。"))
    if Duty(person.duty) is not Duty.NONE:
        raise AccountRefused(
            _("%(name)s担任%(duty)s，须先由安全管理员免除该职责，再停用账号。")
            % {"name": person.name, "duty": Duty(person.duty).label}
        )
    if not person.is_active:
        raise AccountRefused(_("这个账号已经停用。"))
    person.is_active = False
    person.session_epoch += 1
    person.save(update_fields=["is_active", "session_epoch"])
    tokens.revoke_all(person, at=at)
    note("disabled", person, by=by)


@transaction.atomic
def enable(username: str, *, by: User) -> None:
    """Let a stopped account sign in again; sessions and tokens of before stay ended.

    Raises:
        AccountRefused: the account is in use, or its phone number is now an administrator's.
    """
    person = locked(username)
    if person.is_active:
        raise AccountRefused(_("这个账号正在使用，无须启用。"))
    refuse_phone_of_administrator(person.phone, besides=person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    note("enabled", person, by=by)


def locked(username: str) -> User:
    """Fetch an account for change; a second change waits until this one is done."""
    return User.objects.select_for_update().get(username=username)


def note(
    verb: str, person: User, *, by: User | None, detail: dict[str, Any] | None = None
) -> None:
    """Write an act upon an account into the audit log."""
    audit.record(
        f"accounts.person.{verb}",
        subject="账号",
        key=person.username,
        by=by,
        detail=detail,
    )
