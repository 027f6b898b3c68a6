"""Shortest way to a saved object. Defaults are valid; a test states only what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pgtrigger
from allauth.mfa.models import Authenticator

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty, Role
from chuangcheng.city.models import Level, Post, Region, RegionShape, Seat, Unit
from chuangcheng.framework.models import (
    Checklist,
    ChecklistItem,
    CrosswalkLink,
    Edition,
    EditionState,
    Framework,
    Indicator,
    IndicatorLevel,
    PointType,
    Responsibility,
    ResponsibilityRole,
    Rule,
    RuleVersion,
)
from chuangcheng.ledger import figures
from chuangcheng.ledger.models import (
    Directive,
    DirectiveState,
    DraftState,
    DraftTask,
    DraftUnit,
    Plan,
    Project,
    Target,
    Task,
    TaskUnit,
    UnitRole,
)
from chuangcheng.ledger.states import State
from chuangcheng.points.models import Point

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon in Shanghai, a Monday
TODAY = date(2026, 3, 2)
_serial = count(1)


def user(*, name: str = "王敏", duty: Duty = Duty.NONE, is_active: bool = True) -> User:
    serial = next(_serial)
    return User.objects.create(
        username=f"user-{serial}",
        name=name,
        duty=duty,
        phone=f"139{serial:08d}",
        is_active=is_active,
    )


def region(*, name: str = "云溪区", parent: Region | None = None) -> Region:
    serial = next(_serial)
    code = f"{990000 + serial}"
    return Region.objects.create(
        code=code,
        name=name,
        level=Level.DISTRICT if parent else Level.CITY,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
    )


def unit(*, name: str = "", short_name: str = "", parent: Unit | None = None) -> Unit:
    serial = next(_serial)
    code = f"U{serial:04d}"
    return Unit.objects.create(
        code=code,
        name=name or f"云溪区第{serial}局",
        short_name=short_name,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
    )


# Under another name, because `unit` is also what a caller says.
_a_unit = unit


def seat(
    person: User | None = None,
    *,
    role: Role = Role.LIAISON,
    at: Unit | None = None,
    starts_on: date = date(2020, 1, 1),
    ends_on: date | None = None,
) -> Seat:
    post = Post.objects.create(
        title=f"{role.label}{next(_serial)}", role=role, unit=at or unit()
    )
    return Seat.objects.create(
        person=person or user(), post=post, starts_on=starts_on, ends_on=ends_on
    )


def officer() -> User:
    """A person of the campaign office."""
    return seat(role=Role.OFFICE).person


def liaison(at: Unit) -> User:
    """A unit's liaison officer."""
    return seat(role=Role.LIAISON, at=at).person


def unit_head(at: Unit) -> User:
    return seat(role=Role.UNIT_HEAD, at=at).person


def plan(*, name: str = "") -> Plan:
    return Plan.objects.create(
        name=name or f"创城攻坚方案{next(_serial)}",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )


# Under another name, because `plan` is also what a caller says.
_a_plan = plan


def project(*, name: str = "", plan: Plan | None = None) -> Project:
    return Project.objects.create(
        plan=plan or _a_plan(), name=name or f"环境提升工程{next(_serial)}"
    )


