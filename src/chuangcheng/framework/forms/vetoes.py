"""The negative list and the preconditions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.forms.fields import WordsField
from chuangcheng.framework.forms.seen import SeenForm
from chuangcheng.framework.models import Provenance
from chuangcheng.framework.services.vetoes import NegativeFacts, PreconditionFacts


class NegativeForm(SeenForm):
    """An entry of the negative list."""

    code = forms.CharField(label=_("编号"), max_length=20)
    name = forms.CharField(label=_("名称"), max_length=100)
    scope = forms.CharField(label=_("情形"), max_length=300, required=False)
    consequence = forms.CharField(label=_("后果"), max_length=300, required=False)
    provenance = forms.ChoiceField(
        label=_("来源"), choices=Provenance.choices, initial=Provenance.LOCAL
    )
    refs = WordsField(
        label=_("出处"), each=300, help_text=_("出处代号或网址，用顿号分开。")
    )

    def facts(self) -> NegativeFacts:
        """Return what was said, once it is valid."""
        return NegativeFacts(**self.said())


class PreconditionForm(SeenForm):
    """A precondition."""

    name = forms.CharField(label=_("名称"), max_length=100)
    detail = forms.CharField(label=_("说明"), max_length=300, required=False)
    provenance = forms.ChoiceField(
        label=_("来源"), choices=Provenance.choices, initial=Provenance.LOCAL
    )
    refs = WordsField(
        label=_("出处"), each=300, help_text=_("出处代号或网址，用顿号分开。")
    )

    def facts(self) -> PreconditionFacts:
        """Return what was said, once it is valid."""
        return PreconditionFacts(**self.said())
