"""The command that loads the shipped assessment, for people at a terminal."""

import click
from django.utils import timezone

from chuangcheng.framework.services import builtin


@click.group(help="维护测评体系。")
def framework() -> None:
    """Hold the commands about frameworks together."""


@framework.command(help="载入内置测评体系；已经载入的不再改动。")
def load() -> None:
    """Load what is shipped unless it is loaded already."""
    loaded = builtin.load(at=timezone.now())
    if loaded is None:
        click.echo("内置测评体系已在库中，没有改动。")
        return
    click.echo(
        f"已载入 {loaded.frameworks} 个测评体系、{loaded.standards} 条测评标准、"
        f"{loaded.point_types} 类点位、{loaded.items} 个检查项、{loaded.links} 条对照。"
    )