def task(
    *,
    state: State = State.DISPATCHED,
    lead: Unit | None = None,
    main: Unit | None = None,
    support: Unit | None = None,
    plan: Plan | None = None,
    project: Project | None = None,
    title: str = "新增绿地面积",
    starts_on: date = date(2026, 1, 1),
    deadline: date | None = date(2026, 12, 31),
    due_on: date | None = None,
    finished_on: date | None = None,
    recurrence: str = "",
    targets: tuple[tuple[str, str], ...] = (),
) -> Task:
    """A task, dispatched to one leading unit unless told otherwise.

    `targets` are pairs of what is asked and what is reached, "" for nothing reported yet.
    """
    is_told = state not in {State.PLANNED, State.CANCELLED}
    is_finished = state in {State.AWAITING_ACCEPTANCE, State.DONE}
    made = Task.objects.create(
        number=f"2026-{next(_serial):04d}",
        plan=plan or (project.plan if project else _a_plan()),
        project=project,
        title=title,
        text=f"{title}。",
        starts_on=starts_on,
        deadline=deadline,
        due_on=due_on or deadline,
        recurrence=recurrence,
        state=state,
        dispatched_at=NOON if is_told else None,
        finished_on=(finished_on or TODAY) if is_finished else None,
        completed_at=NOON if state == State.DONE else None,
        share=_share(targets),
    )
    if lead is None and main is None:
        lead = unit()
    for one, role in (
        (lead, UnitRole.LEAD),
        (main, UnitRole.MAIN),
        (support, UnitRole.SUPPORT),
    ):
        if one is not None:
            TaskUnit.objects.create(task=made, unit=one, role=role)
    for order, (asked, reached) in enumerate(targets):
        Target.objects.create(
            task=made,
            object="绿地面积",
            value=Decimal(asked),
            unit="公顷",
            reached=Decimal(reached) if reached else None,
            order=order,
        )
    return made


def _share(targets: tuple[tuple[str, str], ...]) -> Decimal | None:
    return figures.least(
        figures.share(
            comparator=">=",
            value=Decimal(asked),
            reached=Decimal(reached) if reached else None,
        )
        for asked, reached in targets
    )


def administrator(duty: Duty, *, name: str = "", has_factor: bool = True) -> User:
    """One of the three administrators, by default with the second factor they owe."""
    person = user(name=name or str(duty.label), duty=duty)
    if has_factor:
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.TOTP, data={"secret": "none"}
        )
    return person


def directive(
    *,
    text: str = "区教育局要在6月底前办好开学第一课。各街道每月11日开展清洁行动。",
    state: DirectiveState = DirectiveState.IN_REVIEW,
    by: User | None = None,
    title: str = "区长在创建动员会上的讲话",
) -> Directive:
    serial = next(_serial)
    is_published = state == DirectiveState.PUBLISHED
    uploader = by or user()
    return Directive.objects.create(
        number=f"2026-{serial:03d}",
        title=title,
        file_name="讲话.txt",
        file=f"directives/{serial}.txt",
        sha256=f"{serial:064d}",
        text=text,
        state=state,
        uploaded_by=uploader,
        uploaded_at=NOON,
        published_by=uploader if is_published else None,
        published_at=NOON if is_published else None,
    )


def draft(
    at: Directive | None = None,
    *,
    start: int = 0,
    end: int = 17,
    lead: Unit | None = None,
    said: str = "区教育局",
    confidence: float = 0.86,
    state: DraftState = DraftState.OPEN,
    section: tuple[str, ...] = ("一、办好学校",),
    deadline: date | None = None,
    targets: tuple[dict[str, str], ...] = (),
) -> DraftTask:
    """A draft that names one unit, matched to the city's if `lead` is given."""
    directive_ = at or directive()
    text = directive_.text[start:end]
    made = DraftTask.objects.create(
        directive=directive_,
        number=next(_serial),
        section=list(section),
        start=start,
        end=end,
        text=text,
        action=text,
        deadline=deadline,
        targets=list(targets),
        confidence=confidence,
        state=state,
    )
    if said:
        DraftUnit.objects.create(draft=made, said=said, role=UnitRole.LEAD, unit=lead)
    return made


def framework(*, name: str = "", is_main: bool = False) -> Framework:
    serial = next(_serial)
    return Framework.objects.create(
        code=f"F{serial}", name=name or f"创建体系{serial}", is_main=is_main
    )


def edition(
    *,
    of: Framework | None = None,
    state: EditionState = EditionState.DRAFT,
    full_score: str = "100",
) -> Edition:
    return Edition.objects.create(
        framework=of or framework(),
        name=f"第{next(_serial)}版",
        state=state,
        full_score=Decimal(full_score),
        created_at=NOON,
        in_force_from=None if state == EditionState.DRAFT else TODAY,
        retired_on=TODAY if state == EditionState.RETIRED else None,
    )


_LOCKED = ("Indicator", "NegativeItem", "Precondition", "Checklist", "ChecklistItem")


