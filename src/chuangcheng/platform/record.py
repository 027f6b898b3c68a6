"""The history of every business row, kept by database triggers that no code can walk around."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Keep every version of a model's rows in an append-only table beside it.

    `exclude` names fields that must not be copied: secrets, and large texts that never change.
    """
    # One trigger call a statement instead of one a row: bulk imports stay fast. Made afresh for
    # each model, since the library changes the trackers it is given.
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        level=pgtrigger.Statement,
    )
    return decorate
