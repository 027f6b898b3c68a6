"""The same call made twice by a program does its work once (Idempotency-Key)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.ledger.models import ApiReceipt
from chuangcheng.platform.refusal import Refused

KEPT_FOR = timedelta(days=7)


class KeyReused(Refused):
    """The key was used before for something else."""


def once(
    person: User,
    key: str,
    *,
    call: Mapping[str, Any],
    at: datetime,
    do: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Do the work of a call and keep its answer; asked again, give the kept answer.

    Raises:
        KeyReused: the key belongs to another call.
    """
    digest = hashlib.sha256(
        json.dumps(call, sort_keys=True, default=str).encode()
    ).hexdigest()
    kept = _kept(person, key, digest)
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            # First of all, so that of two equal calls at once the second waits here for the first.
            receipt = ApiReceipt.objects.create(
                person=person, key=key, digest=digest, at=at
            )
            answer = receipt.answer = do()
            receipt.save(update_fields=["answer"])
            ApiReceipt.objects.filter(at__lt=at - KEPT_FOR).delete()
            return answer
    except IntegrityError:
        kept = _kept(person, key, digest)
        if kept is None:
            raise
        return kept


def _kept(person: User, key: str, digest: str) -> dict[str, Any] | None:
    receipt = ApiReceipt.objects.filter(person=person, key=key).first()
    if receipt is None:
        return None
    if receipt.digest != digest:
        raise KeyReused(f"幂等键“{key}”已用于另一次不同的请求，请为每次新的反馈换一个键。")
    answer: dict[str, Any] = receipt.answer
    return answer
