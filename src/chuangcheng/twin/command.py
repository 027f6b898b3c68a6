"""The command that makes a simulated city, for people at a terminal."""

from pathlib import Path

import click

from chuangcheng.platform.geo import Datum
from chuangcheng.platform.refusal import Refused
from chuangcheng.twin import city as cities
from chuangcheng.twin import folder, tables
from chuangcheng.twin.size import LARGEST, SMALLEST


class PopulationRefused(Refused):
    """No city of that size is made."""


@click.group()
def simulate() -> None:
    """造一座仿真城市。"""


@simulate.command()
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0), help="种子。")
@click.option(
    "--population",
    default=800_000,
    show_default=True,
    type=int,
    help="人口，决定城市规模。",
)
@click.option(
    "--datum",
    default=Datum.WGS84.value,
    show_default=True,
    type=click.Choice([Datum.WGS84.value, Datum.GCJ02.value], case_sensitive=False),
    help="边界和点位的坐标系。",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="写到这个文件夹，须为空或尚不存在。",
)
def city(*, seed: int, population: int, datum: str, out: Path) -> None:
    """生成一座城市的导入文件：区划与单位、边界、点位、指标责任。"""
    if not SMALLEST <= population <= LARGEST:
        raise PopulationRefused(
            f"人口应在 {SMALLEST:,} 到 {LARGEST:,} 之间，{population:,} 不在其中，请改写 --population。"
        )
    folder.check(out)
    made = cities.imagined(seed, population, tell=_tell)
    folder.write(made, out, datum=Datum(datum), tell=_tell)
    counted = "，".join(f"{name} {count:,}" for name, count in tables.counts(made).items())
    click.echo(f"已写入“{out}”：{made.regions[0].name}，{counted}。")


def _tell(step: str) -> None:
    click.echo(f"正在生成：{step}", err=True)
