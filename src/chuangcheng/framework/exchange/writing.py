"""An edition's content becomes a workbook."""

from collections.abc import Iterable
from typing import Any

from chuangcheng.framework.exchange import sheets
from chuangcheng.framework.exchange.content import About, Content
from chuangcheng.framework.exchange.sheets import Field, SheetPlan
from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook
from chuangcheng.platform.exchange.writing import Value


def write(content: Content) -> bytes:
    """Write a workbook that reads back to the same content."""
    return write_workbook(
        [
            _about(content.about),
            _sheet(sheets.ENTRIES, content.entries),
            _sheet(sheets.TYPES, content.types),
            _sheet(sheets.ITEMS, content.items),
            _sheet(sheets.VETOES, content.vetoes),
            _sheet(sheets.CONDITIONS, content.conditions),
        ]
    )


def _about(about: About) -> SheetSpec:
    facts: list[tuple[Value, Value]] = [
        (field.header, _shown(field, getattr(about, field.name))) for field in sheets.FACTS
    ]
    return SheetSpec(
        title=sheets.ABOUT.title,
        columns=[
            ColumnSpec(header=sheets.FACT, width=16),
            ColumnSpec(header=sheets.VALUE, width=90),
        ],
        rows=[*facts, *sheets.ADVICE],
    )


def _sheet(plan: SheetPlan, things: Iterable[Any]) -> SheetSpec:
    return SheetSpec(
        title=plan.title,
        columns=[field.spec for field in plan.fields],
        rows=[
            [_shown(field, getattr(thing, field.name)) for field in plan.fields]
            for thing in things
        ],
    )


def _shown(field: Field, value: Any) -> Value:
    return None if value is None else field.show(value)
