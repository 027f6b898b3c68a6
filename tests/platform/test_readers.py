"""Documents of every kind become the text a reader would see."""

import os
import threading
from io import BytesIO
from pathlib import Path

import pytest

from chuangcheng.platform.intake.limits import Limits
from chuangcheng.platform.intake.refusals import (
    Broken,
    EmptyFile,
    FileRefused,
    Locked,
    NoText,
    TooLarge,
    UnknownEncoding,
    Unsupported,
)
from chuangcheng.platform.readers import (
    check_size,
    read,
    read_path,
    read_stream,
)
from chuangcheng.platform.readers.source import Format
from tests.platform import files

SPEECH = "一、总体要求\n市城管局牵头，9月底前完成20条背街小巷整治。\n"
TRADITIONAL = "一、總體要求\n市城管局牽頭，9月底前完成20條背街小巷整治。\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SPEECH),
        ("utf-8-sig", SPEECH),
        ("utf-16", SPEECH),
        ("gb18030", SPEECH),
        ("gb18030", TRADITIONAL),
        ("gb18030", "市住建局𠀀村"),
        ("big5", TRADITIONAL),
    ],
)
def test_text_is_read_in_the_encodings_of_offices(encoding: str, text: str) -> None:
    source = read(text.replace("\n", "\r\n").encode(encoding), name="讲话.dat")

    assert (source.text, source.name, source.format) == (text, "讲话.dat", Format.TEXT)


def test_a_damaged_byte_in_a_long_text_does_not_turn_it_into_another_encoding() -> None:
    raw = (SPEECH * 100).encode()

    text = read(raw[:3000] + b"\xff" + raw[3000:]).text

    assert text.count("\ufffd") <= 2
    assert text.startswith(SPEECH * 20)


def test_characters_nobody_sees_are_dropped() -> None:
    assert (
        read("市城\u200b管局\ufeff牵\xad头\f整\xa0改".encode()).text
        == "市城管局牵头\n整 改"
    )


BOMB = files.zipped(
    {"word/document.xml": b"<w>" + b" " * 40_000_000, "[Content_Types].xml": ""}
)
ENTITIES = '<!DOCTYPE w [<!ENTITY a "啊啊啊啊啊啊啊啊啊啊"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SPYING = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
GOOD_DOCX = files.docx(files.paragraph("一、总体要求"))
GOOD_PDF = files.pdf([(90, 700, "一、总体要求和目标任务安排")])


def lying_zip() -> bytes:
    """Build a document whose main part inflates to more than the zip says."""
    raw = bytearray(files.zipped({"word/document.xml": b"a" * 100_000}))
    real = (100_000).to_bytes(4, "little")
    while real in raw:
        place = raw.index(real)
        raw[place : place + 4] = (50).to_bytes(4, "little")
    return bytes(raw)


