"""Fields that several forms of the frameworks share."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.models import PointType

_BETWEEN = re.compile(r"[、，,；;\n]+")


class WordsField(forms.CharField):
    """Several words in one line, read apart at 、 and its like."""

    def __init__(self, *, each: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=3000, **kwargs)
        self.each = each

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [each.strip() for each in _BETWEEN.split(super().clean(value) or "")]
        listed = list(dict.fromkeys(each for each in words if each))
        if long := [each for each in listed if len(each) > self.each]:
            raise forms.ValidationError(
                _("“%(word)s…”超过 %(each)d 个字，请缩短，或用顿号分开。"),
                params={"word": long[0][:12], "each": self.each},
            )
        return listed


def score_field(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Make a field for points: not negative, three decimals."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=3,
        widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}),
        **kwargs,
    )


def type_choices(chosen: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group the types of places for a choice; unknown codes stay so that they can be unticked."""
    groups: dict[str, list[tuple[str, str]]] = {}
    known = set()
    for each in PointType.objects.order_by("order", "code"):
        known.add(each.code)
        groups.setdefault(each.group or "未分大类", []).append((each.code, each.name))
    if unknown := [code for code in chosen if code not in known]:
        groups["不在点位类型表里"] = [(code, code) for code in unknown]
    return list(groups.items())
