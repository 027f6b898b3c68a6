"""Several things in one cell, joined so that they come apart again exactly."""

import re
from collections.abc import Iterable

from chuangcheng.platform.exchange import CellRefused
from chuangcheng.platform.exchange.parsers import Parser
from chuangcheng.platform.exchange.sheet import Cell

JOINT = "、"
# A thing that holds a joint or a bracket stands in brackets, closing ones within it doubled.
_BRACKETED = re.compile(r"\s*「((?:[^」]|」」)*)」\s*")
_BARE = re.compile(r"[^、；;\n]*")
_JOINTS = "、；;\n"
_NEEDS_BRACKETS = re.compile(r"[、；;\n「」]|^\s|\s$")
_CODE_JOINTS = re.compile(r"[、；;，,\s]+")


def joined(things: Iterable[str]) -> str:
    """Write things into one cell."""
    return JOINT.join(
        f"「{each.replace('」', '」」')}」" if _NEEDS_BRACKETS.search(each) else each
        for each in things
    )


def parted(cell: str) -> tuple[str, ...]:
    """Read the things of a cell; the inverse of `joined`, and lenient to other joints."""
    found = []
    at = 0
    while at < len(cell):
        bracketed = _BRACKETED.match(cell, at)
        if bracketed and (bracketed.end() == len(cell) or cell[bracketed.end()] in _JOINTS):
            found.append(bracketed[1].replace("」」", "」"))
            at = bracketed.end() + 1
            continue
        end = _BARE.match(cell, at)
        stop = end.end() if end else len(cell)
        found.append(cell[at:stop].strip())
        at = stop + 1
    return tuple(each for each in found if each)


def words(*, max_length: int) -> Parser[tuple[str, ...]]:
    """Read a cell of names."""

    def parse(cell: Cell) -> tuple[str, ...]:
        found = parted(str(cell).replace("\r\n", "\n"))
        for each in found:
            if len(each) > max_length:
                raise CellRefused(
                    f"“{each[:20]}…”共 {len(each)} 字，每项不能超过 {max_length} 字，"
                    "多项之间请用顿号隔开"
                )
        return found

    return parse


def codes(cell: Cell) -> tuple[str, ...]:
    """Read a cell of codes, which hold no signs that could be joints."""
    return tuple(each for each in _CODE_JOINTS.split(str(cell)) if each)
