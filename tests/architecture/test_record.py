"""Nothing the city decides can change without a trace."""

from collections.abc import Mapping

import pghistory.core
import pytest
from django.apps import apps
from django.db.models import Model

# Tables that keep no history, and why that is right.
WITHOUT_HISTORY: Mapping[str, str] = {
    "platform.Series": "counts numbers given out; the numbered things have their own history",
    "platform.AuditEntry": "is itself the record, append-only and sealed",
    "platform.Seal": "is the chain over the record",
    "platform.SealedRow": "is the chain over the record",
    "platform.Progress": "tells how far a piece of work is and is thrown away afterwards",
    "accounts.User_groups": "is unused: rights follow seats and duties, never groups",
    "accounts.User_user_permissions": "is unused, as groups are",
    "city.UploadedWorkbook": "waits between preview and import; what it brings in has history",
    "city.UploadedShapes": "waits between preview and import; what it brings in has history",
    "framework.UploadedEdition": "waits between preview and import; what it brings in has history",
    "city.MapVersion": "counts changes to the shapes, which have history",
    "framework.UploadedDuties": "waits between preview and import; what it brings in has history",
    "points.LabelSheet": "a paper to be printed; who printed what is in the audit log",
    "points.UploadedPoints": "waits between preview and import; what it brings in has history",
    "ledger.ApiReceipt": "answers a repeated request as the first time; what it did has history",
    "ledger.LastLook": "remembers what a person has seen",
    "accounts.Notification": "repeats facts that are on record elsewhere; read marks are nobody's business",
}


def _ours() -> dict[str, type[Model]]:
    events = set(pghistory.core.event_models())
    return {
        model._meta.label: model
        for config in apps.get_app_configs()
        if config.name.startswith("chuangcheng.")
        for model in config.get_models(include_auto_created=True)
        if model not in events and model._meta.managed and not model._meta.proxy
    }


def _tracked() -> set[str]:
    return {
        model.pgh_tracked_model._meta.label  # type: ignore[attr-defined]  # set by the library
        for model in pghistory.core.event_models()
    }


@pytest.mark.parametrize("label", sorted(_ours()))
def test_every_table_keeps_its_history_or_says_why_not(label: str) -> None:
    assert (label in _tracked()) != (label in WITHOUT_HISTORY)


def test_the_exceptions_exist() -> None:
    assert set(WITHOUT_HISTORY) <= set(_ours())


def test_every_history_is_append_only_and_whole() -> None:
    for model in pghistory.core.event_models():
        names = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]
        tracked = model.pgh_tracked_model  # type: ignore[attr-defined]
        deeds = {trigger.name for trigger in tracked._meta.triggers}

        assert "append_only" in names, model
        assert {"insert_insert", "update_update", "delete_delete"} <= deeds, tracked
