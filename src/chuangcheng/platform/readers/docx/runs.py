"""The visible words of a paragraph."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from chuangcheng.platform.intake.markup import attribute, child, children, local_name

# Deleted or moved away by tracked changes, codes of fields, pinyin above characters,
# and drawings: what they hold is not part of the line.
NOT_READ = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "rPr", "pPr", "pict"}
    | {"drawing", "object", "AlternateContent", "sdtPr", "footnoteReference"}
)
WRITTEN = {"tab": " ", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
OFF = frozenset({"0", "false", "off"})


def words_of(element: Element) -> str:
    """Join the visible text below an element, as accepting all tracked changes would."""
    return "".join(_words(element))


def text_boxes_of(paragraph: Element) -> Iterator[Element]:
    """Find the contents of text boxes anchored in a paragraph, each of them once."""
    for each in paragraph:
        name = local_name(each)
        if name == "AlternateContent":
            # The fallback repeats the choice for older programs.
            chosen = child(each, "Choice")
            yield from text_boxes_of(each if chosen is None else chosen)
        elif name == "txbxContent":
            yield each
        elif name not in {"del", "moveFrom"}:
            yield from text_boxes_of(each)


def _words(element: Element) -> Iterator[str]:
    for each in element:
        name = local_name(each)
        if name in NOT_READ:
            continue
        if name == "t":
            yield each.text or ""
        elif name == "br":
            yield "" if attribute(each, "type") in {"page", "column"} else "\n"
        elif name in WRITTEN:
            yield WRITTEN[name]
        elif name != "r" or not _is_hidden(each):
            yield from _words(each)


def _is_hidden(run: Element) -> bool:
    properties = child(run, "rPr")
    if properties is None:
        return False
    return any(attribute(each, "val") not in OFF for each in children(properties, "vanish"))
