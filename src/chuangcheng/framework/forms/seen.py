"""Forms that remember what was shown when they were opened, so that nobody overwrites another's work."""

from typing import Any

from django import forms
from django.db.models import Model

from chuangcheng.framework.services.overtaken import mark_of


class SeenForm(forms.Form):
    """A form that carries a mark of what it showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """Return what was said, without the mark."""
        return {name: each for name, each in self.cleaned_data.items() if name != "seen"}

    @property
    def mark(self) -> str:
        """Return the mark of what the person saw."""
        return str(self.cleaned_data["seen"])

    def see(self, mark: str) -> None:
        """Take note that the person has now seen what was changed meanwhile."""
        sent: Any = self.data
        data = sent.copy()
        data["seen"] = mark
        self.data = data


def opened(row: Model, facts: type[Any]) -> dict[str, Any]:
    """Return what is known of a row, to begin with, and the mark of it."""
    known = {name: getattr(row, name) for name in facts.__dataclass_fields__}
    return known | {"seen": mark_of(row, facts)}
