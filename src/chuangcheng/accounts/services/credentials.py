"""What the security administrator does when somebody cannot sign in any more."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.accounts import passwords, tokens
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services.people import Opened, locked, note
from chuangcheng.platform.refusal import Refused


class CredentialRefused(Refused):
    """The way of signing in cannot be reset like this."""


@transaction.atomic
def reset_password(username: str, *, by: User, at: datetime) -> Opened:
    """Draw a one-time password; every session and token of the account ends.

    Raises:
        CredentialRefused: the account is an administrator's or stopped.
    """
    person = locked(username)
    refuse_administrator(person)
    if not person.is_active:
        raise CredentialRefused(_("账号已停用，请先由系统管理员启用，再重置密码。"))
    opened = renew(person, at=at)
    note("password_reset", person, by=by)
    return opened


def renew(person: User, *, at: datetime) -> Opened:
    """Give an account, locked by the caller, a drawn password that must be changed."""
    password = passwords.fresh()
    person.set_password(password)
    person.must_change_password = True
    person.session_epoch += 1
    person.save(update_fields=["password", "must_change_password", "session_epoch"])
    tokens.revoke_all(person, at=at)
    return Opened(person=person, password=password)


@transaction.atomic
def clear_factors(username: str, *, by: User) -> None:
    """Take away a lost second factor and the tie to an outside identity; every session ends.

    Raises:
        CredentialRefused: the account is an administrator's, or has nothing to take away.
    """
    person = locked(username)
    refuse_administrator(person)
    if not forget_factors(person):
        raise CredentialRefused(_("这个账号没有登记第二种验证方式，也没有绑定统一身份。"))
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])
    note("factors_cleared", person, by=by)


def forget_factors(person: User) -> int:
    """Delete an account's factors and outside identities; return how many there were."""
    factors: int = Authenticator.objects.filter(user=person).delete()[0]
    ties: int = SocialAccount.objects.filter(user=person).delete()[0]
    return factors + ties


def refuse_administrator(person: User) -> None:
    """Keep one administrator from signing in as another by resetting what protects them.

    Raises:
        CredentialRefused: the account has a duty.
    """
    if Duty(person.duty) is not Duty.NONE:
        raise CredentialRefused(
            _(
                "%(name)s担任%(duty)s。为防止一名管理员冒用另一名的账号，管理员的密码和验证方式"
                "只能在服务器上用命令 chuangcheng accounts reset-administrator 重置。"
            )
            % {"name": person.name, "duty": Duty(person.duty).label}
        )
