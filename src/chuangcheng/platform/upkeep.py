"""Commands that look after the database itself; they need neither Django nor a running city."""

from pathlib import Path

import click

from chuangcheng.platform import backup as copies
from chuangcheng.platform import database


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(*, file: Path) -> None:
    """把数据库备份到 FILE（上传的文件另行复制）。"""
    copies.backup(file)
    click.echo(f"已备份到 {file}。")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="覆盖现有数据。")
def restore(*, file: Path, replace: bool) -> None:
    """用 FILE 恢复数据库。"""
    copies.restore(file, replace=replace)
    click.echo("已恢复。")


@click.command()
def stop() -> None:
    """停止内置数据库。"""
    click.echo("已停止。" if database.stop() else "内置数据库没有运行。")
