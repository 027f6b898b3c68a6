"""Frameworks and editions as a whole."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework import scores
from chuangcheng.framework.forms.fields import score_field
from chuangcheng.framework.forms.seen import SeenForm, opened
from chuangcheng.framework.models import Edition
from chuangcheng.framework.services.editions import EditionFacts


class FrameworkForm(forms.Form):
    """A framework of the city's own."""

    name = forms.CharField(label=_("名称"), max_length=60)
    code = forms.CharField(
        label=_("代码"),
        max_length=12,
        help_text=_("简短的字母代码，例如 WM。"),
        validators=[
            RegexValidator(r"^[0-9A-Za-z-]+$", _("代码只能用字母、数字和短横线。"))
        ],
    )
    authority = forms.CharField(label=_("主管部门"), max_length=60, required=False)


class CopyForm(forms.Form):
    name = forms.CharField(
        label=_("新版本的名称"), max_length=60, help_text=_("例如：2026版（本市手册）。")
    )


class EditionForm(SeenForm):
    """What is said about a draft as a whole."""

    name = forms.CharField(label=_("版本名称"), max_length=60)
    full_score = score_field(
        _("总分"), help_text=_("全部标准的分值应加到这个数；不计分的体系可不填。")
    )
    has_reconstructed_scores = forms.BooleanField(
        label=_("分值为重构，页面上提示"),
        required=False,
        help_text=_("分值全部按手册替换后，取消勾选。"),
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    url = forms.URLField(
        label=_("出处网址"), required=False, max_length=300, assume_scheme="https"
    )

    @staticmethod
    def known(edition: Edition) -> dict[str, Any]:
        """Return what is known of an edition, to begin with."""
        known = opened(edition, EditionFacts)
        return known | {"full_score": scores.bare(edition.full_score)}

    def facts(self) -> EditionFacts:
        """Return what was said, once it is valid."""
        return EditionFacts(**self.said())
