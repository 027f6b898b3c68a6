"""Work out proposals for the standards of an edition from their typical units."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.accounts.roles import Role
from chuangcheng.city import api as city
from chuangcheng.city.api import Level, Match, Post, Region, Unit, holders_of_posts
from chuangcheng.framework import proposals
from chuangcheng.framework.models import Edition, Indicator, PointType
from chuangcheng.framework.proposals import Line, Meant, Standard
from chuangcheng.framework.queries.responsibilities import Row

_JOINED = re.compile(r"[/、,，]")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One proposed line with the units it stands for: several, one, or none yet."""

    key: str
    line: Line
    units: tuple[Unit, ...]
    likely: tuple[Unit, ...]
    post: Post | None

    @property
    def unit(self) -> Unit | None:
        """The unit of a line that stands for just one."""
        return self.units[0] if len(self.units) == 1 else None

    @property
    def is_ticked(self) -> bool:
        return self.line.is_ticked and bool(self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A standard with everything that is proposed for it."""

    row: Row
    lines: tuple[UnitLine, ...]

    @property
    def ticked(self) -> list[UnitLine]:
        return [each for each in self.lines if each.is_ticked]


def proposed(edition: Edition, rows: Sequence[Row], *, post_role: Role) -> list[Proposal]:
    """Propose who answers for the given standards, through posts of a role."""
    standards = _standards(edition, rows)
    districts = _districts()
    names = {
        name
        for standard in standards.values()
        for name in proposals.asked_names(standard, districts)
    }
    meant = {name: _meant(match) for name, match in city.match(names).items()}
    lines = {
        row.pk: proposals.propose(standards[row.pk], meant, districts)
        for row in rows
        if row.pk in standards
    }
    units = _units(lines.values())
    posts = posts_by_unit(units, role=post_role)
    return [
        Proposal(row=row, lines=tuple(_unit_lines(row, lines[row.pk], units, posts)))
        for row in rows
        if lines.get(row.pk)
    ]


def _standards(edition: Edition, rows: Sequence[Row]) -> dict[int, Standard]:
    listed = Indicator.objects.filter(edition=edition, pk__in=[row.pk for row in rows])
    in_charge = dict(PointType.objects.values_list("code", "typical_unit"))
    return {
        pk: Standard(
            typical_units=tuple(typical),
            place_units=tuple(
                dict.fromkeys(
                    name
                    for code in point_types
                    for name in _JOINED.split(in_charge.get(code, ""))
                    if name
                )
            ),
        )
        for pk, typical, point_types in listed.values_list(
            "id", "typical_units", "point_types"
        )
    }


def _districts() -> list[str]:
    regions = Region.objects.filter(level=Level.DISTRICT, is_active=True)
    return list(regions.order_by("code").values_list("name", flat=True))


def _meant(match: Match) -> Meant:
    if match.group:
        return Meant(
            sure=match.group.unit_ids, is_group=True, is_vague=match.group.is_vague
        )
    likely = tuple(each.unit_id for each in match.suggestions)
    return Meant(sure=(match.sure.unit_id,) if match.sure else (), likely=likely)


def _units(lines: Iterable[Sequence[Line]]) -> dict[int, Unit]:
    ids = {pk for each in lines for line in each for pk in (*line.unit_ids, *line.likely)}
    return Unit.objects.active().in_bulk(ids)


def posts_by_unit(unit_ids: Collection[int], *, role: Role) -> dict[int, Post]:
    """Find each unit's post of a role; one that somebody holds today goes before a vacant one."""
    posts = list(
        Post.objects.filter(unit__in=unit_ids, role=role)
        .select_related("unit")
        .order_by("id")
    )
    held = holders_of_posts([post.pk for post in posts])
    found: dict[int, Post] = {}
    for post in sorted(posts, key=lambda post: post.pk not in held):
        found.setdefault(post.unit_id or 0, post)
    return found


def _unit_lines(
    row: Row,
    lines: Iterable[Line],
    units: Mapping[int, Unit],
    posts: Mapping[int, Post],
) -> Iterable[UnitLine]:
    standing = {duty.unit.pk for duty in row.duties}
    for place, line in enumerate(lines):
        meant = tuple(units[pk] for pk in line.unit_ids if pk in units.keys() - standing)
        if line.unit_ids and not meant:
            continue
        yield UnitLine(
            key=f"{row.pk}-{place}",
            line=line,
            units=meant,
            likely=tuple(units[pk] for pk in line.likely if pk in units),
            post=posts.get(meant[0].pk) if len(meant) == 1 else None,
        )
