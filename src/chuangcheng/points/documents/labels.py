"""Sheets of labels with QR codes, to be stuck on points: each opens the point's own page."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import segno
import typst

from chuangcheng.platform.refusal import Refused

_SHEET = Path(__file__).with_name("labels.typ")
# The usual Chinese fonts of Linux, Windows and macOS, the ones that suit print best first.
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Droid Sans Fallback",
)
# White around the code, in its own squares, as ISO/IEC 18004 asks.
_QUIET = 4


class NoFont(Refused):
    """This machine cannot write Chinese into a PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How labels lie on an A4 sheet; lengths in millimetres."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    code: float
    size: float

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows


LAYOUTS: Mapping[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(name="large", columns=2, rows=4, width=95, height=68, code=48, size=13),
        # As ready-cut sheets of 24 labels are sold.
        Layout(name="small", columns=3, rows=8, width=70, height=37, code=29, size=8.5),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one label says, and the address its code opens."""

    name: str
    code: str
    type: str
    url: str


def fonts() -> Sequence[str]:
    """List the Chinese fonts of this machine, the best first."""
    present = _families()
    return [font for font in _FONTS if font in present]


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts().families())


def write(
    labels: Sequence[Label],
    *,
    city: str,
    layout: Layout,
    tell: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Write labels as a PDF, some to a sheet of A4; `tell` hears how many are drawn.

    Raises:
        NoFont: no Chinese font is installed; letters would come out as boxes.
    """
    chosen = fonts()
    if not chosen:
        raise NoFont(
            "服务器上没有中文字体，打印出来会是空框，所以没有生成。请系统管理员安装字体"
            "（Debian、Ubuntu：apt install fonts-noto-cjk），重启服务后再试。"
        )
    rows = []
    for done, label in enumerate(labels, start=1):
        rows.append({**asdict(label), "qr": qr_code(label.url)})
        tell(done)
    said = {"city": city, "layout": asdict(layout), "fonts": chosen[:1], "labels": rows}
    written: bytes = typst.compile(
        _SHEET.read_bytes(),
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        ignore_system_fonts=False,
    )
    return written


def qr_code(url: str) -> str:
    """Draw an address as a QR code in SVG; a quarter of it may be worn off."""
    drawn = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        drawn, kind="svg", border=_QUIET, xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()
