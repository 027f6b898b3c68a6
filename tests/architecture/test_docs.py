"""The operator's page and the program know the same settings and commands."""

import re
from pathlib import Path

import click

from chuangcheng.web.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operators.md").read_text()
# A variable as the program names it: whole, between quotes.
READ = re.compile(r"\"(CHUANGCHENG_[A-Z_]+|DATABASE_URL)\"")
LISTED = re.compile(r"`(CHUANGCHENG_[A-Z_]+|DATABASE_URL)`")


def test_every_setting_is_listed_and_nothing_else() -> None:
    sources = (ROOT / "src").rglob("*.py")
    read = {name for path in sources for name in READ.findall(path.read_text())}
    rows = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))

    assert read, "the pattern no longer finds how settings are read"
    assert set(LISTED.findall(rows)) == read


def test_every_command_named_is_there() -> None:
    named = re.findall(r"`(?:\.venv/bin/)?chuangcheng ([a-z-]+(?: [a-z-]+)*)", PAGE)

    assert named
    assert [words for words in named if not _is_command(words.split())] == []


def _is_command(words: list[str]) -> bool:
    """Follow the words from group to group; what comes after a command is its arguments."""
    command: click.Command | None = main
    while isinstance(command, click.Group) and words:
        # Looking a command up must not start the database that it would need.
        context = click.Context(command, resilient_parsing=True)
        command = command.get_command(context, words.pop(0))
    return command is not None and not isinstance(command, click.Group)
