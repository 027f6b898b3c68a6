"""A PDF opened by pdfium, one at a time."""

import threading

import pypdfium2
import pypdfium2.raw as pdfium

from chuangcheng.platform.intake.refusals import Broken, Locked, NoText, TooLarge, called
from chuangcheng.platform.readers.pdf.guard import check_streams
from chuangcheng.platform.readers.pdf.layout import rows_of
from chuangcheng.platform.readers.pdf.page import PageText, read_page
from chuangcheng.platform.readers.pdf.paragraphs import (
    paragraphs_of,
    without_running_heads,
)
from chuangcheng.platform.readers.tidying import tidy

MOST_PAGES = 1000
# A scan still has page numbers, stamps or a watermark as text.
LEAST_CHARACTERS = 10
LEAST_PER_PAGE = 10
UNREADABLE_SHARE = 0.2
# pdfium keeps global state and must not run in two threads at once.
ONE_AT_A_TIME = threading.Lock()


def read(raw: bytes, *, name: str = "") -> str:
    """Write out the text layer of a PDF as paragraphs.

    Raises:
        FileRefused: it is broken, locked, a bomb, too long, or a scan without text.
    """
    check_streams(raw, name=name)
    with ONE_AT_A_TIME:
        pages = _pages(raw, name)
    _check_text(pages, name)
    rows = without_running_heads([(rows_of(page.pieces), page.height) for page in pages])
    return tidy("\n".join(paragraphs_of(rows)))


def _pages(raw: bytes, name: str) -> list[PageText]:
    document = _opened(raw, name)
    try:
        if len(document) > MOST_PAGES:
            raise TooLarge(
                f"{called(name)}共 {len(document)} 页，超过 {MOST_PAGES} 页的上限，"
                "请只保留需要提取的部分再上传。"
            )
        pages = []
        for index in range(len(document)):
            page = document[index]
            # Characters are measured on the page as written, before it is turned for show.
            page.set_rotation(0)
            pages.append(read_page(page))
            page.close()
    except pypdfium2.PdfiumError as damage:
        raise _broken(name) from damage
    finally:
        document.close()
    return pages


def _opened(raw: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(raw)
        len(document)
    except pypdfium2.PdfiumError as failure:
        if failure.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Locked(
                f"{called(name)}设有打开密码，无法读取，请取消密码后重新导出再上传。"
            ) from failure
        raise _broken(name) from failure
    return document


def _check_text(pages: list[PageText], name: str) -> None:
    count = sum(page.character_count for page in pages)
    if count < max(LEAST_CHARACTERS, LEAST_PER_PAGE * len(pages)):
        raise NoText(
            f"{called(name)}共 {len(pages)} 页，没有文字层，应为扫描件，"
            "请改传 .docx 原件，或先作文字识别后再上传。"
        )
    if sum(page.unreadable_count for page in pages) > UNREADABLE_SHARE * count:
        raise NoText(
            f"{called(name)}的文字层使用了无法识别的字体编码，"
            "请改传 .docx 原件，或先作文字识别后再上传。"
        )


def _broken(name: str) -> Broken:
    return Broken(f"{called(name)}已损坏，无法打开，请重新导出 PDF 后再上传。")
