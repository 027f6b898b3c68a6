"""Say for whom the program acts, so that its changes differ from those made behind its back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import pghistory
from django.utils import timezone

from . import provenance

P = ParamSpec("P")
R = TypeVar("R")
Fact = str | int | None


@contextmanager
def acting(via: str, **facts: Fact) -> Iterator[None]:
    """Mark every change inside as the program's own; `via` names the request, job or command.

    The mark travels with each history row. Inside another `acting` it only adds to the facts.
    """
    with pghistory.context(via=via, **facts) as context:
        if "mark" not in context.metadata:
            at = timezone.now().isoformat(timespec="seconds")
            mark = provenance.context_mark(str(context.id), at=at)
            context.metadata.update(at=at, mark=mark)
        yield


def acts(via: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a job or command so that it runs inside `acting(via)`."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with acting(via):
                return function(*args, **kwargs)

        return run

    return decorate
