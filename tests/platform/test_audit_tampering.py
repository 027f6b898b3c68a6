"""Whoever alters the record behind the program's back is found out, and it is said where."""

import pytest
from django.db import connection
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Unit
from chuangcheng.platform import audit
from chuangcheng.platform.audit.findings import Kind, Report
from chuangcheng.platform.audit.sealing import seal
from chuangcheng.platform.audit.verification import head, verify
from chuangcheng.platform.models import AuditEntry, SealedRow
from tests import make
from tests.platform import intruder

pytestmark = pytest.mark.django_db

HISTORY = "city_unitevent"


@pytest.fixture
def unit() -> Unit:
    """A unit written, renamed and entered in the log in three seals."""
    with audit.acting("test"):
        unit = make.unit(name="云溪区城市管理局")
        audit.record(
            "city.unit.added", subject="unit", key=unit.code, detail={"share": 1e5}
        )
        seal()
        unit.short_name = "区城管局"
        unit.save()
        audit.record("city.unit.renamed", subject="unit", key=unit.code)
        seal()
        make.user(name="李强")
        seal()
    intruder.sit_down()
    return unit


def entry(verb: str) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb)


def place_of(table: str, row: int) -> SealedRow:
    return SealedRow.objects.get(table=table, row=row)


def only(report: Report, kind: Kind) -> str:
    """Return the sentence of the one kind that was found."""
    assert set(report.counts) == {kind}
    assert report.first is not None
    return report.first.sentence


def history_row(unit: Unit, label: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_id FROM {HISTORY} WHERE pgh_obj_id = %s AND pgh_label = %s",  # noqa: S608
            [unit.pk, label],
        )
        return int(cursor.fetchone()[0])


def test_a_record_nobody_touched_is_intact(unit: Unit) -> None:
    report = verify(noted_head=head())

    assert report.is_intact
    assert (report.seals, report.rows, report.waiting) == (3, 5, 0)


def test_an_altered_entry_is_named(unit: Unit) -> None:
    wrong = entry("city.unit.renamed")
    intruder.run(
        "UPDATE platform_auditentry SET actor_name = '张三' WHERE id = %s",
        [wrong.pk],
        table="platform_auditentry",
    )

    sentence = only(verify(), Kind.ROW_ALTERED)

    assert f"审计日志第{wrong.pk}条" in sentence
    assert f"city.unit.renamed {unit.code}" in sentence
    assert "第2号封存" in sentence


def test_a_deleted_entry_is_named(unit: Unit) -> None:
    gone = entry("city.unit.added").pk
    intruder.run(
        "DELETE FROM platform_auditentry WHERE id = %s", [gone], table="platform_auditentry"
    )

    assert f"审计日志第{gone}条" in only(verify(), Kind.ROW_GONE)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_an_entry_slipped_in_later_is_named(unit: Unit, *, is_sealed: bool) -> None:
    intruder.run(
        "UPDATE platform_seal SET at = at", table="platform_seal"
    )  # nothing changes, nothing may be found
    intruder.run(
        "INSERT INTO platform_auditentry (at, verb, subject, key, actor_name, detail)"
        " VALUES (now() - interval '3 days', 'city.unit.dropped', 'unit', 'U1', '王敏', '{}')"
    )
    if is_sealed:
        seal()

    sentence = only(verify(), Kind.INSERTED)

    assert "city.unit.dropped U1" in sentence
    assert "事后补入" in sentence


def test_an_entry_written_today_by_hand_is_not_ours(unit: Unit) -> None:
    intruder.run(
        "INSERT INTO platform_auditentry (at, verb, subject, key, actor_name, detail, mark)"
        " SELECT now(), verb, subject, key, '别人', detail, '\\x00' FROM platform_auditentry"
        " ORDER BY id LIMIT 1"
    )
    seal()

    assert "别人" in only(verify(), Kind.OUTSIDE)


def test_an_altered_version_in_the_history_is_named(unit: Unit) -> None:
    version = history_row(unit, "insert")
    intruder.run(
        f"UPDATE {HISTORY} SET name = '别处' WHERE pgh_id = %s",  # noqa: S608
        [version],
        table=HISTORY,
    )

    sentence = only(verify(), Kind.ROW_ALTERED)

    assert f"{HISTORY}第{version}行" in sentence
    assert f"新增第{unit.pk}行" in sentence
    assert "第1号封存" in sentence


