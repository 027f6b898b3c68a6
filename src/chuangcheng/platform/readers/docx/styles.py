"""What a paragraph inherits from its style: a list, or being a line of the contents page."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from chuangcheng.platform.intake.markup import attribute, child, child_value, children

CONTENTS_NAMES = ("toc ", "目录 ")
DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    name: str
    parent: str | None
    list_id: str | None
    depth: int | None


class Styles:
    """The paragraph styles of a document, asked with inheritance."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else children(root, "style")
        self._styles = {attribute(each, "styleId") or "": _style(each) for each in found}
        self._default = next(
            (
                attribute(each, "styleId")
                for each in (() if root is None else children(root, "style"))
                if attribute(each, "default") in {"1", "true"}
                and attribute(each, "type") == "paragraph"
            ),
            None,
        )

    def list_of(self, style_id: str | None) -> tuple[str | None, int]:
        """Return the list a style belongs to, and how deep in it."""
        list_id: str | None = None
        depth: int | None = None
        for style in self._ancestry(style_id or self._default):
            list_id = style.list_id if list_id is None else list_id
            depth = style.depth if depth is None else depth
        return list_id, depth or 0

    def is_contents(self, style_id: str | None) -> bool:
        """Tell whether paragraphs of this style are lines of a table of contents."""
        return any(
            style.name.lower().startswith(CONTENTS_NAMES)
            for style in self._ancestry(style_id)
        )

    def _ancestry(self, style_id: str | None) -> list[Style]:
        line: list[Style] = []
        # A damaged file may make a style its own ancestor.
        while style_id is not None and style_id in self._styles and len(line) < DEEPEST:
            line.append(self._styles[style_id])
            style_id = line[-1].parent
        return line


def _style(element: Element) -> Style:
    numbered = child(child(element, "pPr"), "numPr")
    depth = child_value(numbered, "ilvl")
    return Style(
        name=child_value(element, "name") or "",
        parent=child_value(element, "basedOn"),
        list_id=child_value(numbered, "numId"),
        depth=int(depth) if depth and depth.isdigit() else None,
    )
