"""Photos that people hand in: told from what only calls itself one, then made small, upright and bare.

Pure functions over bytes. Nothing of the original file survives but its pixels: where it was taken,
with what, and by whom is metadata, and goes.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pyvips

from chuangcheng.platform.intake.limits import Limits, check_size
from chuangcheng.platform.intake.refusals import Broken, TooLarge, Unsupported, called

MEGABYTE = 1024 * 1024
_QUALITY = 82
_THUMBNAIL_QUALITY = 75
_WHITE = [255, 255, 255]
_PROGRAM = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:\?xml|svg|!doctype svg)", re.IGNORECASE)


class Format(StrEnum):
    """What photos come as; anything else is no photo here."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLimits:
    """How much a photo may weigh and hold, and how large what is kept becomes."""

    size: int = 20 * MEGABYTE
    # A phone of today makes 50 million at most; the bytes of a bomb claim far more.
    pixels: int = 120_000_000
    side: int = 30_000
    smallest_side: int = 64
    kept_side: int = 1600
    thumbnail_side: int = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What is kept of a photo: JPEG bytes without metadata, a thumbnail, and its digest."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str


DEFAULT = PhotoLimits()


def format_of(raw: bytes) -> Format | None:
    """Tell a photo's format from its first bytes; names are not believed."""
    if raw.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return Format.WEBP
    return None


def take_in(raw: bytes, *, name: str = "", limits: PhotoLimits = DEFAULT) -> Photo:
    """Turn an uploaded file into a photo to keep.

    Raises:
        FileRefused: the file is empty, too large, broken, animated or no photo.
    """
    check_size(len(raw), name=name, limits=Limits(size=limits.size))
    kind = format_of(raw)
    if kind is None:
        raise Unsupported(
            f"{called(name)}{_what_it_is(raw)}，请上传 JPEG、PNG 或 WebP 照片。"
        )
    _measure(raw, kind, name, limits)
    try:
        content, width, height = _rendered(raw, limits.kept_side, _QUALITY)
        thumbnail, _, _ = _rendered(content, limits.thumbnail_side, _THUMBNAIL_QUALITY)
    except pyvips.Error as damage:
        raise _broken(name) from damage
    return Photo(
        content=content,
        thumbnail=thumbnail,
        width=width,
        height=height,
        sha256=hashlib.sha256(content).hexdigest(),
    )


_LOOKS: Mapping[bytes, str] = {
    b"GIF8": "是 GIF 动图",
    b"%PDF": "是 PDF",
    b"PK\x03\x04": "是压缩包或 Office 文档",
    b"BM": "是 BMP 位图",
    b"II*\x00": "是 TIFF 图",
    b"MM\x00*": "是 TIFF 图",
}


def _what_it_is(raw: bytes) -> str:
    for start, words in _LOOKS.items():
        if raw.startswith(start):
            return words
    if raw[4:8] == b"ftyp":
        return "是苹果手机的 HEIC 照片或视频"
    if _PROGRAM.match(raw):
        return "是 SVG 矢量图"
    return "不是照片"


def _measure(raw: bytes, kind: Format, name: str, limits: PhotoLimits) -> None:
    """Look at the header alone: nothing is decoded before it is known to fit."""
    try:
        image = pyvips.Image.new_from_buffer(raw, "", access="sequential")
    except pyvips.Error as damage:
        raise _broken(name) from damage
    if not str(image.get("vips-loader")).startswith(kind.value):
        raise _broken(name)
    width, height = image.width, image.height
    pages = image.get("n-pages") if image.get_typeof("n-pages") else 1
    if pages > 1 or _is_animated_png(raw, kind):
        raise Unsupported(f"{called(name)}是动图，请上传静态照片。")
    if width * height > limits.pixels or max(width, height) > limits.side:
        raise TooLarge(
            f"{called(name)}有 {width}×{height} 像素；照片最多 {limits.pixels // 10_000} 万像素、"
            f"边长 {limits.side} 像素，请缩小后再上传。"
        )
    if min(width, height) < limits.smallest_side:
        raise Unsupported(
            f"{called(name)}只有 {width}×{height} 像素，看不清内容，请上传原图。"
        )


def _is_animated_png(raw: bytes, kind: Format) -> bool:
    """Tell an animated PNG: its control chunk stands before the pixels."""
    return kind is Format.PNG and b"acTL" in raw[: max(raw.find(b"IDAT"), 0)]


def _rendered(raw: bytes, side: int, quality: int) -> tuple[bytes, int, int]:
    """Decode, turn upright, shrink to fit and write as a bare JPEG in sRGB."""
    # Read in full: shrinking while loading would pass over a file that ends too early.
    image = pyvips.Image.new_from_buffer(raw, "", fail_on="truncated").autorot()
    image = image.thumbnail_image(side, height=side, size="down", output_profile="srgb")
    if image.hasalpha():
        image = image.flatten(background=_WHITE)
    content: bytes = image.jpegsave_buffer(
        Q=quality, keep="none", optimize_coding=True, interlace=True
    )
    return content, image.width, image.height


def _broken(name: str) -> Broken:
    return Broken(f"{called(name)}已损坏，打不开或不完整，请重新拍摄或换一张上传。")
