"""Turn what people typed about accounts, tokens and the log into values."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts import audit_words
from chuangcheng.accounts.roles import Duty

_MOBILE = re.compile(r"1[3-9]\d{9}")
_NOT_DIGITS = re.compile(r"[\s\-()（）]")
LOG_DAYS = 30


def clean_phone(text: str) -> str:
    """Return a mobile number as eleven digits.

    Raises:
        ValidationError: it is none.
    """
    digits = _NOT_DIGITS.sub("", text).removeprefix("+86")
    if digits and not _MOBILE.fullmatch(digits):
        raise forms.ValidationError(_("手机号应为 11 位数字，例如 13900001234。"))
    return digits


class PersonEditForm(forms.Form):
    """What may be corrected about a person."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class PersonForm(PersonEditForm):
    """A new account."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        validators=[
            UnicodeUsernameValidator(message=_("用户名只能用文字、数字和 @ . + - _ 。"))
        ],
        help_text=_("登录时使用，开通后不能更改。可用姓名全拼或工号。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username", "name", "phone")


class UploadForm(forms.Form):
    """A list of accounts."""

    file = forms.FileField(
        label=_("Excel 文件"),
        help_text=_("第一行为表头，须有“用户名”“姓名”两列，可有“手机号”。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )


class PeopleFilter(forms.Form):
    """Which accounts to list."""

    STATES = (
        ("", _("全部状态")),
        ("active", _("使用中")),
        ("disabled", _("已停用")),
        ("pending", _("未改初始密码")),
    )
    ORDERS = (
        ("", _("按用户名")),
        ("name", _("按姓名")),
        ("-last_login", _("最近登录在前")),
        ("-date_joined", _("最近开通在前")),
    )
    q = forms.CharField(required=False, max_length=60)
    state = forms.ChoiceField(required=False, choices=STATES)
    order = forms.ChoiceField(required=False, choices=ORDERS)


class SafetyFilter(forms.Form):
    """Which accounts the security administrator lists."""

    DUTIES = (
        ("", _("全部账号")),
        ("any", _("全部管理员")),
        *((duty.value, duty.label) for duty in Duty if duty is not Duty.NONE),
    )
    q = forms.CharField(required=False, max_length=60)
    duty = forms.ChoiceField(required=False, choices=DUTIES)


class DutyForm(forms.Form):
    """The duty to give."""

    duty = forms.ChoiceField(
        label=_("管理职责"),
        choices=[(duty.value, duty.label) for duty in Duty if duty is not Duty.NONE],
    )

    def clean_duty(self) -> Duty:
        return Duty(self.cleaned_data["duty"])


class UnlockForm(forms.Form):
    """Which lock to lift."""

    username = forms.CharField(required=False, max_length=255)
    address = forms.GenericIPAddressField(required=False)


class TokenForm(forms.Form):
    """A new token: what for, and until when."""

    name = forms.CharField(
        label=_("用途"),
        max_length=60,
        help_text=_("写明由哪个系统使用，例如“数据大屏取数”。"),
    )
    until = forms.DateField(
        label=_("到期日"),
        help_text=_("最长一年，到期后自动失效。"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].initial = today + timedelta(days=90)
        limits = {
            "min": today.isoformat(),
            "max": (today + timedelta(days=366)).isoformat(),
        }
        self.fields["until"].widget.attrs.update(limits)


class AuditFilter(forms.Form):
    """Which entries of the audit log to show; without dates the last month."""

    person = forms.CharField(label=_("人员"), required=False, max_length=60)
    subject = forms.CharField(label=_("对象"), required=False, max_length=100)
    since = forms.DateField(
        label=_("起"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("止"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部动作")), *audit_words.choices()]
        self.fields["verb"] = forms.ChoiceField(
            label=_("动作"), required=False, choices=choices
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("止日不能早于起日。"))
        return cleaned

    def days(self) -> tuple[date, date]:
        """Return the first and last day asked for; what is left open ends today or a month before."""
        until = self.cleaned_data.get("until") or timezone.localdate()
        since = self.cleaned_data.get("since") or until - timedelta(days=LOG_DAYS)
        return since, until
