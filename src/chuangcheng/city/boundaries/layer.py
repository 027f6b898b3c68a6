"""What a boundary file says, before anything is decided about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from shapely.geometry.base import BaseGeometry

from chuangcheng.city.boundaries import rings
from chuangcheng.city.boundaries.systems import System
from chuangcheng.platform.refusal import Refused

# As much of a name as a sentence can carry.
_SHOWN = 30


class BoundariesRefused(Refused):
    """The file cannot be read as boundaries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One area of the file; `number` counts from one, as a person does."""

    number: int
    code: str
    name: str
    parent: str
    shape: BaseGeometry

    @property
    def called(self) -> str:
        """Name it so that its owner finds it: 第 3 个要素（东街一网格）."""
        return _called(self.number, self.name or self.code)


def _called(number: int, known: str) -> str:
    shown = known if len(known) <= _SHOWN else f"{known[:_SHOWN]}……"
    return f"第 {number} 个要素" + (f"（{shown}）" if shown else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What must be put right in the file before it can be taken over."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The areas of a file, what is wrong with others, and what was put right without asking."""

    features: Sequence[Feature]
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    # What the file says about its coordinates; None if it says nothing.
    system: System | None = None

    def with_problems(self, problems: Sequence[Problem]) -> Self:
        """Add problems, and leave out the features that have one."""
        if not problems:
            return self
        faulty = {problem.number for problem in problems}
        kept = [each for each in self.features if each.number not in faulty]
        every = sorted((*self.problems, *problems), key=lambda problem: problem.number)
        return replace(self, features=kept, problems=every)


_CODE = (
    "code",
    "区划代码",
    "编码",
    "代码",
    "网格代码",
    "网格编码",
    "单元网格编码",
    "bgcode",
)
_NAME = ("name", "名称", "网格名称", "区划名称", "单元网格名称", "bgname")
_PARENT = ("parent", "上级代码", "上级区划代码", "社区代码", "所属社区代码")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Code, name and parent as the file's table has them."""

    code: str
    name: str
    parent: str


def labels_of(properties: Mapping[str, object]) -> Labels:
    """Read the columns that may hold code, name and the code of the parent."""
    known = {str(key).strip().lower(): value for key, value in properties.items()}
    return Labels(
        code=_first(known, _CODE), name=_first(known, _NAME), parent=_first(known, _PARENT)
    )


def _first(known: Mapping[str, object], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(known.get(name)))), "")


def _text(value: object) -> str:
    """Write a cell as text; table programs keep codes as numbers with a fraction of zero."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    # Shapefiles fill their cells up with it, and the database holds none.
    return str(value).replace("\x00", "").strip()


@dataclass(slots=True)
class Draft:
    """Collects what is read, feature by feature."""

    features: list[Feature] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    closed: int = 0
    flattened: int = 0

    def refuse(self, number: int, labels: Labels, text: str) -> None:
        called = _called(number, labels.name or labels.code)
        self.problems.append(Problem(number=number, text=f"{called}{text}"))

    def take(self, number: int, labels: Labels, parts: Sequence[object]) -> None:
        """Draw one feature, or say why it cannot be drawn."""
        mended = rings.Mended()
        try:
            shape = rings.polygons(parts, mended)
        except rings.BadRing as bad:
            self.refuse(number, labels, str(bad))
            return
        self.closed += mended.closed
        self.flattened += bool(mended.flattened)
        self.features.append(
            Feature(
                number=number,
                code=labels.code,
                name=labels.name,
                parent=labels.parent,
                shape=shape,
            )
        )

    def layer(self, system: System | None) -> Layer:
        """Finish reading."""
        notes = []
        if self.closed:
            notes.append(f"{self.closed} 个环首尾没有闭合，已补上首尾相接的一段。")
        if self.flattened:
            notes.append(f"{self.flattened} 个要素含高程，只取经纬度，高程已略去。")
        return Layer(
            features=self.features,
            problems=self.problems,
            notes=notes,
            system=system,
        )