def test_a_version_missing_from_the_history_is_named(unit: Unit) -> None:
    version = history_row(unit, "insert")
    intruder.run(
        f"DELETE FROM {HISTORY} WHERE pgh_id = %s",  # noqa: S608
        [version],
        table=HISTORY,
    )

    assert f"{HISTORY}第{version}行" in only(verify(), Kind.ROW_GONE)


def test_a_row_and_its_place_altered_together_break_the_next_link(unit: Unit) -> None:
    wrong = place_of("platform_auditentry", entry("city.unit.added").pk)
    intruder.forge_place(wrong, bytes(32))

    report = verify()

    assert report.first is not None
    assert report.counts[Kind.ROW_ALTERED] == 1
    assert report.counts[Kind.SEAL_ALTERED] == 1
    broken = next(one for one in report.findings if one.kind is Kind.SEAL_ALTERED)
    assert f"第{wrong.position + 1}环断开" in broken.sentence


def test_of_two_broken_links_the_earlier_comes_first(unit: Unit) -> None:
    later, earlier = entry("city.unit.renamed").pk, history_row(unit, "insert")
    intruder.run(
        "DELETE FROM platform_auditentry WHERE id = %s",
        [later],
        table="platform_auditentry",
    )
    intruder.run(
        f"UPDATE {HISTORY} SET code = 'X' WHERE pgh_id = %s",  # noqa: S608
        [earlier],
        table=HISTORY,
    )

    report = verify()

    assert report.first is not None
    assert f"{HISTORY}第{earlier}行" in report.first.sentence
    assert report.counts == {Kind.ROW_GONE: 1, Kind.ROW_ALTERED: 1}


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 second'",
        "head = '\\x00'",
        "previous = '\\x00'",
        "algorithm = 'sha256'",
        "algorithm = 'rot13'",
        "columns = '{}'",
        "count = count + 1",
        "count = 2000000000",
        "first = 9000000000000000000",
        "first = first + 1",
        "is_complete = NOT is_complete",
        "opening = '\\x00'",
    ],
)
def test_an_altered_seal_is_named(unit: Unit, change: str) -> None:
    intruder.run(
        f"UPDATE platform_seal SET {change} WHERE number = 2",  # noqa: S608
        table="platform_seal",
    )

    report = verify()

    assert report.first is not None
    assert "第2号封存" in report.first.sentence


def test_a_missing_seal_is_named(unit: Unit) -> None:
    intruder.run("DELETE FROM platform_seal WHERE number = 2", table="platform_seal")

    assert "第2号封存被删除" in only(verify(), Kind.SEAL_GONE)


def test_a_missing_last_seal_is_named(unit: Unit) -> None:
    intruder.run("DELETE FROM platform_seal WHERE number = 3", table="platform_seal")

    report = verify()

    assert report.first is not None
    assert report.first.kind is Kind.SEAL_GONE
    assert "第3号封存" in report.first.sentence


def test_a_missing_link_is_named(unit: Unit) -> None:
    link = place_of(HISTORY, history_row(unit, "update"))
    intruder.run(
        "DELETE FROM platform_sealedrow WHERE position = %s",
        [link.position],
        table="platform_sealedrow",
    )

    report = verify()

    assert report.first is not None
    assert report.first.kind is Kind.SEAL_GONE
    assert f"第{link.position}环被删除" in report.first.sentence


def test_a_verdict_turned_round_is_named(unit: Unit) -> None:
    intruder.run("UPDATE city_unit SET name = '别处' WHERE id = %s", [unit.pk])
    seal()
    link = place_of(HISTORY, SealedRow.objects.filter(table=HISTORY).latest("row").row)
    intruder.run(
        "UPDATE platform_sealedrow SET is_ours = true WHERE position = %s",
        [link.position],
        table="platform_sealedrow",
    )

    assert f"第{link.position}环断开" in only(verify(), Kind.SEAL_ALTERED)


