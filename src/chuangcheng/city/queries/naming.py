"""Which unit a name means, asked of the city's own list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.apps import apps
from django.db.models import Count, Max, Model

from chuangcheng.city.matching import GroupKind, KnownUnit, Match, Matcher, Place, Tier
from chuangcheng.city.models import ForceMember, Level, Profile, Region, Unit, UnitAlias

_TIERS = {Level.CITY: Tier.CITY, Level.DISTRICT: Tier.DISTRICT}

Stamp = tuple[tuple[int | None, int], ...]


@dataclass(slots=True)
class _Ready:
    """The matcher of this process, and the state of the list it was built from."""

    stamp: Stamp = ()
    matcher: Matcher | None = None


_ready = _Ready()


def matcher() -> Matcher:
    """Return a matcher over the units in use; built anew when the list has changed."""
    stamp = tuple(
        _state_of(apps.get_model("city", f"{name}Event"))
        for name in ("Unit", "UnitAlias", "Region", "Profile")
    )
    if _ready.matcher is None or _ready.stamp != stamp:
        _ready.matcher, _ready.stamp = _build(), stamp
    return _ready.matcher


def _state_of(history: type[Model]) -> tuple[int | None, int]:
    """Tell a table's state by its history: every change adds a row there."""
    state = history._default_manager.aggregate(last=Max("pgh_id"), many=Count("pgh_id"))
    return state["last"], state["many"]


def _build() -> Matcher:
    profile = Profile.objects.select_related("home").filter(pk=1).first()
    places = [
        Place(name, _TIERS[Level(level)])
        for name, level in Region.objects.filter(
            level__in=[Level.CITY, Level.DISTRICT], is_active=True
        ).values_list("name", "level")
    ]
    aliases: dict[int, list[str]] = {}
    for unit_id, name in UnitAlias.objects.order_by("id").values_list("unit_id", "name"):
        aliases.setdefault(unit_id, []).append(name)
    units = (
        KnownUnit(
            id=pk,
            name=name,
            short_name=short_name,
            kind=kind,
            aliases=tuple(aliases.get(pk, ())),
        )
        for pk, name, short_name, kind in Unit.objects.active()
        .order_by("order", "code")
        .values_list("id", "name", "short_name", "kind")
    )
    home = profile.home.name if profile and profile.home else ""
    return Matcher(units, places=places, home=home)


def match(names: Iterable[str]) -> dict[str, Match]:
    """Say for each name which units it may mean, best first."""
    ready = matcher()
    found = {name: ready.match(name) for name in names}
    if any(each.group and each.group.kind is GroupKind.FORCES for each in found.values()):
        members = _units_in_forces()
        found = {name: _with_forces(each, members) for name, each in found.items()}
    return found


def _with_forces(match: Match, members: tuple[int, ...]) -> Match:
    if match.group is None or match.group.kind is not GroupKind.FORCES:
        return match
    return replace(match, group=replace(match.group, unit_ids=members))


def _units_in_forces() -> tuple[int, ...]:
    members = ForceMember.objects.filter(
        force__is_active=True, force__kind="TASK_FORCE", unit__is_active=True
    )
    ids = members.order_by("unit__order", "unit_id").values_list("unit_id", flat=True)
    return tuple(dict.fromkeys(ids))