@contextmanager
def past_the_lock() -> Iterator[None]:
    """Write into editions that are in force or retired, as only a test may."""
    locks = [f"framework.{table}:draft_only" for table in _LOCKED]
    with pgtrigger.ignore("framework.Edition:only_superseded", *locks):
        yield


@past_the_lock()
def indicator(
    at: Edition | None = None,
    *,
    code: str = "",
    name: str = "街面环境卫生",
    level: IndicatorLevel = IndicatorLevel.STANDARD,
    under: Indicator | None = None,
    score: str | None = "1",
    methods: tuple[str, ...] = ("ONSITE",),
    point_types: tuple[str, ...] = (),
    typical_units: tuple[str, ...] = (),
) -> Indicator:
    serial = next(_serial)
    is_standard = level == IndicatorLevel.STANDARD
    return Indicator.objects.create(
        edition=at or (under.edition if under else edition()),
        code=code or f"III-{serial}",
        name=name,
        level=level,
        parent=under,
        order=serial,
        score=Decimal(score) if score and is_standard else None,
        methods=list(methods) if is_standard else [],
        point_types=list(point_types),
        typical_units=list(typical_units),
    )


def duty(
    of: Indicator | None = None,
    *,
    unit: Unit | None = None,
    role: ResponsibilityRole = ResponsibilityRole.LEAD,
    post: Post | None = None,
) -> Responsibility:
    """A unit's part in a standard of an edition in force."""
    return Responsibility.objects.create(
        indicator=of or indicator(edition(state=EditionState.IN_FORCE)),
        unit=unit or (post.unit if post else None) or _a_unit(),
        role=role,
        post=post,
    )


def link(one: Indicator, other: Indicator) -> CrosswalkLink:
    """Two indicators that ask for the same fact."""
    return CrosswalkLink.objects.create(indicator=one, other=other)


def rule(*texts: str, title: str = "", category: str = "") -> Rule:
    """A standing rule with a version for each text; by default one."""
    serial = next(_serial)
    made = Rule.objects.create(
        number=f"ZD-{serial:04d}",
        title=title or f"门前三包管理办法{serial}",
        category=category,
    )
    for number, text in enumerate(texts or ("第一条 为加强管理，制定本办法。",), start=1):
        RuleVersion.objects.create(
            rule=made, number=number, text=text, effective_on=TODAY, at=NOON
        )
    return made


def point_type(*, code: str = "", name: str = "") -> PointType:
    serial = next(_serial)
    return PointType.objects.create(
        code=code or f"LX{serial}", name=name or f"农贸市场{serial}", order=serial
    )


@past_the_lock()
def checklist_item(
    of: PointType,
    at: Edition,
    *,
    name: str = "环境卫生",
    indicator: Indicator | None = None,
) -> ChecklistItem:
    checklist, _ = Checklist.objects.get_or_create(edition=at, point_type=of)
    serial = next(_serial)
    return ChecklistItem.objects.create(
        checklist=checklist,
        code=f"{of.code}-{serial}",
        name=name,
        criterion="无垃圾烟头、污水痰渍，清运及时",
        category="公共环境",
        indicator=indicator,
        order=serial,
    )


def point(
    *,
    name: str = "",
    type: PointType | None = None,
    lon: float | None = None,
    lat: float | None = None,
    unit: Unit | None = None,
    region: Region | None = None,
) -> Point:
    serial = next(_serial)
    return Point.objects.create(
        code=f"DW-{serial:05d}",
        name=name or f"云溪第{serial}市场",
        type=type or point_type(),
        lon=lon,
        lat=lat,
        unit=unit,
        region=region,
        updated_at=NOON,
    )


def square(region: Region, *, west: float, south: float, side: float = 0.01) -> RegionShape:
    """Give a region a square of `side` degrees; `city.services.shapes` is told nothing."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return RegionShape.objects.create(
        region=region,
        geometry={"type": "Polygon", "coordinates": [ring]},
        west=west,
        south=south,
        east=east,
        north=north,
        area=1.0,
        updated_at=NOON,
    )