def test_a_chain_cut_short_is_known_by_the_head_on_paper(unit: Unit) -> None:
    noted = head()
    for table, condition in (
        ("platform_seal", "number = 3"),
        ("platform_sealedrow", "seal = 3"),
    ):
        intruder.run(f"DELETE FROM {table} WHERE {condition}", table=table)  # noqa: S608
    intruder.run("DELETE FROM accounts_user WHERE name = '李强'", table="accounts_user")
    intruder.run(
        "DELETE FROM accounts_userevent WHERE name = '李强'", table="accounts_userevent"
    )

    assert verify().is_intact
    assert noted in only(verify(noted_head=noted), Kind.HEAD_UNKNOWN)


def test_a_business_row_altered_without_a_trace_is_named(unit: Unit) -> None:
    intruder.run(
        "UPDATE city_unit SET short_name = '别处', \"order\" = 9 WHERE id = %s",
        [unit.pk],
        table="city_unit",
    )

    sentence = only(verify(), Kind.LIVE_ALTERED)

    assert f"第{unit.pk}行（{unit.code}）" in sentence
    assert "order、short_name" in sentence


def test_a_business_row_deleted_without_a_trace_is_named(unit: Unit) -> None:
    intruder.run("DELETE FROM city_unit WHERE id = %s", [unit.pk], table="city_unit")

    assert f"第{unit.pk}行（{unit.code}）被删除" in only(verify(), Kind.LIVE_GONE)


def test_a_business_row_written_without_a_trace_is_named(unit: Unit) -> None:
    intruder.run(
        "INSERT INTO city_region (code, name, level, path, is_active)"
        " VALUES ('990000', '幽灵市', 'CITY', '990000/', true)",
        table="city_region",
    )

    assert "990000" in only(verify(), Kind.LIVE_UNRECORDED)


def test_a_row_deleted_by_the_program_and_put_back_by_hand_is_named(unit: Unit) -> None:
    with audit.acting("test"):
        key = unit.pk
        unit.delete()
    seal()
    assert verify().is_intact
    intruder.run(
        'INSERT INTO city_unit (id, code, name, short_name, kind, path, "order", is_active)'
        " VALUES (%s, 'U9', '云溪区城市管理局', '', 'GOVERNMENT', 'U9/', 0, true)",
        [key],
        table="city_unit",
    )

    assert "应已删除" in only(verify(), Kind.LIVE_UNRECORDED)


def test_an_emptied_business_table_is_told_row_by_row_but_not_without_end() -> None:
    with audit.acting("test"):
        for _ in range(30):
            make.region()
    seal()
    intruder.run("DELETE FROM city_region", table="city_region")

    report = verify()

    assert report.counts == {Kind.LIVE_GONE: 30}
    assert len(report.findings) == 20


def test_an_update_by_psql_leaves_a_trace_that_is_not_ours(unit: Unit) -> None:
    intruder.run("UPDATE city_unit SET name = '别处' WHERE id = %s", [unit.pk])
    unsealed = verify()
    seal()

    assert only(unsealed, Kind.OUTSIDE) == only(verify(), Kind.OUTSIDE)
    assert "修改" in only(unsealed, Kind.OUTSIDE)
    assert unit.code in only(unsealed, Kind.OUTSIDE)


@pytest.mark.parametrize(
    "metadata",
    ["{}", "[]", '"x"', '{"at": "2026-03-02T04:00:00+00:00", "mark": "zz"}', '{"mark": 1}'],
)
def test_an_invented_context_is_not_ours(unit: Unit, metadata: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [metadata],
        )
    intruder.run("UPDATE city_unit SET name = '别处' WHERE id = %s", [unit.pk])
    seal()

    assert verify().counts == {Kind.OUTSIDE: 1}


def test_fields_that_are_not_kept_are_not_compared(unit: Unit) -> None:
    User.objects.update(last_login=timezone.now())
    intruder.run("UPDATE accounts_user SET password = 'x'", table="accounts_user")

    assert verify().is_intact


def test_triggers_left_switched_off_are_named(unit: Unit) -> None:
    intruder.run("ALTER TABLE city_unit DISABLE TRIGGER USER")

    report = verify()

    assert report.counts == {Kind.TRIGGER_OFF: 3}
    assert report.first is not None
    assert "city_unit" in report.first.sentence
