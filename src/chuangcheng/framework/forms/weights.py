"""The scores of a draft, all at once."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chuangcheng.framework import scores
from chuangcheng.framework.forms.fields import score_field
from chuangcheng.framework.forms.seen import SeenForm
from chuangcheng.framework.models import Indicator, IndicatorLevel
from chuangcheng.framework.outline import outline
from chuangcheng.framework.services.weights import Weighing


class WeighingForm(SeenForm):
    """A field for each standard's points and for each top group's weight."""

    full_score = score_field("总分")

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = outline(indicators)
        for node, depth in self.nodes:
            name = self._name(node, depth)
            if name:
                self.fields[name] = score_field(f"{node}")
                figure = (
                    node.score if node.level == IndicatorLevel.STANDARD else node.weight
                )
                self.initial.setdefault(name, scores.bare(figure))

    @staticmethod
    def _name(node: Indicator, depth: int) -> str:
        if node.level == IndicatorLevel.STANDARD:
            return f"score-{node.pk}"
        return f"weight-{node.pk}" if depth == 0 or node.weight is not None else ""

    def rows(self) -> list[dict[str, Any]]:
        """List the lines of the table, each with its field and the groups it counts for."""
        above: list[int] = []
        listed = []
        for node, depth in self.nodes:
            above = [*above[:depth], node.pk]
            name = self._name(node, depth)
            listed.append(
                {
                    "node": node,
                    "depth": depth,
                    "field": self[name] if name else None,
                    "is_standard": node.level == IndicatorLevel.STANDARD,
                    "groups": " ".join(str(key) for key in above[:-1]),
                }
            )
        return listed

    def see(self, mark: str) -> None:
        """Take note of what was changed meanwhile; what was not there yet is shown as it is."""
        super().see(mark)
        data: Any = self.data
        for name, field in self.fields.items():
            if name not in data:
                data[name] = self.get_initial_for_field(field, name)

    def weighing(self) -> Weighing:
        """Return what was said, once it is valid."""
        return Weighing(
            scores=self._figures("score-"),
            weights=self._figures("weight-"),
            full_score=self.cleaned_data["full_score"],
        )

    def _figures(self, prefix: str) -> dict[int, Decimal | None]:
        return {
            int(name.removeprefix(prefix)): figure
            for name, figure in self.cleaned_data.items()
            if name.startswith(prefix)
        }

    def spread(self, what: str) -> dict[str, Decimal | None]:
        """Return the figures with a group's, or all, points shared out in proportion.

        `what` is the key of a group with a weight, or "all" for the whole with its full score.
        """
        said: dict[str, Decimal | None] = self.said()
        total = said.get("full_score") if what == "all" else said.get(f"weight-{what}")
        names = [
            row["field"].name
            for row in self.rows()
            if row["is_standard"] and (what == "all" or what in row["groups"].split())
        ]
        if total is None or not names:
            return said
        shares = scores.spread([said[name] or Decimal(0) for name in names], total)
        return said | dict(zip(names, shares, strict=True))
