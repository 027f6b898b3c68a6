"""Office files built in memory for the readers, good ones and bad ones."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
LINKS = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts into a zip."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return packed.getvalue()


def docx(body: str, *, numbering: str = "", styles: str = "", prolog: str = "") -> bytes:
    """Build a Word document from the XML of its body, lists and styles."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{XML}<Types/>",
        "_rels/.rels": LINKS,
        "word/document.xml": f"{XML}{prolog}{part('document', f'<w:body>{body}</w:body>')}",
    }
    if numbering:
        parts["word/numbering.xml"] = XML + part("numbering", numbering)
    if styles:
        parts["word/styles.xml"] = XML + part("styles", styles)
    return zipped(parts)


def part(root: str, content: str) -> str:
    """Wrap the content of a part in its root element."""
    spaces = (
        f'xmlns:w="{W}" xmlns:v="urn:v" xmlns:wps="urn:wps"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    return f"<w:{root} {spaces}>{content}</w:{root}>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, about: str = "") -> str:
    """Build a paragraph; strings without markup become runs."""
    words = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{about}</w:pPr>{words}</w:p>"


def item(text: str, *, list_id: int = 1, depth: int = 0) -> str:
    """Build a paragraph with an automatic number."""
    about = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, about=about)


def level(depth: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(levels: str, *nums: str) -> str:
    """Build numbering.xml with one abstract list; `nums` are the insides of its uses."""
    uses = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="0"/>{inside}</w:num>'
        for index, inside in enumerate(nums or ("",), start=1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{uses}'


def cell(*blocks: str, about: str = "") -> str:
    inside = "".join(each if each.startswith("<") else paragraph(each) for each in blocks)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside or paragraph()}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    written = "".join(
        "<w:tr>" + "".join(each if each.startswith("<") else cell(each) for each in row)
        + "</w:tr>"
        for row in rows
    )  # fmt: skip
    return f"<w:tbl>{written}</w:tbl>"


Line = tuple[float, float, str]
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    " /DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000"
    " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
    " /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
    " /CapHeight 880 /StemV 93 >> >> ] >>"
)


def pdf(*pages: Sequence[Line], size: int = 12, trailer: str = "", more: str = "") -> bytes:
    """Build a PDF from lines placed at x, y (from the bottom left of an A4 page)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", FONT]
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in lines
        )
        stream = zlib.compress(shown.encode())
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(
            f"<< /Filter /FlateDecode /Length {len(stream)} >>\nstream\n"
            f"{stream.decode('latin-1')}\nendstream"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _assembled([*objects, more] if more else objects, trailer)


def _assembled(objects: Sequence[str], trailer: str) -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(written)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
        f"startxref\n{start}\n%%EOF"
    ).encode("latin-1")
    return written


def ole(stream_name: str) -> bytes:
    """Build the smallest compound file that holds one named stream."""
    sector = 512
    free, end, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def u32(*numbers: int) -> bytes:
        return b"".join(number.to_bytes(4, "little") for number in numbers)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le").ljust(64, b"\0")
        length = (2 * len(name) + 2).to_bytes(2, "little")
        links = u32(free, free, child)
        return written + length + bytes([kind, 1]) + links + bytes(36) + u32(start, size, 0)

    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
        + u32(0, 1, 1, 0, 4096, end, 0, end, 0, 0) + u32(*[free] * 108)
    )  # fmt: skip
    allocation = u32(table_mark, end, *range(3, 10), end, *[free] * 118)
    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream_name, 2, free, 2, 4096)
    return header + allocation + directory.ljust(sector, b"\0") + bytes(4096)
