"""XML from outside: parsed only when it declares no document type."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from chuangcheng.platform.intake.refusals import Broken, called


class _PrologSeen(Exception):
    """The root element has begun; no document type can follow."""


def parse(xml: bytes, *, name: str = "") -> ElementTree.Element:
    """Parse a part of an office file.

    Entities can only be declared in a document type, and office files never have one, so
    one that does is an attack and is turned down unread.

    Raises:
        Broken: the XML is damaged, or declares a document type.
    """
    try:
        _refuse_document_type(xml, name)
        return ElementTree.fromstring(xml)  # noqa: S314 - it declares no entities.
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as damage:
        raise Broken(
            f"{called(name)}的内部结构已损坏，请用 Word、Excel 或 WPS 打开原件"
            "另存一份后再上传。"
        ) from damage


def local_name(element: ElementTree.Element) -> str:
    """Name an element without its namespace, which differs between editions of the format."""
    return element.tag.rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """Read an attribute whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    """Return the first child of a name."""
    return None if element is None else next(children(element, name), None)


def children(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Go through the children of a name."""
    return (each for each in element if local_name(each) == name)


def child_value(element: ElementTree.Element | None, name: str) -> str | None:
    """Read the `val` attribute of a child, the way the office formats keep properties."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def _refuse_document_type(xml: bytes, name: str) -> None:
    def on_document_type(*_: object) -> None:
        raise Broken(
            f"{called(name)}含有不安全的实体声明，为保障安全未予打开，"
            "请用 Word、Excel 或 WPS 新建文档粘贴内容后再上传。"
        )

    def on_root(*_: object) -> None:
        raise _PrologSeen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_document_type
    parser.StartElementHandler = on_root
    try:
        parser.Parse(xml)
    except _PrologSeen:
        return
