"""Second factors: who must have one, how their secrets are kept, who may take them away."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_owed_by(user: User) -> bool:
    """Tell whether a person must set up a second factor before doing anything else."""
    return (
        settings.ADMIN_MFA
        and Duty(user.duty) is not Duty.NONE
        and not real_ones(user).exists()
    )


def real_ones(user: User) -> QuerySet[Authenticator]:
    """Return the factors that stand for themselves; recovery codes only replace one."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=REAL)
    return found


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped library
    """Keep TOTP secrets and recovery seeds encrypted, and administrators from going without."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "管理员账号须保留至少一种第二验证方式，请先登记新的再删除这一种。"
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        owner = authenticator.user
        if not settings.ADMIN_MFA or Duty(owner.duty) is Duty.NONE:
            return True
        return real_ones(owner).exclude(pk=authenticator.pk).exists()


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(str(key)) for key in keys])


def _fernet(secret: str) -> Fernet:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"accounts.factors")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(secret.encode())))
