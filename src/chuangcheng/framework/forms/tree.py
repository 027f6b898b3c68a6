"""What is looked for in a tree."""

from django import forms

from chuangcheng.framework.models import Method, Provenance
from chuangcheng.framework.queries.tree import TreeSearch


class TreeFilter(forms.Form):
    """Words, a method, where it is from, a type of place."""

    q = forms.CharField(required=False, max_length=60)
    method = forms.ChoiceField(required=False, choices=[("", ""), *Method.choices])
    provenance = forms.ChoiceField(required=False, choices=[("", ""), *Provenance.choices])
    type = forms.CharField(required=False, max_length=12)

    def search(self) -> TreeSearch:
        """Return what is asked for; what cannot be asked is left out."""
        self.is_valid()
        said = self.cleaned_data
        return TreeSearch(
            words=said.get("q", "").strip(),
            method=said.get("method", ""),
            provenance=said.get("provenance", ""),
            point_type=said.get("type", ""),
        )
