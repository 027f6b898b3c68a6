"""One door for every kind of document: bytes in, `Source` out."""

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from chuangcheng.platform.intake import encoding
from chuangcheng.platform.intake.kinds import Kind, kind_of
from chuangcheng.platform.intake.limits import (
    DEFAULT,
    Limits,
    check_size,
    read_file,
    read_limited,
)
from chuangcheng.platform.intake.refusals import (
    EmptyFile,
    FileRefused,
    Locked,
    NoText,
    Unsupported,
    called,
)
from chuangcheng.platform.readers import docx, pdf
from chuangcheng.platform.readers.source import Format, Source
from chuangcheng.platform.readers.tidying import tidy

ADVICE: Mapping[Kind, str] = {
    Kind.DOC: "是旧版 Word 或 WPS 文档，请打开后另存为 .docx 再上传",
    Kind.RTF: "是 RTF 文档，请用 Word 或 WPS 打开后另存为 .docx 再上传",
    Kind.OPEN_DOCUMENT: "是 ODF 文档，请用 Word 或 WPS 打开后另存为 .docx 再上传",
    Kind.OFD: "是 OFD 版式文件，请改传 .docx 原件，或导出为带文字的 PDF 再上传",
    Kind.HTML: "是网页文件，请把正文复制到 Word 文档中，存为 .docx 再上传",
    Kind.XLSX: "是 Excel 表格，不是文档；台账请改用“导入台账”上传",
    Kind.XLS: "是 Excel 表格，不是文档；台账请另存为 .xlsx 后改用“导入台账”上传",
    Kind.PPTX: "是演示文稿，请把文字内容复制到 Word 文档中，存为 .docx 再上传",
    Kind.PPT: "是演示文稿，请把文字内容复制到 Word 文档中，存为 .docx 再上传",
    Kind.IMAGE: "是图片，没有可读取的文字，请改传 .docx 原件，或先作文字识别",
    Kind.ARCHIVE: "是压缩包，请解压后逐份上传其中的文档",
    Kind.BINARY: "不是文档，无法读取，请上传 .docx、带文字的 .pdf 或 .txt 文件",
}


def read(raw: bytes, *, name: str = "", limits: Limits = DEFAULT) -> Source:
    """Read a document of whatever kind its bytes turn out to be.

    Raises:
        FileRefused: it is empty, too large, locked, broken, of another kind or without text.
    """
    check_size(len(raw), name=name, limits=limits)
    kind = kind_of(raw, name=name, limits=limits)
    if kind is Kind.TEXT:
        return _source(_read_text(raw, name), name, Format.TEXT)
    if kind is Kind.DOCX:
        return _source(docx.read(raw, name=name, limits=limits), name, Format.DOCX)
    if kind is Kind.PDF:
        return _source(pdf.read(raw, name=name), name, Format.PDF)
    raise _turned_down(kind, name)


def read_path(path: Path, *, limits: Limits = DEFAULT) -> Source:
    """Read a document from disk; its size is looked at before its bytes.

    Raises:
        FileRefused: as for `read`, or the file cannot be opened.
    """
    return read(read_file(path, limits=limits), name=path.name, limits=limits)


def read_stream(stream: BinaryIO, *, name: str = "", limits: Limits = DEFAULT) -> Source:
    """Read a document from a stream, such as standard input or an upload.

    Raises:
        FileRefused: as for `read`; a stream over the limit is not read to its end.
    """
    return read(
        read_limited(stream, name=name, limits=limits),
        name=name,
        limits=limits,
    )


def _read_text(raw: bytes, name: str) -> str:
    text = tidy(encoding.decode(raw, name=name))
    if not text.strip():
        raise EmptyFile(f"{called(name)}里只有空白，没有文字，请检查后重新选择文件。")
    return text


def _source(text: str, name: str, file_format: Format) -> Source:
    if not any(each.isalnum() for each in text):
        raise NoText(f"{called(name)}里没有可读取的文字，请检查后重新选择文件。")
    return Source(text=text, name=name, format=file_format)


def _turned_down(kind: Kind, name: str) -> FileRefused:
    if kind is Kind.LOCKED_OFFICE:
        return Locked(
            f"{called(name)}设有打开密码，无法读取，请在 Word 或 WPS 中取消密码后"
            "另存为 .docx 再上传。"
        )
    return Unsupported(f"{called(name)}{ADVICE[kind]}。")
