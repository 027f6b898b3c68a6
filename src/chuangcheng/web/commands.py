"""Commands that run the city: the server, the worker, upkeep."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from django.core.management import execute_from_command_line
from django.utils import timezone

from chuangcheng.platform import audit
from chuangcheng.platform.geo import Datum
from chuangcheng.web import city_files, serving
from chuangcheng.web import demo as sample


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
@click.option(
    "--processes",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="网站进程数。",
)
@click.option("--worker/--no-worker", default=True, help="是否同时运行后台任务。")
def serve(*, host: str, port: int, processes: int, worker: bool) -> None:
    """运行网站和后台任务。"""
    serving.prepare()
    sys.exit(serving.serve(host=host, port=port, processes=processes, with_worker=worker))


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口。"
)
def demo(*, port: int) -> None:
    """运行一座示例城市：首次运行时造好人员、单位和一年的任务。"""
    serving.prepare()
    click.echo("正在准备示例城市……")
    sample.fill(today=timezone.localdate())
    width = max(len(person.username) for person in sample.sign_ins())
    click.echo(f"\n示例城市已就绪：http://127.0.0.1:{port}/\n密码都是 {sample.PASSWORD}\n")
    for person in sample.sign_ins():
        click.echo(f"  {person.username:<{width}}  {person.who}")
    click.echo("\n按 Ctrl-C 停止。")
    sys.exit(serving.serve(host="127.0.0.1", port=port, processes=1, with_worker=True))


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--datum",
    default=Datum.WGS84.value,
    show_default=True,
    type=click.Choice([each.value for each in Datum], case_sensitive=False),
    help="边界和点位的坐标系。",
)
def import_city(paths: Sequence[Path], *, datum: str) -> None:
    """导入一座城市的文件或文件夹：区划与单位、边界、点位、指标责任。

    每个文件整份导入，有一处问题就整份不导入；重复导入没有变化。
    """
    files = city_files.found(paths)
    serving.prepare()
    with audit.acting("command:import"):
        city_files.take_in(files, datum=Datum(datum), at=timezone.now(), tell=click.echo)


@click.command()
@click.option(
    "--concurrency",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="同时办理的任务数。",
)
def work(*, concurrency: int) -> None:
    """只运行后台任务，可在多台机器上同时运行。"""
    serving.work(concurrency=concurrency)


@click.command()
def migrate() -> None:
    """更新数据表和静态文件。"""
    serving.prepare()


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.pass_context
def django(context: click.Context) -> None:
    """运行 Django 自带的管理命令。"""
    execute_from_command_line(["chuangcheng django", *context.args])
