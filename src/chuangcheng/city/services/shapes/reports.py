"""What a person reads about the boundaries they uploaded: kept as JSON between two pages."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import shapely
from pydantic import BaseModel, ConfigDict

from chuangcheng.city import codes
from chuangcheng.city.boundaries.mending import Repair, repairs_for
from chuangcheng.city.boundaries.topology import Finding, Kind
from chuangcheng.city.services.shapes.planning import Plan, Stage

SHOWN = 500
_MOST_MOVED = 5
KINDS: Mapping[Kind, str] = {
    Kind.INVALID: "边界自相交",
    Kind.OVERLAP: "重叠",
    Kind.GAP: "空隙",
    Kind.OUTSIDE: "超出上级",
    Kind.SLIVER: "狭缝",
    Kind.CHILDLESS: "没有下级边界",
}
REPAIRS: Mapping[Repair, str] = {
    Repair.CUT: "超出上级的部分切掉",
    Repair.MATCH: "两米以内的边界对齐，重叠处归现有边界或编码较小的一方",
    Repair.FILL: "一万平方米以下的空隙并入共用边界最长的邻居",
}
_BRIEFLY: Mapping[Repair, str] = {
    Repair.CUT: "切掉",
    Repair.MATCH: "对齐",
    Repair.FILL: "并入",
}
_LIGHT = frozenset({Kind.SLIVER, Kind.CHILDLESS})


class State(StrEnum):
    """How far an upload is."""

    LOOKING = "LOOKING"
    ASKING = "ASKING"
    FAULTY = "FAULTY"
    READY = "READY"
    TAKING = "TAKING"
    TAKEN = "TAKEN"
    REFUSED = "REFUSED"


class Issue(BaseModel):
    """One finding with its place on the map."""

    model_config = ConfigDict(frozen=True)
    id: int
    kind: str
    is_grave: bool
    text: str
    place: dict[str, Any]


class Count(BaseModel):
    """How many of a kind, or of a level."""

    model_config = ConfigDict(frozen=True)
    label: str
    count: int
    detail: str = ""


class Report(BaseModel):
    """Everything the page shows; what does not apply yet is empty."""

    model_config = ConfigDict(frozen=True)
    state: State
    refusal: str = ""
    datum: str = ""
    source: str = ""
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    may_be_swapped: bool = False
    levels: Sequence[Count] = ()
    kinds: Sequence[Count] = ()
    issues: Sequence[Issue] = ()
    issue_count: int = 0
    repairs: Sequence[Repair] = ()
    moved_count: int = 0
    moved_square_metres: float = 0
    # By repair, in the words of the page.
    moved_by: Sequence[Count] = ()
    most_moved: Sequence[str] = ()
    taken: int = 0
    changed: int = 0

    @property
    def unchanged(self) -> int:
        return self.taken - self.changed


def of_plan(plan: Plan, stages: Sequence[Stage]) -> Report:
    """Write down what was found and what mending everything would change."""
    findings = [finding for stage in stages for finding in stage.findings]
    # What weighs most is read first.
    findings.sort(key=lambda each: (list(KINDS).index(each.kind), -each.square_metres))
    moved = sorted(
        (each for stage in stages for each in stage.mended.moved),
        key=lambda each: -each.square_metres,
    )
    return Report(
        state=State.FAULTY if plan.problems else State.READY,
        datum=plan.datum.value,
        source=plan.source.value,
        problems=[problem.text for problem in plan.problems],
        notes=list(plan.notes),
        may_be_swapped=plan.may_be_swapped,
        levels=_levels(plan),
        kinds=_kinds(findings),
        issues=[_issue(*each) for each in enumerate(findings[:SHOWN], start=1)],
        issue_count=len(findings),
        repairs=repairs_for(findings),
        moved_count=len(moved),
        moved_square_metres=sum(each.square_metres for each in moved),
        moved_by=_moved_by(stages),
        most_moved=[
            f"{each.name} {each.square_metres:,.0f} 平方米" for each in moved[:_MOST_MOVED]
        ],
    )


def _moved_by(stages: Sequence[Stage]) -> list[Count]:
    """Tell what each repair moves; one after the other, so that a later one may move a strip again."""
    counts = []
    for repair, label in _BRIEFLY.items():
        shares = [stage.mended.by_repair.get(repair, 0.0) for stage in stages]
        if area := sum(shares):
            counts.append(Count(label=label, count=round(area)))
    return counts


def _levels(plan: Plan) -> list[Count]:
    counts = []
    for level in plan.levels():
        here = [entry for entry in plan.entries if entry.level == level]
        new = sum(entry.region is None for entry in here)
        redrawn = sum(entry.code in plan.ground.shapes for entry in here)
        detail = f"新增区划 {new} 个，替换现有边界 {redrawn} 个"
        counts.append(Count(label=codes.NAMES[level], count=len(here), detail=detail))
    return counts


def _kinds(findings: Sequence[Finding]) -> list[Count]:
    counts = []
    for kind, label in KINDS.items():
        here = [finding for finding in findings if finding.kind is kind]
        area = sum(finding.square_metres for finding in here)
        if here:
            detail = f"合计 {area:,.0f} 平方米" if area else ""
            counts.append(Count(label=label, count=len(here), detail=detail))
    return counts


def _issue(number: int, finding: Finding) -> Issue:
    return Issue(
        id=number,
        kind=KINDS[finding.kind],
        is_grave=finding.kind not in _LIGHT,
        text=finding.text,
        place=json.loads(shapely.to_geojson(finding.place)),
    )
