"""The command line: one entry, a command per job.

Commands are loaded when they are called. `extract` needs neither database nor Django and starts at
once; for the others the database is started or joined first, and only then may Django read
its settings.
"""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click
import django

from chuangcheng.platform import database
from chuangcheng.platform.refusal import Refused


class Entry(NamedTuple):
    """Where a command lives and whether it needs the city's database."""

    place: str
    summary: str
    needs_database: bool = True
    # Whether what it changes is marked as the program's own from the start. Not while migrating,
    # nor for hours: such commands open `audit.acting` where they write.
    acts: bool = True
    # Settings that the command brings along; the processes it starts inherit them.
    brings: tuple[tuple[str, str], ...] = ()


COMMANDS: Mapping[str, Entry] = {
    "extract": Entry(
        "chuangcheng.ledger.command:extract",
        "从讲话或方案中拆解任务。",
        needs_database=False,
    ),
    "simulate": Entry(
        "chuangcheng.twin.command:simulate",
        "生成仿真城市的导入文件。",
        needs_database=False,
    ),
    "import": Entry(
        "chuangcheng.web.commands:import_city",
        "导入一座城市的区划、单位、边界、点位和指标责任。",
        acts=False,
    ),
    "accounts": Entry("chuangcheng.accounts.command:accounts", "设立和重置管理员账号。"),
    "framework": Entry("chuangcheng.framework.command:framework", "载入内置测评体系。"),
    "demo": Entry(
        "chuangcheng.web.commands:demo",
        "运行一座示例城市。",
        acts=False,
        brings=(("CHUANGCHENG_DEMO", "1"),),
    ),
    "serve": Entry("chuangcheng.web.commands:serve", "运行网站和后台任务。", acts=False),
    "work": Entry("chuangcheng.web.commands:work", "只运行后台任务。", acts=False),
    "migrate": Entry(
        "chuangcheng.web.commands:migrate", "更新数据表和静态文件。", acts=False
    ),
    "backup": Entry(
        "chuangcheng.platform.upkeep:backup", "备份数据库。", needs_database=False
    ),
    "restore": Entry(
        "chuangcheng.platform.upkeep:restore", "用备份恢复数据库。", needs_database=False
    ),
    "stop": Entry(
        "chuangcheng.platform.upkeep:stop", "停止内置数据库。", needs_database=False
    ),
    "verify-audit": Entry(
        "chuangcheng.platform.command:verify_audit", "核对审计日志和留痕。", acts=False
    ),
    "django": Entry(
        "chuangcheng.web.commands:django", "运行 Django 自带的管理命令。", acts=False
    ),
}


class Cli(click.Group):
    """Load commands on demand; turn a refusal into one sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        for variable, value in entry.brings:
            os.environ.setdefault(variable, value)
        if entry.needs_database and not _only_asks_for_help(ctx):
            database.ensure_running()
        if entry.needs_database:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.web.settings")
            django.setup()
            if entry.acts and not _only_asks_for_help(ctx):
                audit = import_module("chuangcheng.platform.audit")
                ctx.with_resource(audit.acting(f"command:{cmd_name}"))
        module, _, name = entry.place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Written from the table: the overview must not load every command, nor the database.
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, COMMANDS[name].summary) for name in sorted(COMMANDS)]
            )

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)


def _only_asks_for_help(ctx: click.Context) -> bool:
    return ctx.resilient_parsing or not {"-h", "--help"}.isdisjoint(sys.argv[1:3])


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """创城通：从部署到台账，从问题到销号。"""


if __name__ == "__main__":
    main()
