"""Keep the standing rules: their versions, what they serve, and when they end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Unit
from chuangcheng.framework.models import (
    Indicator,
    IndicatorLevel,
    Rule,
    RuleBinding,
    RuleVersion,
)
from chuangcheng.platform import audit, numbering, readers
from chuangcheng.platform.refusal import Refused

_SERIES = "制度"
_NAME_LENGTH = 200


class RuleRefused(Refused):
    """The rule cannot be changed like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """What is known of a rule apart from its text."""

    title: str
    category: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The file that a text came in."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A text of a rule; what is read out of the file stands in where none was typed."""

    text: str
    effective_on: date
    document_number: str = ""
    note: str = ""
    original: Original | None = None


@transaction.atomic
def enact(facts: RuleFacts, first: NewText, *, by: User | None, at: datetime) -> Rule:
    """Take a rule into the rulebook under a number of its own, with its first text.

    Raises:
        RuleRefused: there is neither a text nor a file.
        FileRefused: the file cannot be read.
    """
    number = f"ZD-{numbering.take(_SERIES)[0]:04d}"
    rule = Rule.objects.create(
        number=number, title=facts.title, category=facts.category, unit=facts.unit
    )
    _add_version(rule, first, number=1, by=by, at=at)
    _note("enacted", rule, by=by)
    return rule


@transaction.atomic
def revise(rule: Rule, new: NewText, *, by: User | None, at: datetime) -> RuleVersion:
    """Follow a rule's text with the next; the former stays to be read and compared.

    Raises:
        RuleRefused: the rule is repealed, the text is the same, or it takes effect earlier.
        FileRefused: the file cannot be read.
    """
    rule = _standing(rule)
    latest = rule.versions.order_by("-number").first()
    made = _add_version(
        rule,
        new,
        number=latest.number + 1 if latest else 1,
        by=by,
        at=at,
        refuse=lambda text: _refuse_no_revision(latest, new, text),
    )
    _note("revised", rule, by=by, version=str(made.number))
    return made


@transaction.atomic
def correct(rule: Rule, facts: RuleFacts, *, by: User | None) -> Rule:
    """Correct a rule's title, category or unit; its texts are never edited."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    rule.title, rule.category, rule.unit = facts.title, facts.category, facts.unit
    rule.save(update_fields=["title", "category", "unit"])
    _note("corrected", rule, by=by)
    return rule


@transaction.atomic
def repeal(rule: Rule, *, on: date, reason: str, by: User | None) -> Rule:
    """End a rule; it stays in the rulebook, marked, with the reason.

    Raises:
        RuleRefused: it is repealed already, or had not taken effect by that day.
    """
    rule = _standing(rule)
    first = rule.versions.order_by("number").first()
    if first and on < first.effective_on:
        raise RuleRefused(f"废止日期 {on} 早于施行日期 {first.effective_on}，请核对。")
    rule.is_repealed, rule.repealed_on, rule.repeal_reason = True, on, reason
    rule.save(update_fields=["is_repealed", "repealed_on", "repeal_reason"])
    _note("repealed", rule, by=by, reason=reason)
    return rule


@transaction.atomic
def bind(rule: Rule, indicator: Indicator, *, by: User | None) -> RuleBinding:
    """Say that a rule serves a standard.

    Raises:
        RuleRefused: the rule is repealed, it is no standard, or the two are bound already.
    """
    rule = _standing(rule)
    if indicator.level != IndicatorLevel.STANDARD:
        raise RuleRefused(f"“{indicator}”不是测评标准，制度绑定到具体的测评标准。")
    binding, is_new = RuleBinding.objects.get_or_create(rule=rule, indicator=indicator)
    if not is_new:
        raise RuleRefused(f"《{rule}》已绑定“{indicator}”，不必重复绑定。")
    _note("bound", rule, by=by, indicator=str(indicator))
    return binding


@transaction.atomic
def unbind(binding: RuleBinding, *, by: User | None) -> None:
    """Take a rule away from a standard."""
    _note("unbound", binding.rule, by=by, indicator=str(binding.indicator))
    binding.delete()


def _standing(rule: Rule) -> Rule:
    """Lock a rule that is not repealed."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.is_repealed:
        raise RuleRefused(f"《{rule}》已于 {rule.repealed_on} 废止，只供查阅。")
    return rule


def _refuse_no_revision(latest: RuleVersion | None, new: NewText, text: str) -> None:
    if latest is None:
        return
    if text == latest.text:
        raise RuleRefused(
            f"正文与第 {latest.number} 版完全相同，没有新增版本。请核对文件或正文。"
        )
    if new.effective_on < latest.effective_on:
        raise RuleRefused(
            f"施行日期 {new.effective_on} 早于第 {latest.number} 版的 "
            f"{latest.effective_on}，请核对。"
        )


def _add_version(
    rule: Rule,
    new: NewText,
    *,
    number: int,
    by: User | None,
    at: datetime,
    refuse: Callable[[str], None] = lambda _: None,
) -> RuleVersion:
    text = _text_of(new)
    refuse(text)
    version = RuleVersion(
        rule=rule,
        number=number,
        document_number=new.document_number,
        text=text,
        effective_on=new.effective_on,
        note=new.note,
        by=by,
        at=at,
    )
    if new.original is None:
        version.save(force_insert=True)
        return version
    return _save_with_file(version, new.original)


def _text_of(new: NewText) -> str:
    text = new.text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text and new.original:
        text = readers.read(new.original.raw, name=new.original.name).text
        # PDF files may hold it; the database cannot.
        text = text.replace("\x00", "").strip()
    if not text:
        raise RuleRefused("请上传制度文件，或把正文粘贴到文本框里。")
    return text


def _save_with_file(version: RuleVersion, original: Original) -> RuleVersion:
    name = PurePath(original.name).name[-_NAME_LENGTH:]
    stored = f"{version.rule.number}-{version.number}{PurePath(name).suffix[:20]}"
    version.file_name, version.sha256 = name, sha256(original.raw).hexdigest()
    version.file.save(stored, ContentFile(original.raw), save=False)
    try:
        # A savepoint, so that a refusal leaves the file's place known for tidying up.
        with transaction.atomic():
            version.save(force_insert=True)
    except BaseException:
        version.file.delete(save=False)
        raise
    return version


def _note(verb: str, rule: Rule, *, by: User | None, **more: str) -> None:
    audit.record(
        f"framework.rule.{verb}",
        subject="制度",
        key=f"{rule.number} {rule.title}",
        by=by,
        detail=more,
    )
