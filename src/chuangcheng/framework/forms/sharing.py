"""Which part of what is split each checklist item goes to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from chuangcheng.framework import sharing
from chuangcheng.framework.models import ChecklistItem
from chuangcheng.framework.services.reshaping import Part


class SharingForm(forms.Form):
    """A choice of the part for each item, to begin with the one whose words are nearest."""

    def __init__(
        self,
        *args: Any,
        items: Iterable[ChecklistItem],
        parts: Sequence[Part],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        choices = [(at, f"{part.code} {part.name}") for at, part in enumerate(parts)]
        words = [f"{each.name} {each.criterion} {each.category}" for each in self.items]
        proposed = sharing.propose(words, [part.name for part in parts])
        for item, place in zip(self.items, proposed, strict=True):
            self.fields[f"item-{item.pk}"] = forms.TypedChoiceField(
                label=str(item), choices=choices, coerce=int, initial=place
            )

    def rows(self) -> list[tuple[ChecklistItem, forms.BoundField]]:
        """List the items, each with its choice."""
        return [(item, self[f"item-{item.pk}"]) for item in self.items]

    def shares(self) -> dict[int, int]:
        """Return the place of its part for each item, once they are chosen."""
        return {item.pk: self.cleaned_data[f"item-{item.pk}"] for item in self.items}
