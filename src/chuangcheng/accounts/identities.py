"""Which account an identity of the city's own sign-in service belongs to."""

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.utils.translation import gettext as _

from chuangcheng.accounts.models import User
from chuangcheng.platform.refusal import Refused


class NoAccount(Refused):
    """The identity is genuine but opens no account here."""


def owner_of(login: SocialLogin) -> User:
    """Return the active account whose field equals the claim, and that is tied to no other identity.

    The claim is asked every time: when the service takes a name away, the tie alone opens nothing.

    Raises:
        NoAccount: no account fits, more than one does, or it is tied to somebody else.
    """
    claim = _claim(login)
    person = _person_with(claim)
    tied = SocialAccount.objects.filter(user=person, provider=login.account.provider)
    if login.is_existing:
        is_same = login.user.pk == person.pk
    else:
        is_same = not tied.exclude(uid=login.account.uid).exists()
    if not is_same:
        raise NoAccount(
            _("账号“%(name)s”已与另一个统一身份绑定，请联系安全管理员核对。")
            % {"name": person.username}
        )
    return person


def _claim(login: SocialLogin) -> str:
    data: dict[str, Any] = login.account.extra_data
    claims = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}
    claim = str(claims.get(settings.OIDC_CLAIM) or "").strip()
    if not claim:
        raise NoAccount(
            _("统一身份认证没有给出用于识别账号的信息（%(claim)s），请联系系统管理员。")
            % {"claim": settings.OIDC_CLAIM}
        )
    return claim


def _person_with(claim: str) -> User:
    lookup = "username__iexact" if settings.OIDC_FIELD == "username" else "phone"
    found = list(User.objects.filter(is_active=True, **{lookup: claim})[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise NoAccount(
            _("“%(claim)s”对应多个账号，无法确定登录哪一个，请联系系统管理员。")
            % {"claim": claim}
        )
    raise NoAccount(
        _("统一身份“%(claim)s”在本系统没有可用的账号，请联系系统管理员开通。")
        % {"claim": claim}
    )
