"""What a person says about indicators that ask for the same fact."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.forms.pickers import indicator_picker
from chuangcheng.framework.models import Indicator

_PAIR = re.compile(r"(\d{1,18})-(\d{1,18})")


class LinkForm(forms.Form):
    """Two indicators, one of each campaign."""

    indicator = forms.ModelChoiceField(
        label=_("指标"), queryset=Indicator.objects.none(), widget=indicator_picker()
    )
    other = forms.ModelChoiceField(
        label=_("对应的指标"), queryset=Indicator.objects.none(), widget=indicator_picker()
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, seen: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indicator", "other"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = seen


def ticked_pairs(said: QueryDict) -> list[tuple[int, int]]:
    """Read which suggested pairs were ticked."""
    found = (_PAIR.fullmatch(each) for each in said.getlist("pair"))
    return [(int(each[1]), int(each[2])) for each in found if each]
