"""Read the rulebook: found by full text, one rule with its versions, and what it serves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Greatest, StrIndex, Substr

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import scope_of
from chuangcheng.framework.models import Indicator, Rule, RuleBinding, RuleVersion

_MOST_WORDS = 5
_BEFORE, _SHOWN = 24, 110


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSearch:
    """What is looked for; blanks ask for nothing."""

    words: str = ""
    category: str = ""
    unit: int | None = None
    state: str = ""

    @property
    def each_word(self) -> list[str]:
        return self.words.split()[:_MOST_WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a snippet; `is_hit` where it is one of the words looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Where a rule's text holds the words, in which version."""

    version: int
    pieces: tuple[Piece, ...]


def visible_to(user: User) -> QuerySet[Rule]:
    """Return the rules a person may see: all of them, inside the office."""
    may = scope_of(user).may(Right.SEE_FRAMEWORK)
    return Rule.objects.all() if may else Rule.objects.none()


def found(user: User, search: RuleSearch) -> QuerySet[Rule]:
    """Return the rules that a search asks for, those in force first, the newest first."""
    rules = visible_to(user)
    for word in search.each_word:
        # Lists of rules, each on its own, so that the trigram index over the texts is used.
        texts = RuleVersion.objects.filter(text__contains=word)
        papers = RuleVersion.objects.filter(document_number__contains=word)
        rules = rules.filter(
            Q(title__contains=word)
            | Q(number=word)
            | Q(pk__in=texts.values("rule"))
            | Q(pk__in=papers.values("rule"))
        )
    if search.category:
        rules = rules.filter(category=search.category)
    if search.unit:
        rules = rules.filter(unit=search.unit)
    if search.state:
        rules = rules.filter(is_repealed=search.state == "repealed")
    return rules.order_by("is_repealed", "-number", "id")


def with_details(rules: QuerySet[Rule]) -> QuerySet[Rule]:
    """Add what a list of rules shows: the latest version, and how many standards are served."""
    latest = RuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")
    return rules.select_related("unit").annotate(
        version=Subquery(latest.values("number")[:1]),
        document_number=Subquery(latest.values("document_number")[:1]),
        effective_on=Subquery(latest.values("effective_on")[:1]),
        served=Count("bindings", distinct=True),
    )


def snippets(rules: Collection[Rule], words: Sequence[str]) -> dict[int, Snippet]:
    """Show for each rule a stretch of its newest text that holds one of the words."""
    if not words or not rules:
        return {}
    holds = Q()
    for word in words:
        holds |= Q(text__contains=word)
    places = [StrIndex("text", Value(word)) - _BEFORE for word in words]
    begins = Greatest(*places, Value(1))
    versions = (
        RuleVersion.objects.filter(holds, rule__in=[rule.pk for rule in rules])
        .annotate(
            begins=begins,
            shown=Substr("text", begins, _SHOWN, output_field=TextField()),
        )
        .order_by("rule_id", "-number")
        .distinct("rule_id")
        .values_list("rule_id", "number", "shown", "begins")
    )
    return {
        rule: Snippet(
            version=number,
            pieces=tuple(marked(f"{'…' if begins > 1 else ''}{shown}…", words)),
        )
        for rule, number, shown, begins in versions
    }


def marked(text: str, words: Sequence[str]) -> Iterable[Piece]:
    """Cut a text into stretches, those that are one of the words marked."""
    at = 0
    while at < len(text):
        places = [(text.find(word, at), word) for word in words]
        first = min(
            ((place, -len(word), word) for place, word in places if place >= 0),
            default=None,
        )
        if first is None:
            yield Piece(text=text[at:], is_hit=False)
            return
        place, _, word = first
        if place > at:
            yield Piece(text=text[at:place], is_hit=False)
        yield Piece(text=word, is_hit=True)
        at = place + len(word)


def categories(user: User) -> list[tuple[str, int]]:
    """Count the rules of each category."""
    counted = visible_to(user).exclude(category="").values_list("category")
    return list(counted.annotate(Count("id")).order_by("category"))


def bindings_visible_to(user: User) -> QuerySet[RuleBinding]:
    """Return the bindings of the rules a person may see."""
    return RuleBinding.objects.filter(rule__in=visible_to(user)).select_related(
        "rule", "indicator__edition__framework"
    )


def of_rule(user: User, rule: Rule) -> QuerySet[RuleBinding]:
    """Return the standards that a rule serves, those of editions in force first."""
    return (
        bindings_visible_to(user)
        .filter(rule=rule)
        .exclude(indicator__edition__state="DRAFT")
        .order_by("indicator__edition__state", "indicator__edition_id", "indicator__order")
    )


def of_indicator(indicator: Indicator) -> QuerySet[Rule]:
    """Return the rules that serve a standard, those in force first."""
    bound = RuleBinding.objects.filter(indicator=indicator).values("rule")
    return with_details(Rule.objects.filter(pk__in=bound)).order_by("is_repealed", "number")


def not_yet_serving(user: User, indicator: Indicator) -> QuerySet[Rule]:
    """Return the standing rules that could still be bound to a standard."""
    bound = RuleBinding.objects.filter(indicator=indicator).values("rule")
    return (
        visible_to(user).filter(is_repealed=False).exclude(pk__in=bound).order_by("number")
    )
