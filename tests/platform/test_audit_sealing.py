"""Sealing keeps up with the city, waits for nobody and makes nobody wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Unit
from chuangcheng.platform import audit
from chuangcheng.platform.audit import provenance, sealing, sources
from chuangcheng.platform.audit.findings import Kind
from chuangcheng.platform.audit.verification import verify
from chuangcheng.platform.models import Seal, SealedRow
from tests import make


def records(count: int) -> None:
    for number in range(count):
        audit.record("test.thing.done", subject="thing", key=str(number))


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection[Any]]:
    """Open a second connection, as another process would."""
    params = connection.get_connection_params()
    wanted = {
        key: params[key]
        for key in params
        if key in ("dbname", "user", "password", "host", "port")
    }
    with psycopg.connect(**wanted) as other:
        yield other


INSERT = (
    "INSERT INTO platform_auditentry (at, verb, subject, key, actor_name, detail)"
    " VALUES (now(), 'test.slow', 'thing', 'slow', '', '{}')"
)


@pytest.mark.django_db
def test_nothing_to_seal_makes_no_seal() -> None:
    assert sealing.seal() == 0
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_a_large_import_is_sealed_in_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 100)
    with audit.acting("test"):
        Unit.objects.bulk_create(
            Unit(code=f"B{number}", name=f"第{number}局", path=f"B{number}/")
            for number in range(250)
        )

    assert sealing.seal() == 250

    seals = list(Seal.objects.order_by("number"))
    assert [(one.first, one.count, one.is_complete) for one in seals] == [
        (1, 100, False),
        (101, 100, False),
        (201, 50, True),
    ]
    assert verify().is_intact


@pytest.mark.django_db
def test_a_backlog_of_many_hours_is_not_taken_for_entries_slipped_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    long_ago = timezone.now() - timedelta(hours=9)
    monkeypatch.setattr("chuangcheng.platform.audit.entries.timezone.now", lambda: long_ago)
    records(10)
    monkeypatch.undo()

    monkeypatch.setattr(sealing, "BATCH", 4)
    sealing.seal()

    assert Seal.objects.count() == 3
    assert verify().is_intact


@pytest.mark.django_db
def test_the_city_may_change_its_algorithm_midway(settings: Settings) -> None:
    settings.AUDIT_HASH = "sm3"
    records(2)
    sealing.seal()
    settings.AUDIT_HASH = "sha256"
    records(2)
    sealing.seal()

    assert list(Seal.objects.order_by("number").values_list("algorithm", flat=True)) == [
        "sm3",
        "sha256",
    ]
    assert verify().is_intact


@pytest.mark.django_db
def test_an_algorithm_this_machine_lacks_is_refused(settings: Settings) -> None:
    settings.AUDIT_HASH = "crc7"
    records(1)

    with pytest.raises(sealing.UnknownAlgorithm, match="CHUANGCHENG_AUDIT_HASH"):
        sealing.seal()


@pytest.mark.django_db
def test_a_column_added_later_does_not_break_old_seals() -> None:
    with audit.acting("test"):
        make.unit()
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE city_unitevent ADD COLUMN area integer DEFAULT 5")
        cursor.execute("ALTER TABLE platform_auditentry ADD COLUMN device text")
    records(1)
    sealing.seal()

    assert "device" in Seal.objects.get(number=2).columns["platform_auditentry"]
    assert verify().is_intact


@pytest.mark.django_db
def test_a_column_dropped_later_is_named_once() -> None:
    with audit.acting("test"):
        make.unit()
        make.unit()
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE city_unitevent DROP COLUMN short_name")

    report = verify()

    assert report.counts[Kind.UNREADABLE] == 1
    assert report.first is not None
    assert "short_name" in report.first.sentence


@pytest.mark.django_db
def test_seals_hold_whatever_the_session_is_set_to() -> None:
    with audit.acting("test"):
        make.user()
        make.seat()
    records(1)
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL timezone = 'America/New_York'; SET LOCAL datestyle = 'German, DMY';"
            "SET LOCAL bytea_output = 'escape'; SET LOCAL extra_float_digits = -5"
        )

    assert verify().is_intact


@pytest.mark.django_db(transaction=True)
def test_a_low_number_committed_late_is_sealed_too() -> None:
    with somebody_else() as other:
        other.execute(INSERT)
        records(3)
        assert sealing.seal() == 3
        other.commit()

    assert sealing.seal() == 1

    late = SealedRow.objects.order_by("-position").first()
    assert late is not None
    assert late.row < SealedRow.objects.order_by("-row")[0].row
    assert Kind.INSERTED not in verify().counts


@pytest.mark.django_db
def test_a_row_far_below_is_left_to_the_thorough_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "LOOK_BACK", 5)
    records(1)
    sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.replace("(at,", "(id, at,").replace("(now(),", "(-50, now(),")
        )

    assert sealing.seal() == 0
    assert verify().waiting == 1
    assert sealing.seal(thorough=True) == 1


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_the_sealer(monkeypatch: pytest.MonkeyPatch) -> None:
    records(3)
    written = []
    original = sealing._write

    def write_while_others_write(*args: Any, **kwargs: Any) -> Seal:
        made = original(*args, **kwargs)
        # The sealer's transaction is open now and all its rows are written.
        with somebody_else() as other:
            other.execute("SET lock_timeout = '500ms'")
            other.execute(INSERT)
            other.execute("UPDATE city_unit SET name = name")
            other.commit()
        written.append(made.number)
        return made

    monkeypatch.setattr(sealing, "_write", write_while_others_write)

    assert sealing.seal() == 3
    assert written == [1]


@pytest.mark.django_db(transaction=True)
def test_only_one_seals_at_a_time() -> None:
    records(3)
    with somebody_else() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealing._LOCK])
        assert sealing.seal() == 0
        other.rollback()

    assert sealing.seal() == 3


@pytest.mark.django_db(transaction=True)
def test_a_sealer_that_dies_midway_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records(3)

    def die(**_facts: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(Seal.objects, "create", die)
        with pytest.raises(RuntimeError):
            sealing.seal()

    assert not SealedRow.objects.exists()
    assert sealing.seal() == 3
    assert verify().is_intact


@pytest.mark.django_db
def test_a_changed_secret_key_needs_the_old_one_until_sealed(settings: Settings) -> None:
    entry = audit.record("test.thing.done", subject="thing", key="1")
    mark = bytes(entry.mark or b"")
    old = settings.SECRET_KEY

    settings.SECRET_KEY = "another key entirely"
    assert not provenance.entry_is_ours(entry, mark=mark)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert provenance.entry_is_ours(entry, mark=mark)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "detail",
    [
        {"share": 1e5, "tiny": 1e-7, "minus": -0.0, "huge": 1e22, "whole": 7, "yes": True},
        {"名称": "“引号”与\\反斜杠", "list": [1.50, None, {"b": 1, "a": [2]}]},
        {},
    ],
)
def test_an_entry_is_ours_after_the_database_has_rewritten_its_numbers(
    detail: dict[str, Any],
) -> None:
    token = audit.client_address.set("2001:db8::0001")
    audit.record("test.thing.done", subject="thing", key="1", by=make.user(), detail=detail)
    audit.client_address.reset(token)
    with sources.plain_text():
        source = sources.every()["platform_auditentry"]
        columns = sources.present_columns()[source.table]
        [(_, values)] = sources.unsealed(source, columns, above=0, limit=5)

    assert source.is_ours(values)


@pytest.mark.django_db
def test_a_context_copied_from_an_older_day_is_not_ours() -> None:
    opened = timezone.now()
    mark = provenance.context_mark("id", at=opened.isoformat())
    metadata = f'{{"at": "{opened.isoformat()}", "mark": "{mark}"}}'

    assert provenance.context_is_ours("id", metadata, written=opened)
    assert not provenance.context_is_ours("other", metadata, written=opened)
    assert not provenance.context_is_ours(
        "id", metadata, written=opened + timedelta(hours=25)
    )


@pytest.mark.django_db
def test_nested_acting_keeps_the_outer_mark() -> None:
    with audit.acting("job:outer"), audit.acting("job:inner", user=3):
        make.unit()
    assert User.objects.count() == 0
    sealing.seal()

    assert verify().is_intact
