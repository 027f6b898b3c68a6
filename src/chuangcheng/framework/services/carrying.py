"""Carry what hangs on an older edition over to a newer one, along confirmed pairs.

Copies are made; what hangs on the older edition stays there as history. Doing it again adds
only what has come since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import Model

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import (
    CrosswalkLink,
    Edition,
    EditionState,
    Indicator,
    Responsibility,
    ResponsibilityOrigin,
    ResponsibilityRole,
    RuleBinding,
)
from chuangcheng.framework.queries import matches
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class CarryRefused(Refused):
    """Nothing can be carried over between these editions."""


class Thing(StrEnum):
    RESPONSIBILITY = "责任"
    CROSSWALK = "跨体系对照"
    RULE = "制度依据"


@dataclass(frozen=True, slots=True)
class Blocked:
    """One thing that cannot be carried over, or not as it is, and why."""

    thing: Thing
    indicator: Indicator
    what: str
    reason: str


@dataclass(slots=True)
class Tally:
    """How many of a kind will be copied, are there already, and cannot be copied."""

    thing: Thing
    coming: int = 0
    present: int = 0
    blocked: int = 0


@dataclass(slots=True)
class Carrying:
    """What carrying over would do."""

    tallies: dict[Thing, Tally] = field(
        default_factory=lambda: {thing: Tally(thing) for thing in Thing}
    )
    blocked: list[Blocked] = field(default_factory=list)
    # Carried, but not as they were.
    altered: list[Blocked] = field(default_factory=list)
    coming: dict[Thing, list[Model]] = field(
        default_factory=lambda: {thing: [] for thing in Thing}
    )

    @property
    def total(self) -> int:
        return sum(tally.coming for tally in self.tallies.values())

    def add(self, thing: Thing, row: Model) -> None:
        self.tallies[thing].coming += 1
        self.coming[thing].append(row)

    def has(self, thing: Thing) -> None:
        self.tallies[thing].present += 1

    def block(self, thing: Thing, indicator: Indicator, what: str, reason: str) -> None:
        self.tallies[thing].blocked += 1
        self.blocked.append(Blocked(thing, indicator, what, reason))


def preview(older: Edition, newer: Edition) -> Carrying:
    """Work out what would be carried over; nothing is changed.

    Raises:
        CarryRefused: the editions do not follow each other.
    """
    if older == newer or older.framework_id != newer.framework_id:
        raise CarryRefused("只能在同一测评体系的两个版本之间承接，请重新选择版本。")
    if newer.state == EditionState.RETIRED:
        raise CarryRefused(
            f"{newer.name}已废止，不再承接责任，请选择现行版本或草案作为新版本。"
        )
    carrying = Carrying()
    heirs = _Heirs(older, newer)
    _responsibilities(carrying, heirs, older, newer)
    _crosswalk(carrying, heirs, older)
    _rules(carrying, heirs, older, newer)
    return carrying


@transaction.atomic
def carry(older: Edition, newer: Edition, *, by: User) -> Carrying:
    """Carry over what can be; return what was done.

    Raises:
        CarryRefused: the editions do not follow each other.
    """
    # Locked so that two people pressing the button together copy once.
    Edition.objects.select_for_update().get(pk=newer.pk)
    carrying = preview(older, newer)
    for rows in carrying.coming.values():
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
    if carrying.total:
        audit.record(
            "framework.edition.carried",
            subject="framework.edition",
            key=str(newer),
            by=by,
            detail={
                "older": older.name,
                **{
                    thing.name.lower(): tally.coming
                    for thing, tally in carrying.tallies.items()
                },
            },
        )
    return carrying


class _Heirs:
    """The newer indicators that continue an older one, as people confirmed."""

    def __init__(self, older: Edition, newer: Edition) -> None:
        self._newer = Indicator.objects.in_bulk(
            list(Indicator.objects.filter(edition=newer).values_list("pk", flat=True))
        )
        self._keys: Mapping[int, list[int]] = defaultdict(list)
        for ours, theirs in sorted(matches.decisions(older, newer).confirmed):
            self._keys[ours].append(theirs)

    def of(
        self, thing: Thing, indicator: Indicator, what: str, carrying: Carrying
    ) -> Iterator[Indicator]:
        """Yield the heirs of an indicator; without any, what hangs on it stays behind."""
        found = [
            self._newer[key]
            for key in self._keys.get(indicator.pk, ())
            if key in self._newer
        ]
        if not found:
            carrying.block(
                thing,
                indicator,
                what,
                "没有已确认的对应项，请先确认对应关系或在新版本中另行指定",
            )
        yield from found


def _responsibilities(
    carrying: Carrying, heirs: _Heirs, older: Edition, newer: Edition
) -> None:
    held = _Held(newer)
    for duty in (
        Responsibility.objects.filter(indicator__edition=older)
        .select_related("indicator", "unit", "post")
        .order_by("indicator__order", "indicator_id", "role", "id")
    ):
        what = f"{duty.get_role_display()} {duty.unit.name}"
        if not duty.unit.is_active:
            reason = "单位已停用，请改派接续的单位"
            carrying.block(Thing.RESPONSIBILITY, duty.indicator, what, reason)
            continue
        for heir in heirs.of(Thing.RESPONSIBILITY, duty.indicator, what, carrying):
            _hand_down(carrying, held, duty, heir)


class _Held:
    """What units answer for in the newer edition already, or will once it is carried over."""

    def __init__(self, newer: Edition) -> None:
        present = Responsibility.objects.filter(indicator__edition=newer)
        self._units = {(each.indicator_id, each.unit_id) for each in present}
        self._led = {
            each.indicator_id for each in present if each.role == ResponsibilityRole.LEAD
        }

    def has(self, heir: Indicator, unit_id: int) -> bool:
        return (heir.pk, unit_id) in self._units

    def role_for(self, heir: Indicator, role: str) -> str:
        """Return the role that is still free: standards that were merged may each bring a lead."""
        if role == ResponsibilityRole.LEAD and heir.pk in self._led:
            return ResponsibilityRole.MAIN
        return role

    def add(self, heir: Indicator, unit_id: int, role: str) -> None:
        self._units.add((heir.pk, unit_id))
        if role == ResponsibilityRole.LEAD:
            self._led.add(heir.pk)


def _hand_down(
    carrying: Carrying, held: _Held, duty: Responsibility, heir: Indicator
) -> None:
    if held.has(heir, duty.unit_id):
        carrying.has(Thing.RESPONSIBILITY)
        return
    role = held.role_for(heir, duty.role)
    if role != duty.role:
        what = f"{duty.get_role_display()} {duty.unit.name}"
        reason = "新指标已有牵头单位，改为主责承接"
        carrying.altered.append(Blocked(Thing.RESPONSIBILITY, heir, what, reason))
    held.add(heir, duty.unit_id, role)
    carrying.add(
        Thing.RESPONSIBILITY,
        Responsibility(
            indicator=heir,
            unit=duty.unit,
            role=role,
            post=duty.post,
            origin=ResponsibilityOrigin.CARRIED,
        ),
    )


def _crosswalk(carrying: Carrying, heirs: _Heirs, older: Edition) -> None:
    """Copy links in which the older edition stands on either side."""
    known = set(CrosswalkLink.objects.values_list("indicator_id", "other_id"))
    links = CrosswalkLink.objects.select_related("indicator", "other").order_by("id")
    for link in links.filter(indicator__edition=older):
        for heir in heirs.of(Thing.CROSSWALK, link.indicator, str(link.other), carrying):
            _link(carrying, known, link, heir, link.other)
    for link in links.filter(other__edition=older):
        for heir in heirs.of(Thing.CROSSWALK, link.other, str(link.indicator), carrying):
            _link(carrying, known, link, link.indicator, heir)


def _link(
    carrying: Carrying,
    known: set[tuple[int, int]],
    link: CrosswalkLink,
    indicator: Indicator,
    other: Indicator,
) -> None:
    if (indicator.pk, other.pk) in known:
        carrying.has(Thing.CROSSWALK)
        return
    known.add((indicator.pk, other.pk))
    carrying.add(
        Thing.CROSSWALK,
        CrosswalkLink(
            indicator=indicator,
            other=other,
            provenance=link.provenance,
            note=link.note,
        ),
    )


def _rules(carrying: Carrying, heirs: _Heirs, older: Edition, newer: Edition) -> None:
    known = set(
        RuleBinding.objects.filter(indicator__edition=newer).values_list(
            "rule_id", "indicator_id"
        )
    )
    for binding in _bindings(older):
        if binding.rule.is_repealed:
            carrying.block(Thing.RULE, binding.indicator, binding.rule.title, "制度已废止")
            continue
        for heir in heirs.of(Thing.RULE, binding.indicator, binding.rule.title, carrying):
            if (binding.rule_id, heir.pk) in known:
                carrying.has(Thing.RULE)
                continue
            known.add((binding.rule_id, heir.pk))
            carrying.add(Thing.RULE, RuleBinding(rule=binding.rule, indicator=heir))


def _bindings(older: Edition) -> Iterable[RuleBinding]:
    return (
        RuleBinding.objects.filter(indicator__edition=older)
        .select_related("rule", "indicator")
        .order_by("id")
    )
