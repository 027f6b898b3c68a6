"""`verify-audit` tells an operator in words, and a script by its exit code."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from chuangcheng.platform import audit, jobs
from chuangcheng.platform.audit.sealing import seal
from chuangcheng.platform.command import verify_audit
from chuangcheng.platform.models import AuditEntry
from tests.platform import intruder

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    entry = audit.record("city.unit.renamed", subject="unit", key="U0001")
    seal()
    return entry


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(verify_audit, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def damage(entry: AuditEntry) -> None:
    intruder.run(
        "UPDATE platform_auditentry SET key = 'U0002' WHERE id = %s",
        [entry.pk],
        table="platform_auditentry",
    )


def test_an_intact_record(entry: AuditEntry) -> None:
    code, output = run()

    assert code == 0
    assert "未发现改动" in output
    assert "1 号封存、1 行记录" in output


def test_a_broken_record(entry: AuditEntry) -> None:
    damage(entry)

    code, output = run()

    assert code == 1
    assert f"首个问题：审计日志第{entry.pk}条" in output
    assert "已封存的记录被改动（1 处）" in output


def test_an_empty_record(db: None) -> None:
    assert run()[0] == 0
    assert run("--head") == (0, "尚无封存。\n")


def test_a_head_noted_on_paper_is_recognised(entry: AuditEntry) -> None:
    digest = run("--head")[1].strip()
    audit.record("city.unit.renamed", subject="unit", key="U0001")
    seal()

    as_copied = " ".join(digest.upper()[place : place + 8] for place in range(0, 64, 8))
    assert run("--since-head", as_copied)[0] == 0
    code, output = run("--since-head", "0" * 64)
    assert code == 1
    assert "截断或重写" in output


def test_a_head_copied_wrongly_is_refused(entry: AuditEntry) -> None:
    code, output = run("--since-head", "12ab")

    assert code == 2
    assert "64位十六进制数" in output


def test_rows_that_wait_too_long_point_to_the_worker(
    entry: AuditEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = timezone.now() - timedelta(minutes=11)
    monkeypatch.setattr("chuangcheng.platform.audit.entries.timezone.now", lambda: long_ago)
    audit.record("city.unit.renamed", subject="unit", key="U0001")
    monkeypatch.undo()

    code, output = run()

    assert code == 0
    assert "另有 1 行尚未封存" in output
    assert "请确认后台任务正在运行" in output


def test_the_nightly_check_writes_down_its_result(entry: AuditEntry) -> None:
    jobs.verify(timestamp=0)
    damage(entry)
    jobs.verify(timestamp=0)

    first, second = AuditEntry.objects.filter(verb="platform.audit.verified").order_by("id")
    assert first.detail == {"seals": 1, "rows": 1, "found": {}}
    assert second.detail["found"] == {"ROW_ALTERED": 1}


def test_the_sealing_job_may_be_repeated(entry: AuditEntry) -> None:
    audit.record("city.unit.renamed", subject="unit", key="U0001")
    for _ in range(2):
        jobs.seal(timestamp=0)

    assert run()[1].startswith("共核对 2 号封存、2 行记录。")
