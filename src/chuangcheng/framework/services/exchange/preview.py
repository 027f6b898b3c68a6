"""Say what taking a workbook over would change, before anything is changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chuangcheng.framework.comparison.changes import Change, Link, changes
from chuangcheng.framework.exchange import (
    Content,
    Item,
    Problem,
    ReadContent,
    WorkbookRefused,
    read,
)
from chuangcheng.framework.exchange.sheets import (
    CONDITIONS,
    ITEMS,
    TYPES,
    VETOES,
)
from chuangcheng.framework.models import Edition, EditionState, Indicator
from chuangcheng.framework.queries import nodes
from chuangcheng.framework.queries.contents import content_of
from chuangcheng.framework.queries.validation import findings_of_content
from chuangcheng.framework.rules import Finding
from chuangcheng.framework.services.exchange.heirs import Heirs, heirs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a workbook goes: into a new draft of this name, or without one into the draft itself."""

    edition: Edition
    new_name: str = ""

    @property
    def is_new(self) -> bool:
        return bool(self.new_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much of a sheet is new, different, gone or as it was."""

    title: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def words(self) -> str:
        counts = (("新增", self.added), ("修改", self.changed), ("删去", self.removed))
        return "、".join(f"{verb} {count} 行" for verb, count in counts if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a workbook says, against the edition it continues (`base`) or is taken into."""

    base: Edition
    base_content: Content
    read: ReadContent
    heirs: Heirs
    changes: Sequence[Change]
    tallies: Sequence[Tally]
    notices: Sequence[str]
    # What the rules of an edition say about it; none of it keeps a draft from taking it.
    findings: Sequence[Finding]

    @property
    def content(self) -> Content:
        return self.read.content

    @property
    def problems(self) -> Sequence[Problem]:
        return self.read.problems

    @property
    def errors(self) -> Sequence[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> Sequence[Finding]:
        return [finding for finding in self.findings if not finding.is_error]

    @property
    def is_clean(self) -> bool:
        return not self.read.problems

    @property
    def changes_anything(self) -> bool:
        return bool(self.changes) or any(tally.differs for tally in self.tallies)


def preview(raw: bytes, target: Target, *, name: str) -> Preview:
    """Look through a workbook; nothing is changed.

    Raises:
        Refused: the file is no workbook of this framework, or the target cannot take one.
    """
    _check_target(target)
    base_content = content_of(target.edition)
    found = _read(raw, base_content, name)
    base = target.edition
    if target.is_new and (source := _source(found, target)) != target.edition:
        base, base_content = source, content_of(source)
        found = _read(raw, base_content, name)
    by_mark = found.content.about.edition == base.name
    heirs = heirs_of(base_content, found.content, by_mark=by_mark)
    is_clean = not found.problems
    content = found.content
    return Preview(
        base=base,
        base_content=base_content,
        read=found,
        heirs=heirs,
        changes=_changes(base, heirs, content) if is_clean else [],
        tallies=_tallies(base_content, content, heirs) if is_clean else [],
        notices=_notices(found, base_content),
        findings=findings_of_content(content) if is_clean else [],
    )


def _check_target(target: Target) -> None:
    if not target.is_new and target.edition.state != EditionState.DRAFT:
        raise WorkbookRefused(
            f"{target.edition.name}是{target.edition.get_state_display()}版本，不能改动，请导入为新的草案。"
        )
    same = Edition.objects.filter(
        framework_id=target.edition.framework_id, name=target.new_name
    )
    if target.is_new and same.exists():
        raise WorkbookRefused(
            f"{target.edition.framework.name}已有名为“{target.new_name}”的版本，请换一个名称。"
        )


def _read(raw: bytes, base: Content, name: str) -> ReadContent:
    found = read(
        raw,
        name=name,
        known_types=frozenset(each.code for each in base.types),
        base=base,
    )
    about = found.content.about
    if about.framework and about.framework != base.about.framework:
        raise WorkbookRefused(
            f"{name or '表格'}导出自“{about.framework_name or about.framework}”，"
            f"不是“{base.about.framework_name}”的表，请到该体系的版本页导入。"
        )
    return found


def _source(found: ReadContent, target: Target) -> Edition:
    """Find the edition a workbook was exported from; an unknown one means the page's own."""
    named = Edition.objects.filter(
        framework_id=target.edition.framework_id, name=found.content.about.edition
    ).select_related("framework")
    return named.first() or target.edition


def _changes(base: Edition, heirs: Heirs, content: Content) -> list[Change]:
    names = nodes.type_names()
    older = nodes.of_editions([base], names)[base.pk]
    keys = dict(Indicator.objects.filter(edition=base).values_list("code", "pk"))
    links = [Link(older=keys[code], newer=row.row) for code, row in heirs.pairs()]
    return changes(older, nodes.of_content(content, names), links)


def _tallies(base: Content, content: Content, heirs: Heirs) -> list[Tally]:
    keeper = heirs.keeper()
    return [
        _tally(TYPES.title, base.types, content.types, lambda each: each.code),
        _tally(
            ITEMS.title,
            [_by_old_code(each, {}) for each in base.items],
            [_by_old_code(each, keeper) for each in content.items],
            lambda each: (each.point_type, each.code),
        ),
        _tally(VETOES.title, base.vetoes, content.vetoes, lambda each: each.code),
        _tally(
            CONDITIONS.title, base.conditions, content.conditions, lambda each: each.name
        ),
    ]


def _by_old_code(item: Item, keeper: Mapping[str, str]) -> Item:
    """Name an item's standard as the base does, so that a new code alone is no change of it."""
    code = keeper.get(item.indicator, item.indicator)
    return replace(item, indicator=code, indicator_was="")


def _tally(
    title: str,
    before: Iterable[Any],
    after: Iterable[Any],
    key: Callable[[Any], object],
) -> Tally:
    ours = {key(each): each for each in before}
    theirs = {key(each): each for each in after}
    same = sum(theirs[each] == ours[each] for each in ours.keys() & theirs.keys())
    return Tally(
        title=title,
        added=len(theirs.keys() - ours.keys()),
        changed=len(ours.keys() & theirs.keys()) - same,
        removed=len(ours.keys() - theirs.keys()),
        same=same,
    )


def _notices(found: ReadContent, base: Content) -> list[str]:
    notices = []
    if found.missing:
        notices.append(f"表中没有{'、'.join(found.missing)}，这几部分保持原样。")
    if found.loosened:
        notices.append(
            f"有 {found.loosened} 个检查项原来对应的测评标准已删去，导入后暂不对应任何标准。"
        )
    if renamed := _renamed_types(found.content, base):
        notices.append(
            f"点位类型由各版本共用，{'、'.join(renamed[:5])}{'等' if len(renamed) > 5 else ''}"
            "的名称、大类等改动不导入；检查表的观测窗口照常导入。"
        )
    return notices


def _renamed_types(content: Content, base: Content) -> list[str]:
    """Return the known types whose shared facts a workbook says otherwise."""
    known = {each.code: shared_facts(each) for each in base.types}
    return [
        each.code
        for each in content.types
        if each.code in known and shared_facts(each) != known[each.code]
    ]


def shared_facts(kind: Any) -> Any:
    """Return a type without what belongs to the edition's own checklist."""
    return replace(
        kind,
        has_checklist=False,
        observation="",
        observation_metres=None,
        observation_minutes=None,
    )
