"""Say which row is meant so that a person recognises it."""

from django.db.models import Model
from django.utils import timezone

from .sources import Source, Values

# A row is known by the first of these that it has.
_NAMES = ("number", "code", "username", "name", "title", "file_name", "text")
_DEEDS = {"insert": "新增", "update": "修改", "delete": "删除"}


def row(source: Source, key: int, values: Values | None) -> str:
    """Name a row of the audit log or of a history table."""
    if source.of is None:
        return f"审计日志第{key}条" + (
            _in_brackets(_entry(source, values)) if values else ""
        )
    name = f"{table(source.of)}的历史表{source.table}第{key}行"
    return name + (_in_brackets(_version(source, values)) if values else "")


def table(model: type[Model] | Model) -> str:
    """Name a business table, by its Chinese name if it has one."""
    name = str(model._meta.verbose_name)
    return f"“{model._meta.db_table if name.isascii() else name}”表"


def known_as(values: Values) -> str:
    """Return what people call the thing in a row, if it has a number or name."""
    return next((str(values[name])[:40] for name in _NAMES if values.get(name)), "")


def _entry(source: Source, values: Values) -> list[str]:
    written = timezone.localtime(source.written_at(values))
    return [
        f"{written:%Y-%m-%d %H:%M:%S}",
        values["actor_name"] or "系统",
        f"{values['verb']} {values['key']}",
    ]


def _version(source: Source, values: Values) -> list[str]:
    written = timezone.localtime(source.written_at(values))
    label = values["pgh_label"] or ""
    what = f"{_DEEDS.get(label, label)}第{values['pgh_obj_id']}行 {known_as(values)}"
    return [f"{written:%Y-%m-%d %H:%M:%S}", what.strip()]


def _in_brackets(parts: list[str]) -> str:
    return f"（{'，'.join(parts)}）"
