"""What allauth may do here: accounts are made by the system administrator, never by strangers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from chuangcheng.accounts import identities
from chuangcheng.accounts.models import User
from chuangcheng.platform import audit


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped library
    """Keep strangers out and let a changed password settle what was owed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        if isinstance(user, User) and user.pk and user.check_password(password):
            raise ValidationError(_("新密码不能与现在的密码相同。"), code="password_same")
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: Any, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        # The change has ended all sessions, so this leads by way of the sign-in page.
        return resolve_url(settings.LOGIN_REDIRECT_URL)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # untyped library
    """Let an identity from outside open an account that exists, and only that one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            person = identities.owner_of(sociallogin)
        except identities.NoAccount as refusal:
            audit.record(
                "accounts.identity.refused",
                subject="统一身份",
                key=str(sociallogin.account.uid)[:100],
                detail={"reason": str(refusal)},
            )
            context = {"refusal": str(refusal), "contact": settings.SECURITY_CONTACT}
            page = render(request, "accounts/identity_refused.html", context, status=403)
            raise ImmediateHttpResponse(page) from refusal
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
