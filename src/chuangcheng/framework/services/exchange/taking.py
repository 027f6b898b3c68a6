"""From a workbook that was looked through to an edition: a new draft, or a changed one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework.comparison import likeness_of
from chuangcheng.framework.exchange import About, Content, WorkbookRefused
from chuangcheng.framework.models import (
    Edition,
    EditionState,
    Indicator,
    IndicatorMatch,
    MatchState,
)
from chuangcheng.framework.queries import nodes
from chuangcheng.framework.services.exchange import rows
from chuangcheng.framework.services.exchange.preview import Preview, Target, preview
from chuangcheng.platform import audit


@transaction.atomic
def apply(raw: bytes, target: Target, *, name: str, by: User, at: datetime) -> Edition:
    """Take a workbook over, all of it or nothing; return the edition that now holds it.

    Raises:
        Refused: the file is no workbook of this framework, or something in it is wrong.
    """
    # Locked so that the draft is still the one that was looked at.
    Edition.objects.select_for_update().get(pk=target.edition.pk)
    found = preview(raw, target, name=name)
    if not found.is_clean:
        first = found.problems[0]
        raise WorkbookRefused(
            f"{name or '表格'}有 {len(found.problems)} 处问题，没有导入。首处在{first}。"
        )
    try:
        edition = (
            _new_draft(found, target, by=by, at=at) if target.is_new else _draft(found)
        )
    except IntegrityError as clash:
        raise WorkbookRefused(
            f"{name or '表格'}与现有数据冲突（点位类型重名等），没有导入，请核对后重新上传。"
        ) from clash
    audit.record(
        "framework.edition.imported",
        subject="framework.edition",
        key=str(edition),
        by=by,
        detail={"file": name, "base": found.base.name, "changes": len(found.changes)},
    )
    return edition


def _new_draft(found: Preview, target: Target, *, by: User, at: datetime) -> Edition:
    about = found.content.about
    edition = Edition.objects.create(
        framework=target.edition.framework,
        name=target.new_name,
        state=EditionState.DRAFT,
        based_on=found.base,
        created_at=at,
        **_facts(about),
    )
    written = _write(edition, found.content, {})
    base = {each.code: each for each in found.base.indicators.all()}
    pairs = [
        (base[code].pk, written[row.code].pk)
        for code, row in found.heirs.pairs()
        if base[code].level == row.level
    ]
    _match(found.base, edition, pairs, by=by, at=at)
    return edition


def _draft(found: Preview) -> Edition:
    edition = found.base
    for name, value in _facts(found.content.about).items():
        setattr(edition, name, value)
    edition.save(update_fields=list(_facts(found.content.about)))
    _write(edition, found.content, found.heirs.keeper())
    return edition


def _facts(about: About) -> Mapping[str, object]:
    return {
        "full_score": about.full_score,
        "has_reconstructed_scores": about.has_reconstructed_scores,
        "url": about.url,
        "note": about.note,
    }


def _write(
    edition: Edition, content: Content, keeps: Mapping[str, str]
) -> Mapping[str, Indicator]:
    written = rows.write_indicators(edition, content.entries, keeps)
    types = rows.write_types(content.types)
    rows.write_checklists(edition, content, types, written)
    rows.write_vetoes(edition, content.vetoes)
    rows.write_conditions(edition, content.conditions)
    return written


def _match(
    older: Edition,
    newer: Edition,
    pairs: Sequence[tuple[int, int]],
    *,
    by: User,
    at: datetime,
) -> None:
    """Confirm what the workbook's marks say: a person left or copied them."""
    alike = _likeness(older, newer, pairs)
    IndicatorMatch.objects.bulk_create(
        IndicatorMatch(
            older_id=pair[0],
            newer_id=pair[1],
            state=MatchState.CONFIRMED,
            likeness=alike.get(pair, 0.0),
            by=by,
            at=at,
        )
        for pair in pairs
    )


def _likeness(
    older: Edition, newer: Edition, pairs: Iterable[tuple[int, int]]
) -> Mapping[tuple[int, int], float]:
    known = nodes.of_editions([older, newer], nodes.type_names())
    found: Mapping[tuple[int, int], float] = likeness_of(
        known[older.pk], known[newer.pk], list(pairs)
    )
    return found
