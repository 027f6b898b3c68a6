"""The command that draws a ledger from a document, for people at a terminal."""

import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from chuangcheng.ledger.extraction import export, grammar, wire, words
from chuangcheng.ledger.extraction.result import DraftTask, Extraction
from chuangcheng.platform.readers import read_path, read_stream
from chuangcheng.platform.readers.source import Source
from chuangcheng.platform.refusal import Refused

STANDARD_INPUT = "-"
REFUSED_CODE = 2
HEADERS = ("序号", "任务", "牵头单位", "配合单位", "完成时限", "频次", "量化指标")
WIDTHS = (4, 48, 20, 16, 10, 10, 24)
GAP = "  "
ELLIPSIS = "…"


@click.command(help="从讲话、方案等文件中提取任务台账；FILE 为“-”时读取标准输入。")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 格式输出。")
@click.option(
    "--xlsx",
    "xlsx_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把台账写入该 Excel 文件。",
)
def extract(file: str, *, as_json: bool, xlsx_path: Path | None) -> None:
    """Draw the tasks out of a document and show, print or save them."""
    try:
        source = _source(file)
        extraction = grammar.extract(source)
        if xlsx_path is not None:
            _save(xlsx_path, export.write_xlsx(extraction, source.name))
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED_CODE)
    if as_json:
        click.echo(json.dumps(wire.as_json(extraction), ensure_ascii=False, indent=2))
    elif xlsx_path is None:
        for line in _table(extraction):
            click.echo(line)
    else:
        click.echo(f"已写入“{xlsx_path.name}”，共 {len(extraction.tasks)} 项任务。")


def _source(file: str) -> Source:
    if file == STANDARD_INPUT:
        return read_stream(sys.stdin.buffer, name="标准输入")
    return read_path(Path(file))


def _save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as failure:
        unfinished.unlink(missing_ok=True)
        raise Refused(
            f"无法写入文件“{path.name}”，请核对文件夹是否存在、是否有写入权限后重试。"
        ) from failure


def _table(extraction: Extraction) -> Iterator[str]:
    if extraction.title:
        yield extraction.title
    yield f"共 {len(extraction.tasks)} 项任务，{len(extraction.doubtful)} 处存疑。"
    yield _line(HEADERS)
    for number, task in enumerate(extraction.tasks, start=1):
        yield _line((str(number), *_facts(task)))


def _facts(task: DraftTask) -> tuple[str, ...]:
    return (
        task.text.replace("\n", " "),
        words.units(task.lead_units),
        words.units(task.support_units),
        "" if task.deadline is None else task.deadline.isoformat(),
        words.recurrence(task.recurrence),
        words.targets(task),
    )


def _line(cells: Sequence[str]) -> str:
    fitted = (_fitted(cell, width) for cell, width in zip(cells, WIDTHS, strict=True))
    return GAP.join(fitted).rstrip()


def _fitted(text: str, width: int) -> str:
    """Cut or fill text to a width counted in columns of the screen."""
    total = sum(map(_columns, text))
    if total <= width:
        return text + " " * (width - total)
    kept, used = "", 0
    for character in text:
        if used + _columns(character) > width - _columns(ELLIPSIS):
            break
        kept += character
        used += _columns(character)
    return kept + ELLIPSIS + " " * (width - used - _columns(ELLIPSIS))


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