def locked_zip() -> bytes:
    """Build a document whose parts are marked as encrypted."""
    raw = bytearray(GOOD_DOCX)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(signature)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(signature, place + 4)
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "refusal", "words"),
    [
        pytest.param(b"", EmptyFile, "是空的", id="empty"),
        pytest.param(b" \r\n\t ", EmptyFile, "只有空白", id="only blanks"),
        pytest.param("……———\n".encode(), NoText, "没有可读取的文字", id="no words"),
        pytest.param(
            "안녕하세요 문명도시 건설".encode("euc-kr"),
            UnknownEncoding,
            "编码",
            id="Korean",
        ),
        pytest.param("déjà vu été".encode("latin-1"), UnknownEncoding, "UTF-8", id="latin"),
        pytest.param(SPEECH.encode() + b"\0" * 9, Unsupported, "不是文档", id="zeros"),
        pytest.param(bytes(range(256)) * 64, Unsupported, "不是文档", id="rubbish"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(90), Unsupported, "是图片", id="picture"),
        pytest.param(b"{\\rtf1 \\ansi}", Unsupported, "另存为 .docx", id="rtf"),
        pytest.param(b"<html><body>x", Unsupported, "网页", id="html"),
        pytest.param(
            files.ole("WordDocument"), Unsupported, "另存为 .docx", id="doc or wps"
        ),
        pytest.param(files.ole("Workbook"), Unsupported, "导入台账", id="xls or et"),
        pytest.param(
            files.ole("EncryptedPackage"), Locked, "取消密码", id="encrypted docx"
        ),
        pytest.param(files.ole("别的"), Unsupported, "不是文档", id="other compound file"),
        pytest.param(
            files.ole("WordDocument")[:700], Unsupported, "不是文档", id="cut compound file"
        ),
        pytest.param(
            files.zipped({"xl/workbook.xml": "<a/>"}), Unsupported, "导入台账", id="xlsx"
        ),
        pytest.param(files.zipped({"OFD.xml": "<a/>"}), Unsupported, "OFD", id="ofd"),
        pytest.param(files.zipped({"a.txt": "a"}), Unsupported, "压缩包", id="zip"),
        pytest.param(locked_zip(), Locked, "取消密码", id="zip with password"),
        pytest.param(GOOD_DOCX[:-40], Broken, "已损坏", id="docx cut at the end"),
        pytest.param(GOOD_DOCX[:60], Broken, "已损坏", id="docx cut in the middle"),
        pytest.param(
            files.zipped({"word/a.xml": "a"}), Broken, "缺少正文", id="no main part"
        ),
        pytest.param(
            files.zipped({"word/document.xml": "<w><"}),
            Broken,
            "内部结构已损坏",
            id="bad xml",
        ),
        pytest.param(files.docx(""), NoText, "可能只有图片", id="docx of pictures"),
        pytest.param(BOMB, TooLarge, "异常庞大", id="zip bomb"),
        pytest.param(lying_zip(), TooLarge, "异常庞大", id="zip that lies about its size"),
        pytest.param(
            files.zipped({f"word/{n}": "" for n in range(6000)}),
            TooLarge,
            "异常",
            id="crowd",
        ),
        pytest.param(
            files.docx(files.paragraph("&b;"), prolog=ENTITIES), Broken, "实体", id="laughs"
        ),
        pytest.param(
            files.docx(files.paragraph("&a;"), prolog=SPYING), Broken, "实体", id="spying"
        ),
        pytest.param(
            files.docx("<w:sdt>" * 60 + "</w:sdt>" * 60), Broken, "嵌套", id="deep nesting"
        ),
        pytest.param(GOOD_PDF[:200], Broken, "重新导出 PDF", id="cut pdf"),
        pytest.param(files.pdf([], []), NoText, "共 2 页，没有文字层", id="scan"),
        pytest.param(
            files.pdf([(280, 30, "— 1 —")], [(280, 30, "— 2 —")]),
            NoText,
            "扫描件",
            id="scan with page numbers",
        ),
        pytest.param(files.pdf(*[[]] * 1001), TooLarge, "1001 页", id="endless pdf"),
        pytest.param(
            files.pdf(
                [(90, 700, "一、总体要求")],
                trailer=(
                    f"/ID [<{'0' * 32}> <{'0' * 32}>] /Encrypt << /Filter /Standard /V 1 /R 2"
                    f" /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"
                ),
            ),
            Locked,
            "取消密码",
            id="encrypted pdf",
        ),
        pytest.param(
            files.pdf([(90, 700, "一、总体要求" + " " * 30_000_000)]),
            TooLarge,
            "异常庞大",
            id="pdf bomb",
        ),
    ],
)
def test_a_bad_file_is_turned_down_in_a_sentence(
    raw: bytes, refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words) as caught:
        read(raw, name="坏文件")

    assert str(caught.value).startswith("文件“坏文件”")
    assert str(caught.value).endswith("。")


def test_a_file_of_200_mb_is_turned_down_unread(tmp_path: Path) -> None:
    path = tmp_path / "大文件.docx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(TooLarge, match="大小为 200 MB，超过 20 MB 的上限"):
        read_path(path)
    with pytest.raises(TooLarge, match="超过 20 MB 的上限"):
        check_size(path.stat().st_size, name=path.name)


def test_a_stream_without_end_is_left_at_the_limit() -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 < size <= 1001, "all of it was asked for"
            return b"a" * size

    with pytest.raises(TooLarge):
        read_stream(Endless(), limits=Limits(size=1000))


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(SPEECH.encode(),))
    writer.start()

    assert read_path(pipe).text == SPEECH
    writer.join()


@pytest.mark.parametrize("name", ["没有.txt", ""])
def test_a_path_that_is_no_file_is_turned_down(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused, match=r"找不到|是文件夹"):
        read_path(tmp_path / name)
