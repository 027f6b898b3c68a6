"""Commands of the platform; Django is set up before they are called."""

import re
import sys
from collections.abc import Callable

import click
from django.utils import timezone

from chuangcheng.platform.audit import verification
from chuangcheng.platform.audit.findings import TOLD, Report


def _digest(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Take a digest as people copy it from paper: spaces and capitals do not matter."""
    digest = re.sub(r"\s", "", value).lower()
    if digest and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise click.BadParameter("链头应为64位十六进制数，请照原样填写。")
    return digest


@click.command("verify-audit")
@click.option(
    "--head", "only_head", is_flag=True, help="只显示当前链头，供抄存在系统之外。"
)
@click.option(
    "--since-head",
    "noted",
    default="",
    callback=_digest,
    help="先前抄存的链头；核对它是否仍在链中。",
)
@click.option("--quiet", is_flag=True, help="不显示进度。")
def verify_audit(*, only_head: bool, noted: str, quiet: bool) -> None:
    """核对审计日志和留痕；完好时退出码为 0，有问题时为 1。"""
    if only_head:
        click.echo(verification.head() or "尚无封存。")
        return
    is_watched = sys.stderr.isatty() and not quiet
    report = verification.verify(noted_head=noted, progress=_show if is_watched else None)
    if is_watched:
        click.echo(err=True)
    _tell(report, click.echo)
    sys.exit(0 if report.is_intact else 1)


def _show(done: int, total: int) -> None:
    click.echo(f"\r已核对 {done:,} / {total:,} 行", nl=False, err=True)


def _tell(report: Report, say: Callable[[str], None]) -> None:
    say(f"共核对 {report.seals:,} 号封存、{report.rows:,} 行记录。")
    if report.waiting and report.waiting_since:
        since = timezone.localtime(report.waiting_since)
        say(f"另有 {report.waiting:,} 行尚未封存，最早写于 {since:%Y-%m-%d %H:%M:%S}。")
        if (timezone.now() - since).total_seconds() > 600:
            say("封存应每分钟进行一次，请确认后台任务正在运行。")
    if report.first is None:
        say("审计日志、留痕与业务数据一致，未发现改动。")
    else:
        _tell_findings(report, say)
    if report.head:
        say(f"当前链头：{report.head}")


def _tell_findings(report: Report, say: Callable[[str], None]) -> None:
    if report.first:
        say(f"首个问题：{report.first.sentence}")
    for kind, count in report.counts.items():
        say(f"\n{kind.value}（{count:,} 处）：")
        for finding in report.findings:
            if finding.kind is kind:
                say(f"  {finding.sentence}")
        if count > TOLD:
            say(f"  其余 {count - TOLD:,} 处从略。")
