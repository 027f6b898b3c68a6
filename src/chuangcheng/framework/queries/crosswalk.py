"""Which campaigns ask for the same facts, between their editions in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.framework import crosswalk
from chuangcheng.framework.crosswalk import Link, Share, Suggestion, Web, Words
from chuangcheng.framework.models import (
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    IndicatorLevel,
    Provenance,
)
from chuangcheng.framework.queries import editions
from chuangcheng.framework.queries.responsibilities import indicators_visible_to

_MOST_SUGGESTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign by its edition in force, with its standards in the order of their codes."""

    edition: Edition
    indicators: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        return self.edition.framework.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All campaigns with the links between them, read once."""

    campaigns: tuple[Campaign, ...]
    links: tuple[CrosswalkLink, ...]
    web: Web

    def named(self, code: str) -> Campaign | None:
        """Return the campaign of a code."""
        found = (each for each in self.campaigns if each.edition.framework.code == code)
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How far the campaign of a row covers the one of a column; None on the diagonal."""

    column: Campaign
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An indicator that another asks for as well; a link of its own can be removed.

    `third` is the one through which it is reached, where there is no link of its own.
    """

    indicator: Indicator
    link: CrosswalkLink | None
    third: Indicator | None

    @property
    def provenance(self) -> str:
        return str(Provenance(self.link.provenance).label) if self.link else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One indicator of the covered campaign, with what covers it."""

    indicator: Indicator
    covered_by: tuple[Wanted, ...]


def links_visible_to(user: User) -> QuerySet[CrosswalkLink]:
    """Return the links a person may see: those between indicators they see."""
    seen = indicators_visible_to(user)
    return CrosswalkLink.objects.filter(indicator__in=seen, other__in=seen).select_related(
        "indicator__edition__framework", "other__edition__framework"
    )


def known(user: User) -> Known:
    """Read the campaigns with an edition in force, the main one first, and their links."""
    in_force = list(
        editions.visible_to(user)
        .filter(state=EditionState.IN_FORCE)
        .order_by("-framework__is_main", "framework__order", "framework_id")
    )
    by_edition: dict[int, list[Indicator]] = {edition.pk: [] for edition in in_force}
    listed = Indicator.objects.filter(edition__in=in_force, level=IndicatorLevel.STANDARD)
    for indicator in listed.order_by("edition_id", "order", "id"):
        by_edition[indicator.edition_id].append(indicator)
    links = _links(Q(indicator__edition__in=in_force, other__edition__in=in_force))
    return Known(
        campaigns=tuple(
            Campaign(edition=edition, indicators=tuple(by_edition[edition.pk]))
            for edition in in_force
        ),
        links=tuple(links),
        web=_web(links),
    )


def _links(asked: Q) -> list[CrosswalkLink]:
    return list(
        CrosswalkLink.objects.filter(asked)
        .select_related("indicator", "other")
        .order_by("indicator__order", "other__order", "id")
    )


def _web(links: Sequence[CrosswalkLink]) -> Web:
    return Web(Link(one=link.indicator_id, other=link.other_id) for link in links)


def matrix(known: Known) -> list[tuple[Campaign, list[Cell]]]:
    """Work out for each two campaigns how far the first covers the second."""
    return [
        (
            row,
            [
                Cell(
                    column=column,
                    share=None if row is column else share_of(known, row, column),
                )
                for column in known.campaigns
            ],
        )
        for row in known.campaigns
    ]


def share_of(known: Known, covering: Campaign, covered: Campaign) -> Share:
    """Work out which share of a campaign's indicators another one covers."""
    return crosswalk.share(_keys(covering), _keys(covered), known.web)


def _keys(campaign: Campaign) -> list[int]:
    return [indicator.pk for indicator in campaign.indicators]


def pair(known: Known, covering: Campaign, covered: Campaign) -> list[PairRow]:
    """List the covered campaign's indicators, each with those of the other that cover it."""
    by_key = {each.pk: each for one in known.campaigns for each in one.indicators}
    theirs = frozenset(_keys(covering))
    direct = {frozenset((link.indicator_id, link.other_id)): link for link in known.links}
    rows = []
    for indicator in covered.indicators:
        through = known.web.through(indicator.pk)
        wanted = [
            Wanted(
                indicator=by_key[key],
                link=direct.get(frozenset((key, indicator.pk))),
                third=by_key.get(through.get(key, 0)),
            )
            for key in sorted(known.web.reached(indicator.pk) & theirs)
        ]
        rows.append(PairRow(indicator=indicator, covered_by=tuple(wanted)))
    return rows


def suggestions(
    known: Known, covering: Campaign, covered: Campaign
) -> list[tuple[Suggestion, Indicator, Indicator]]:
    """Suggest links for what is not covered yet, by likeness of words."""
    ours = frozenset(_keys(covering))
    open_ = [each for each in covered.indicators if not known.web.reached(each.pk) & ours]
    by_key = {each.pk: each for each in (*covering.indicators, *open_)}
    found = crosswalk.suggest(_words(covering.indicators), _words(open_))
    return [
        (each, by_key[each.one], by_key[each.other]) for each in found[:_MOST_SUGGESTED]
    ]


def _words(indicators: Sequence[Indicator]) -> list[Words]:
    return [Words(key=each.pk, text=each.name) for each in indicators]


def also_wanted(indicator: Indicator) -> list[Wanted]:
    """List what other campaigns in force ask for that this indicator asks for, too."""
    beside = _links(
        (Q(indicator=indicator) & _in_force("other"))
        | (Q(other=indicator) & _in_force("indicator"))
    )
    found = [
        Wanted(
            indicator=link.other if link.indicator_id == indicator.pk else link.indicator,
            link=link,
            third=None,
        )
        for link in beside
    ]
    frameworks = {
        each.pk: each
        for each in Edition.objects.filter(
            pk__in={wanted.indicator.edition_id for wanted in found}
        ).select_related("framework")
    }
    for wanted in found:
        wanted.indicator.edition = frameworks[wanted.indicator.edition_id]
    return found


def _in_force(side: str) -> Q:
    return Q(**{f"{side}__edition__state": "IN_FORCE"})
