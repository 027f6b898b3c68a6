"""Which part of what is split its checklist items go to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from chuangcheng.framework import sharing
from chuangcheng.framework.models import ChecklistItem
from chuangcheng.framework.services.reshaping import Part

# How many types of places a line names before it counts them.
_LISTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The items of one name; handbooks ask the same of many types of places."""

    items: Sequence[ChecklistItem]

    @property
    def key(self) -> str:
        """By what the form knows the choice."""
        return f"item-{self.items[0].pk}"

    @property
    def name(self) -> str:
        return self.items[0].name

    @property
    def places(self) -> str:
        """Where this is looked at."""
        names = [str(each.checklist.point_type) for each in self.items]
        listed = "、".join(names[:_LISTED])
        return listed if len(names) <= _LISTED else f"{listed}等 {len(names)} 类"

    @property
    def words(self) -> str:
        """All that its items say."""
        said = {f"{each.criterion} {each.category}" for each in self.items}
        return f"{self.name} {' '.join(sorted(said))}"


class SharingForm(forms.Form):
    """A choice of the part for each kind of item, to begin with the one whose words are nearest."""

    def __init__(
        self,
        *args: Any,
        items: Iterable[ChecklistItem],
        parts: Sequence[Part],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = _kinds(items)
        choices = [(at, f"{part.code} {part.name}") for at, part in enumerate(parts)]
        proposed = sharing.propose(
            [kind.words for kind in self.kinds], [part.name for part in parts]
        )
        for kind, place in zip(self.kinds, proposed, strict=True):
            self.fields[kind.key] = forms.TypedChoiceField(
                label=kind.name,
                choices=choices,
                coerce=int,
                initial=place,
                widget=forms.Select({"class": "form-select"}),
            )

    def rows(self) -> list[tuple[Kind, forms.BoundField]]:
        """List the kinds of items, each with its choice."""
        return [(kind, self[kind.key]) for kind in self.kinds]

    def shares(self) -> dict[int, int]:
        """Return the place of its part for each item, once they are chosen."""
        return {
            item.pk: self.cleaned_data[kind.key]
            for kind in self.kinds
            for item in kind.items
        }


def _kinds(items: Iterable[ChecklistItem]) -> list[Kind]:
    by_name: dict[str, list[ChecklistItem]] = {}
    for item in items:
        by_name.setdefault(item.name, []).append(item)
    return [Kind(items=each) for each in by_name.values()]
