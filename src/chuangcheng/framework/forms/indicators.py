"""One indicator of a draft, and what becomes of several."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework import scores
from chuangcheng.framework.forms.fields import WordsField, score_field, type_choices
from chuangcheng.framework.forms.seen import SeenForm, opened
from chuangcheng.framework.models import (
    Edition,
    Indicator,
    IndicatorLevel,
    Method,
    Provenance,
)
from chuangcheng.framework.services.indicators import IndicatorFacts
from chuangcheng.framework.services.reshaping import Part

if TYPE_CHECKING:
    from decimal import Decimal

MOST_PARTS = 10


class IndicatorForm(SeenForm):
    """What is said about an indicator."""

    code = forms.CharField(label=_("编号"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=200)
    level = forms.ChoiceField(label=_("层级"), choices=IndicatorLevel.choices)
    score = score_field(_("分值"), help_text=_("测评标准填写。"))
    weight = score_field(_("权重"), help_text=_("测评项目填写，用来核对下面标准的合计。"))
    methods = forms.MultipleChoiceField(
        label=_("测评方法"),
        choices=Method.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    threshold = forms.CharField(label=_("达标值"), max_length=300, required=False)
    text = forms.CharField(
        label=_("要求"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )
    evidence_forms = WordsField(
        label=_("申报材料形式"),
        each=40,
        help_text=_("用顿号分开，例如：规范文件、说明报告。"),
    )
    typical_units = WordsField(
        label=_("常见责任单位"), each=60, help_text=_("用顿号分开。")
    )
    point_types = forms.MultipleChoiceField(
        label=_("涉及点位类型"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "check-cloud"}),
    )
    provenance = forms.ChoiceField(
        label=_("来源"), choices=Provenance.choices, initial=Provenance.LOCAL
    )
    refs = WordsField(
        label=_("出处"), each=300, help_text=_("出处代号或网址，用顿号分开。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = (self.initial or {}).get("point_types", [])
        types: Any = self.fields["point_types"]
        types.choices = type_choices(chosen)

    @staticmethod
    def known(indicator: Indicator) -> dict[str, Any]:
        """Return what is known of an indicator, to begin with."""
        known = opened(indicator, IndicatorFacts)
        for field in ("score", "weight"):
            known[field] = scores.bare(known[field])
        return known

    def clean_methods(self) -> list[str]:
        """Return the ticked methods."""
        return self._in_known_order("methods")

    def clean_point_types(self) -> list[str]:
        """Return the ticked types."""
        return self._in_known_order("point_types")

    def _in_known_order(self, name: str) -> list[str]:
        """Keep what was ticked before in its place, so that saving alone changes nothing."""
        ticked = self.cleaned_data[name]
        known = [each for each in self.initial.get(name) or () if each in ticked]
        return known + [each for each in ticked if each not in known]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_standard = said.get("level") == IndicatorLevel.STANDARD
        if said.get("score") is not None and not is_standard:
            self.add_error("score", _("只有测评标准有分值；项目和内容的分值由标准合计。"))
        return said

    def facts(self) -> IndicatorFacts:
        """Return what was said, once it is valid."""
        return IndicatorFacts(**self.said())


class NewIndicatorForm(IndicatorForm):
    """A new indicator, and where it goes."""

    parent = forms.ModelChoiceField(
        label=_("上级"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label="最上层",
    )
    field_order = ("parent", "level", "code", "name")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents: Any = self.fields["parent"]
        parents.queryset = groups_of(edition)

    def facts(self) -> IndicatorFacts:
        """Return what was said, once it is valid."""
        said = self.said()
        del said["parent"]
        return IndicatorFacts(**said)


def groups_of(edition: Edition) -> QuerySet[Indicator]:
    """Return what other indicators of an edition may lie under."""
    return edition.indicators.exclude(level=IndicatorLevel.STANDARD).order_by("order", "id")


class PartForm(forms.Form):
    """What comes out of a merge, or one of what comes out of a split."""

    code = forms.CharField(label=_("编号"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=200)
    score = score_field(_("分值"))

    def part(self) -> Part:
        """Return what was said, once it is valid."""
        said: dict[str, Any] = self.cleaned_data
        score: Decimal | None = said["score"]
        return Part(code=said["code"], name=said["name"], score=score)


PartFormSet = forms.formset_factory(
    PartForm, extra=0, min_num=2, max_num=MOST_PARTS, validate_max=True
)


class MoveForm(forms.Form):
    """Which indicators go under which parent; none means to the top."""

    pk = forms.ModelMultipleChoiceField(queryset=Indicator.objects.none())
    to = forms.ModelChoiceField(queryset=Indicator.objects.none(), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked: Any = self.fields["pk"]
        picked.queryset = edition.indicators.all()
        parents: Any = self.fields["to"]
        parents.queryset = groups_of(edition)
