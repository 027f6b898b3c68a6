"""A region and who stands for it; the regions of one person; the regions nobody stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Level, Patronage, Post, Region, RegionShape
from chuangcheng.city.queries import answerable, regions
from chuangcheng.city.queries.answerable import NOBODY, Answering
from chuangcheng.city.queries.seats import holders_of_posts
from chuangcheng.city.queries.units import Holder
from chuangcheng.city.scope import scope_of

_SQUARE_KILOMETRE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who answers for a region and stands up for it, and how far it is drawn."""

    who: Answering
    patronages: Sequence[Patronage]
    square_kilometres: float | None
    part_count: int
    unanswered_count: int


def standing(region: Region, *, day: date) -> Standing:
    """Return who stands for a region, with the history of its patrons."""
    area = RegionShape.objects.filter(region=region).values_list("area", flat=True).first()
    parts = region.children.filter(is_active=True).aggregate(
        all=Count("id"), unanswered=Count("id", filter=Q(answerable_post=None))
    )
    patronages = list(
        region.patronages.select_related("person", "unit").order_by("-starts_on")
    )
    return Standing(
        who=answerable.answering_at({region.pk: region.path}, day=day)[region.pk],
        patronages=patronages,
        square_kilometres=None if area is None else area / _SQUARE_KILOMETRE,
        part_count=parts["all"],
        unanswered_count=parts["unanswered"],
    )


def posts_for(region: Region) -> QuerySet[Post]:
    """Return the posts that may answer for a region: its own, and those of the units and regions it lies in."""
    trail = region.path.rstrip("/").split("/")
    return (
        Post.objects.filter(
            Q(region__code__in=trail)
            | Q(unit__region__code__in=trail, unit__is_active=True)
        )
        .select_related("unit", "region")
        .order_by("-region__path", "unit__order", "unit__code", "id")
    )


def patronages_visible_to(user: User) -> QuerySet[Patronage]:
    """Return the patronages a person may see: those of the regions they may see."""
    return Patronage.objects.filter(region__in=regions.visible_to(user))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A region right below one of a person's, and whom to call there."""

    code: str
    name: str
    answerable: str
    contact: Holder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One of a person's regions: how they stand for it, its figures and its parts."""

    region: Region
    role: str
    who: Answering
    contact: Holder | None
    square_kilometres: float | None
    is_drawn: bool
    parts: Sequence[Part]

    @property
    def unanswered_count(self) -> int:
        return sum(not part.answerable for part in self.parts)


def areas_of(user: User, *, day: date) -> list[Area]:
    """List the regions that a person answers for or is patron of, in a fixed number of statements."""
    roles = _roles(user, day=day)
    mine = list(
        regions.visible_to(user)
        .filter(pk__in=roles, is_active=True)
        .select_related("parent", "shape")
        .order_by("path")
    )
    parts = list(Region.objects.filter(parent__in=mine, is_active=True).order_by("code"))
    shown = Region.objects.filter(pk__in=[each.pk for each in (*mine, *parts)])
    who = answerable.answering(shown, day=day)
    contacts = holders_of_posts(
        [each.answerable_post_id for each in (*mine, *parts) if each.answerable_post_id]
    )
    return [_area(region, roles[region.pk], parts, who, contacts) for region in mine]


def _roles(user: User, *, day: date) -> dict[int, str]:
    """Tell in which regions a person stands, and as what; answering comes before patronage."""
    sittings = scope_of(user).sittings
    units = [sitting.unit_id for sitting in sittings if sitting.unit_id]
    held = Patronage.objects.held_on(day).filter(Q(person=user) | Q(unit__in=units))
    roles = {
        region: "包联" if person == user.pk else "单位包联"
        for region, person in held.values_list("region_id", "person_id")
    }
    posts = [sitting.post_id for sitting in sittings]
    answered = Region.objects.filter(answerable_post__in=posts)
    return roles | dict.fromkeys(answered.values_list("id", flat=True), "负责")


def _area(
    region: Region,
    role: str,
    parts: Sequence[Region],
    who: Mapping[int, Answering],
    contacts: Mapping[int, Holder],
) -> Area:
    shape = getattr(region, "shape", None)
    return Area(
        region=region,
        role=role,
        who=who.get(region.pk, NOBODY),
        contact=contacts.get(region.answerable_post_id or 0),
        square_kilometres=shape.area / _SQUARE_KILOMETRE if shape else None,
        is_drawn=shape is not None,
        parts=[
            Part(
                code=part.code,
                name=part.name,
                answerable=who.get(part.pk, NOBODY).answerable,
                contact=contacts.get(part.answerable_post_id or 0),
            )
            for part in parts
            if part.parent_id == region.pk
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSearch:
    """Which regions are looked for; blanks ask for nothing."""

    missing: str = ""
    level: str = ""


MISSING: Mapping[str, str] = {
    "answerable": "没有责任岗位",
    "patron": "没有包联领导",
    "shape": "没有边界",
}


def gaps(user: User, search: GapSearch, *, day: date) -> QuerySet[Region]:
    """Return the regions in use that lack somebody answerable, a patron or a shape."""
    held = Patronage.objects.held_on(day).filter(region=OuterRef("pk"))
    drawn = RegionShape.objects.filter(region=OuterRef("pk"))
    found = (
        regions.visible_to(user)
        .filter(is_active=True)
        .exclude(level__in=[Level.CITY, Level.DISTRICT])
        .annotate(has_patron=Exists(held), has_shape=Exists(drawn))
    )
    lacking = {
        "answerable": Q(answerable_post=None),
        "patron": Q(has_patron=False, level__in=[Level.STREET, Level.COMMUNITY]),
        "shape": Q(has_shape=False),
    }
    wanted = lacking.get(search.missing)
    if wanted is None:
        wanted = lacking["answerable"] | lacking["patron"] | lacking["shape"]
    if search.level:
        found = found.filter(level=search.level)
    return found.filter(wanted).select_related("parent", "answerable_post").order_by("path")


def missing_of(region: Region) -> list[str]:
    """Say what a region found by `gaps` lacks; a grid is stood up for with its community."""
    has_patron = region.has_patron or region.level == Level.GRID  # type: ignore[attr-defined]  # annotated
    has = (region.answerable_post_id, has_patron, region.has_shape)  # type: ignore[attr-defined]  # annotated
    return [label for label, there in zip(MISSING.values(), has, strict=True) if not there]
