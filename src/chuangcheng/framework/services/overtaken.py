"""The guard against saving over what another person changed while one was filling in a form."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Model

from chuangcheng.framework import scores, seen
from chuangcheng.framework.services.drafts import DraftRefused

# How much of a long text a refusal repeats.
_QUOTED = 30


class Overtaken(DraftRefused):
    """Somebody changed the same thing meanwhile; `mark` is of what it says now."""

    def __init__(self, words: str, *, mark: str) -> None:
        super().__init__(words)
        self.mark = mark


def mark_of(row: Model, facts: type[Any]) -> str:
    """Return the mark of what a row says, as far as a person may change it."""
    return seen.mark(_said(row, facts))


def refuse_overtaken(row: Model, facts: type[Any], mark: str) -> None:
    """Make sure that a row says what the person saw who is about to change it.

    Raises:
        Overtaken: it does not; the words tell what it says now.
    """
    if other := seen.changed(mark, _said(row, facts)):
        now = "；".join(f"{_label(row, name)}现为{_shown(row, name)}" for name in other)
        raise Overtaken(
            f"这一条在您填写期间被改过：{now}。请核对您填写的内容；仍要按您填写的保存，请再提交一次。",
            mark=mark_of(row, facts),
        )


def _said(row: Model, facts: type[Any]) -> dict[str, object]:
    values = {field.name: getattr(row, field.name) for field in fields(facts)}
    return {
        name: value.pk if isinstance(value, Model) else value
        for name, value in values.items()
    }


def _label(row: Model, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _shown(row: Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f" {scores.plain(value)}"
    text = _listed(row, name, value) if isinstance(value, list) else str(value or "")
    return f"“{text[:_QUOTED]}{'…' if len(text) > _QUOTED else ''}”" if text else "空白"


def _listed(row: Model, name: str, values: list[str]) -> str:
    field: Any = row._meta.get_field(name)
    words = dict(field.base_field.flatchoices)
    return "、".join(str(words.get(each, each)) for each in values)
