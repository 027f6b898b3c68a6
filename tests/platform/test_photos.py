"""Photos that people hand in."""

from collections.abc import Callable

import pytest
import pyvips

from chuangcheng.platform import photos
from chuangcheng.platform.intake.refusals import (
    Broken,
    EmptyFile,
    FileRefused,
    TooLarge,
    Unsupported,
)


def picture(width: int = 800, height: int = 600) -> pyvips.Image:
    grey = pyvips.Image.gaussnoise(width, height, mean=128, sigma=40, seed=7).cast("uchar")
    return grey.bandjoin([grey, grey]).copy(interpretation="srgb")


def jpeg(width: int = 800, height: int = 600, **metadata: object) -> bytes:
    made = picture(width, height).copy()
    for name, value in metadata.items():
        kind = (
            pyvips.GValue.gint_type if isinstance(value, int) else pyvips.GValue.gstr_type
        )
        made.set_type(kind, name.replace("_", "-"), value)
    written: bytes = made.jpegsave_buffer()
    return written


def animated() -> bytes:
    frames = [picture(100, 100), picture(100, 100).invert()]
    made = pyvips.Image.arrayjoin(frames, across=1).copy()
    made.set_type(pyvips.GValue.gint_type, "page-height", 100)
    written: bytes = made.webpsave_buffer()
    return written


def animated_png() -> bytes:
    plain: bytes = picture(100, 100).pngsave_buffer()
    return plain[:33] + b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0" + plain[33:]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(jpeg, id="JPEG"),
        pytest.param(lambda: picture().pngsave_buffer(), id="PNG"),
        pytest.param(lambda: picture().webpsave_buffer(), id="WebP"),
        pytest.param(lambda: picture().bandjoin(90).pngsave_buffer(), id="transparent PNG"),
        pytest.param(
            lambda: picture().colourspace("cmyk").jpegsave_buffer(), id="print colours"
        ),
        pytest.param(
            lambda: picture().colourspace("rgb16").pngsave_buffer(), id="16 bits a colour"
        ),
        pytest.param(
            lambda: picture()[0].copy(interpretation="b-w").pngsave_buffer(), id="grey"
        ),
    ],
)
def test_every_kind_of_photo_becomes_a_bare_jpeg(written: Callable[[], bytes]) -> None:
    photo = photos.take_in(written())

    assert photos.format_of(photo.content) is photos.Format.JPEG
    assert (photo.width, photo.height) == (800, 600)
    small = pyvips.Image.new_from_buffer(photo.thumbnail, "")
    assert (small.width, small.height) == (320, 240)
    assert len(photo.sha256) == 64


def test_a_large_photo_is_made_smaller_and_a_small_one_stays() -> None:
    assert photos.take_in(jpeg(3200, 2400)).width == 1600
    assert photos.take_in(jpeg(200, 150)).width == 200


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        # Where the bright top left corner of the sensor belongs: from the left, from the top.
        pytest.param(1, (0, 0), id="upright"),
        pytest.param(2, (1, 0), id="mirrored"),
        pytest.param(3, (1, 1), id="upside down"),
        pytest.param(4, (0, 1), id="mirrored upside down"),
        pytest.param(5, (0, 0), id="mirrored and turned left"),
        pytest.param(6, (1, 0), id="turned left"),
        pytest.param(7, (1, 1), id="mirrored and turned right"),
        pytest.param(8, (0, 1), id="turned right"),
    ],
)
def test_a_photo_is_turned_upright(orientation: int, corner: tuple[int, int]) -> None:
    dark = pyvips.Image.black(800, 600)
    taken = dark.insert(pyvips.Image.black(200, 150) + 255, 0, 0).cast("uchar").copy()
    taken.set_type(pyvips.GValue.gint_type, "orientation", orientation)

    photo = photos.take_in(taken.jpegsave_buffer())

    is_turned = orientation >= 5
    assert (photo.width, photo.height) == ((600, 800) if is_turned else (800, 600))
    shown = pyvips.Image.new_from_buffer(photo.content, "")
    right, down = corner
    bright = shown(right * (photo.width - 1), down * (photo.height - 1))
    assert bright[0] > 200


def test_where_a_photo_was_taken_is_forgotten() -> None:
    raw = jpeg(exif_ifd3_GPSLatitude="30/1 15/1 0/1")
    assert b"Exif" in raw

    photo = photos.take_in(raw)

    for written in (photo.content, photo.thumbnail):
        assert b"Exif" not in written
        assert not [
            name
            for name in pyvips.Image.new_from_buffer(written, "").get_fields()
            if "exif" in name or "xmp" in name or "iptc" in name
        ]


@pytest.mark.parametrize(
    ("raw", "refusal", "words"),
    [
        pytest.param(b"", EmptyFile, "空的", id="nothing"),
        pytest.param("不是照片".encode() * 50, Unsupported, "不是照片", id="text renamed"),
        pytest.param(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>", Unsupported, "SVG", id="SVG"
        ),
        pytest.param(b"GIF89a" + b"\0" * 50, Unsupported, "GIF", id="GIF"),
        pytest.param(b"\0\0\0\x18ftypheic" + b"\0" * 50, Unsupported, "HEIC", id="HEIC"),
        pytest.param(
            b"\xff\xd8\xff" + b"x" * 500, Broken, "已损坏", id="JPEG by its start alone"
        ),
        pytest.param(jpeg()[:20_000], Broken, "不完整", id="cut JPEG"),
        pytest.param(picture().pngsave_buffer()[:20_000], Broken, "不完整", id="cut PNG"),
        pytest.param(picture().webpsave_buffer()[:2_000], Broken, "不完整", id="cut WebP"),
        pytest.param(animated(), Unsupported, "动图", id="animated WebP"),
        pytest.param(animated_png(), Unsupported, "动图", id="animated PNG"),
        pytest.param(
            pyvips.Image.black(40_000, 4_000).pngsave_buffer(), TooLarge, "像素", id="bomb"
        ),
        pytest.param(
            pyvips.Image.black(40_000, 100).pngsave_buffer(),
            TooLarge,
            "边长",
            id="far too long",
        ),
        pytest.param(jpeg(40, 40), Unsupported, "看不清", id="far too small"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(
    raw: bytes, refusal: type[FileRefused], words: str
) -> None:
    with pytest.raises(refusal, match=words) as refused:
        photos.take_in(raw, name="门头.jpg")

    assert "门头.jpg" in str(refused.value)


def test_a_file_over_the_limit_is_refused_before_it_is_opened() -> None:
    with pytest.raises(TooLarge, match="MB"):
        photos.take_in(jpeg(), limits=photos.PhotoLimits(size=1000))
