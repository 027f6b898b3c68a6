"""The life of an edition: draft, in force, retired."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, EditionState, Framework
from chuangcheng.framework.queries.validation import findings
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.overtaken import refuse_overtaken
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class EditionRefused(Refused):
    """The edition cannot be made, or moved on, like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What a person says about an edition."""

    name: str
    full_score: Decimal | None
    has_reconstructed_scores: bool
    note: str
    url: str


@transaction.atomic
def add_framework(*, code: str, name: str, authority: str, by: User) -> Framework:
    """Add a framework of the city's own; the first one becomes the main one.

    Raises:
        EditionRefused: code or name are taken.
    """
    for field, value, words in (("code", code, "代码"), ("name", name, "名称")):
        if Framework.objects.filter(**{field: value}).exists():
            raise EditionRefused(f"已有{words}为“{value}”的测评体系，请换一个{words}。")
    framework = Framework.objects.create(
        code=code,
        name=name,
        authority=authority,
        is_main=not Framework.objects.filter(is_main=True).exists(),
        order=Framework.objects.count(),
    )
    audit.record(
        "framework.framework.added",
        subject="framework.framework",
        key=framework.code,
        by=by,
        detail={"name": name},
    )
    return framework


@transaction.atomic
def start_empty(
    framework: Framework, facts: EditionFacts, *, by: User, at: datetime
) -> Edition:
    """Begin a draft with nothing in it.

    Raises:
        EditionRefused: the framework has an edition of this name.
    """
    refuse_taken_name(framework, facts.name)
    edition = Edition(framework=framework, created_at=at)
    _take_over(edition, facts)
    edition.save()
    drafts.note("edition.started", edition, by=by)
    return edition


def refuse_taken_name(framework: Framework, name: str, *, besides: int = 0) -> None:
    """Make sure that a framework has no other edition of this name, nor gets one meanwhile.

    Raises:
        EditionRefused: it has.
    """
    _lock(framework)
    if framework.editions.filter(name=name).exclude(pk=besides).exists():
        raise EditionRefused(f"{framework.name}已有名为“{name}”的版本，请换一个名称。")


def _lock(framework: Framework) -> None:
    """Let one person at a time change which editions there are and which of them counts."""
    Framework.objects.select_for_update(no_key=True).get(pk=framework.pk)


@transaction.atomic
def describe(edition_id: int, facts: EditionFacts, *, seen: str = "", by: User) -> Edition:
    """Correct what is said about a draft as a whole.

    `seen` is the mark of what the person saw before.

    Raises:
        NotADraft: it is no draft.
        Overtaken: it was changed since.
        EditionRefused: the name is taken.
    """
    edition = drafts.lock(edition_id)
    refuse_overtaken(edition, EditionFacts, seen)
    refuse_taken_name(edition.framework, facts.name, besides=edition.pk)
    _take_over(edition, facts)
    edition.save()
    drafts.note("edition.described", edition, by=by)
    return edition


def _take_over(edition: Edition, facts: EditionFacts) -> None:
    edition.name, edition.note, edition.url = facts.name, facts.note, facts.url
    edition.full_score = facts.full_score
    edition.has_reconstructed_scores = facts.has_reconstructed_scores


@transaction.atomic
def put_in_force(edition_id: int, *, by: User, at: datetime) -> Edition:
    """Let a draft count from today; the edition that counted until now is retired.

    Raises:
        NotADraft: it is no draft.
        EditionRefused: the rules find errors in it.
    """
    edition = drafts.lock(edition_id)
    if errors := [each for each in findings(edition) if each.is_error]:
        raise EditionRefused(
            f"校核发现 {len(errors)} 处错误，改正后才能启用。第一处：{errors[0].words}"
        )
    # Of two drafts put in force at once, the second retires the first.
    _lock(edition.framework)
    today = timezone.localdate(at)
    former = edition.framework.editions.in_force().select_for_update().first()
    if former:
        former.state, former.retired_on = EditionState.RETIRED, today
        former.save(update_fields=["state", "retired_on"])
    edition.state, edition.in_force_from = EditionState.IN_FORCE, today
    edition.save(update_fields=["state", "in_force_from"])
    drafts.note(
        "edition.put_in_force", edition, by=by, former=str(former) if former else ""
    )
    return edition


@transaction.atomic
def withdraw(edition_id: int, *, by: User) -> None:
    """Delete a draft with all it holds.

    Raises:
        NotADraft: it is no draft.
        EditionRefused: another edition was copied from it.
    """
    edition = drafts.lock(edition_id)
    if successor := edition.successors.first():
        raise EditionRefused(
            f"“{successor.name}”是从这份草案复制的，请先撤销它，再撤销这份草案。"
        )
    drafts.note("edition.withdrawn", edition, by=by)
    edition.delete()
