"""A small city with one of everything, and everybody who might knock at a door."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from chuangcheng.accounts.models import ApiToken, Notification, User
from chuangcheng.accounts.roles import DUTY_RIGHTS, ROLE_RIGHTS, Duty, Right, Role
from chuangcheng.city.models import (
    ForceMember,
    Patronage,
    Post,
    Seat,
    TaskForce,
    Unit,
    UnitAlias,
    WorkdayOverride,
)
from chuangcheng.framework.models import (
    CrosswalkLink,
    EditionState,
    Framework,
    Indicator,
    NegativeItem,
    PointType,
    Precondition,
    Rule,
    RuleBinding,
)
from chuangcheng.ledger.models import (
    CalendarLink,
    Extension,
    Handover,
    LedgerImport,
    Plan,
    Progress,
    ProgressFile,
)
from chuangcheng.ledger.services import calendar_links
from chuangcheng.ledger.states import State
from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook
from chuangcheng.points.models import PointPhoto
from tests import make

if TYPE_CHECKING:
    from django.db.models import Model

KNOWN_FROM = date(2020, 1, 1)
YESTERDAY_AT_LATEST = date(2020, 12, 31)
OWNERS = {
    "notification": frozenset({"liaison"}),
    "token": frozenset({"liaison"}),
    "passkey": frozenset({"helper"}),
    "recovery codes": frozenset({"helper"}),
    "totp": frozenset({"system", "security", "audit"}),
}
SECRET = "a-secret-long-enough-to-be-one"
_EXCEL = "imports/ledger.xlsx"
_RULE = "rules/rule.txt"
# Two for all: every new one would build the whole stack of middleware again.
_BROWSERS = {
    checks_csrf: Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
    for checks_csrf in (False, True)
}
NO_RIGHTS: frozenset[Right] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who knocks; `rights` are those the tables of roles and duties promise."""

    user: User
    rights: frozenset[Right]
    session: str
    token: str


@dataclass(frozen=True, kw_only=True)
class World:
    """The people by what they are, the arguments in the address of each thing, whose it is."""

    people: Mapping[str, Person]
    things: Mapping[str, tuple[object, ...]]
    owners: Mapping[str, frozenset[str]]
    files: Mapping[str, bytes]
    # What a program says when it writes something.
    said: Mapping[str, str]

    def put_files(self) -> None:
        """Write the files of the world to wherever files are kept now."""
        for name, content in self.files.items():
            default_storage.save(name, ContentFile(content))


def build() -> World:
    """Make the people and the things; the database is the caller's to clean."""
    above = make.unit(name="云溪区住房和城乡建设局")
    lead = make.unit(name="云溪区园林中心", parent=above)
    below = make.unit(name="云溪区园林一所", parent=lead)
    support = make.unit(name="云溪区城管局")
    other = make.unit(name="云溪区教体局")
    region = make.region(name="云溪市")
    people = {
        **_administrators(),
        "office": _seated(Role.OFFICE),
        "leader": _seated(Role.LEADER),
        "supervisor": _seated(Role.SUPERVISOR),
        "head": _seated(Role.UNIT_HEAD, lead),
        "liaison": _seated(Role.LIAISON, lead),
        "member": _seated(Role.MEMBER, lead),
        "above": _seated(Role.LIAISON, above),
        "helper": _seated(Role.LIAISON, support),
        "helping head": _seated(Role.UNIT_HEAD, support),
        "below": _seated(Role.LIAISON, below),
        "stranger": _seated(Role.LIAISON, other),
        "strange head": _seated(Role.UNIT_HEAD, other),
        "grid worker": _grid_worker(),
        "former": _former(lead),
        "seatless": _person(make.user(), NO_RIGHTS),
    }
    for person in people.values():
        _leave(person.user)
    things, files = _things(people, lead=lead, support=support)
    things["unit"], things["region"] = (other.code,), (region.code,)
    return World(
        people=people,
        things=things,
        owners=OWNERS,
        files=files,
        said={"unit": lead.code, "note": "已新增绿地 30 公顷。"},
    )


def _administrators() -> dict[str, Person]:
    """Make the three; each also sits in the office, which must count for nothing."""
    found = {}
    for duty in (Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT):
        user = make.administrator(duty)
        make.seat(user, role=Role.OFFICE)
        found[duty.lower()] = _person(user, DUTY_RIGHTS[duty])
    return found


def _seated(role: Role, at: Unit | None = None) -> Person:
    return _person(make.seat(role=role, at=at).person, ROLE_RIGHTS[role])


def _grid_worker() -> Person:
    """Seat somebody in a region: they see tasks of units, but have no unit."""
    street = make.region(name="云溪区", parent=make.region(name="他市"))
    post = Post.objects.create(title="网格员", role=Role.GRID_WORKER, region=street)
    user = make.user()
    Seat.objects.create(person=user, post=post, starts_on=KNOWN_FROM)
    return _person(user, ROLE_RIGHTS[Role.GRID_WORKER])


def _former(lead: Unit) -> Person:
    seat = make.seat(role=Role.UNIT_HEAD, at=lead, ends_on=YESTERDAY_AT_LATEST)
    return _person(seat.person, NO_RIGHTS)


def _person(user: User, rights: frozenset[Right]) -> Person:
    # An administrator's token dates from before the duty.
    token = f"cct_{user.username}"
    _token(user, "脚本", token)
    return Person(user=user, rights=rights, session=_sign_in(user), token=token)


def _sign_in(user: User) -> str:
    """Open a session without a request: asked for by a cookie it is like any other."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["last_seen"] = int(timezone.now().timestamp())
    # Signed in a moment ago, so that no page asks for the password once more.
    signed_in = {"method": "password", "at": time.time(), "reauthenticated": True}
    store["account_authentication_methods"] = [signed_in]
    store["account_authentication_methods_user"] = str(user.pk)
    store.create()
    return str(store.session_key)


def _leave(user: User) -> None:
    """Forget what was worked out while the person was made."""
    user.__dict__.pop("_city_scope", None)


def client_of(person: Person | None, *, checks_csrf: bool = False) -> Client:
    """Return a browser without a past, signed in as the person or as nobody."""
    client = _BROWSERS[checks_csrf]
    client.cookies.clear()
    if person:
        client.cookies[settings.SESSION_COOKIE_NAME] = person.session
    return client


Things = dict[str, tuple[object, ...]]


def _things(
    people: Mapping[str, Person], *, lead: Unit, support: Unit
) -> tuple[Things, Mapping[str, bytes]]:
    owner = people["liaison"].user
    task = make.task(lead=lead, support=support, targets=(("100", ""),))
    planned = make.task(state=State.PLANNED, lead=lead, support=support)
    foreign = make.task()
    project = make.project(plan=task.plan)
    draft, other_draft = make.draft(lead=lead), make.draft(lead=support)
    directive = draft.directive
    report = Progress.objects.create(
        task=task, unit=lead, by=owner, at=make.NOON, note="已新增绿地 30 公顷。"
    )
    proof = ProgressFile.objects.create(
        progress=report,
        file="progress/proof.txt",
        name="proof.txt",
        size=5,
        sha256="0" * 64,
    )
    asked = {"unit": lead, "reason": "雨季", "asked_by": owner, "asked_at": make.NOON}
    force = TaskForce.objects.create(name="环境整治专项工作组")
    photo = PointPhoto.objects.create(
        point=make.point(unit=lead),
        file="points/photo.jpg",
        thumbnail="points/photo-320.jpg",
        sha256="3" * 64,
        width=800,
        height=600,
        by=owner,
        at=make.NOON,
    )
    new_seat = make.seat(role=Role.MEMBER, starts_on=date(2090, 1, 1))
    pks: dict[str, Model] = {
        "file": proof,
        "extension": Extension.objects.create(task=task, to=date(2027, 1, 31), **asked),
        "handover": Handover.objects.create(task=task, to=support, **asked),
        "plan": task.plan,
        "project": project,
        "force": force,
        "member": ForceMember.objects.create(force=force, unit=support),
        "post": new_seat.post,
        "seat": new_seat,
        "alias": UnitAlias.objects.create(unit=support, name="城管"),
        "photo": photo,
        "patronage": Patronage.objects.create(
            region=make.region(name="包联市"), unit=support, starts_on=date(2090, 1, 1)
        ),
        "day": WorkdayOverride.objects.create(day=date(2026, 5, 9), is_workday=True),
        "notification": Notification.objects.create(
            recipient=owner, text="请签收。", at=make.NOON, key="told"
        ),
        "token": _token(owner, "大屏", "cct_on-the-wall"),
        "passkey": _passkey(people["helper"].user),
    }
    pks |= _frameworks()
    RecoveryCodes.activate(people["helper"].user)
    CalendarLink.objects.create(
        person=owner, digest=calendar_links.digest(SECRET), created_at=make.NOON
    )
    things: Things = {name: (thing.pk,) for name, thing in pks.items()}
    things |= {
        "task": (task.number,),
        "planned task": (planned.number,),
        "foreign task": (foreign.number,),
        "directive": (directive.number,),
        "draft": (directive.number, draft.number),
        "misplaced draft": (directive.number, other_draft.number),
        "import": (_import(people["office"].user, task.plan).number,),
        "pledge": (lead.code, task.plan_id),
        "point": (photo.point.code,),
        "campaigns": _campaigns(),
        **_rules(),
        "secret": (SECRET,),
        "wrong secret": (SECRET[::-1],),
        "totp": (),
        "recovery codes": (),
        "framework": (Framework.objects.get(is_main=True).code,),
        "point type": (PointType.objects.order_by("pk")[0].code,),
        "person": (make.user().username,),
        "provider": ("nobody",),
        "two editions": (pks["older edition"].pk, pks["edition"].pk),
    }
    return things, {
        str(proof.file): b"proof",
        str(directive.file): directive.text.encode(),
        _EXCEL: _ledger(),
        str(photo.file): b"photo",
        str(photo.thumbnail): b"photo",
        _RULE: "第一条 乙。".encode(),
    }


def _frameworks() -> "dict[str, Model]":
    """Make an edition in force, which all may see, and a draft, which is the office's own."""
    framework = make.framework(is_main=True)
    edition = make.edition(of=framework, state=EditionState.IN_FORCE)
    indicator = make.indicator(edition)
    link = make.link(indicator, make.indicator(make.edition(state=EditionState.IN_FORCE)))
    place = make.point_type()
    item = make.checklist_item(place, edition, indicator=indicator)
    draft = make.edition(of=framework)
    standard = make.indicator(draft)
    draft_item = make.checklist_item(place, draft, indicator=standard)
    return {
        "older edition": make.edition(of=framework, state=EditionState.RETIRED),
        "edition": edition,
        "indicator": indicator,
        "duty": make.duty(indicator),
        "link": link,
        "binding": _binding(indicator),
        "checklist": item.checklist,
        "draft edition": draft,
        "draft indicator": standard,
        "draft checklist": draft_item.checklist,
        "draft item": draft_item,
        "veto": NegativeItem.objects.create(edition=draft, code="N-01", name="事故"),
        "precondition": Precondition.objects.create(edition=draft, name="提名"),
    }


def _binding(indicator: Indicator) -> RuleBinding:
    """Bind a rule of two versions, the second with its file, to a standard."""
    rule = make.rule("第一条 甲。", "第一条 乙。")
    rule.versions.filter(number=2).update(file=_RULE, file_name="办法.txt")
    return RuleBinding.objects.create(rule=rule, indicator=indicator)


def _rules() -> Things:
    number = Rule.objects.get().number
    return {
        "rule": (number,),
        "rule versions": (number, 1, 2),
        "rule file": (number, 2),
    }


def _campaigns() -> tuple[str, str]:
    """Return the codes of the two campaigns that are linked."""
    link = CrosswalkLink.objects.get()
    return link.indicator.edition.framework.code, link.other.edition.framework.code


def _token(owner: User, name: str, key: str) -> ApiToken:
    return ApiToken.objects.create(
        person=owner,
        name=name,
        digest=hashlib.sha256(key.encode()).hexdigest(),
        created_at=make.NOON,
        expires_at=make.NOON.replace(year=2090),
    )


def _import(officer: User, plan: Plan) -> LedgerImport:
    return LedgerImport.objects.create(
        number="DR-2026-001",
        plan=plan,
        file_name="台账.xlsx",
        file=_EXCEL,
        sha256="2" * 64,
        by=officer,
        at=make.NOON,
        headers=["任务", "牵头单位"],
        mapping={"title": 0, "lead": 1},
    )


def _ledger() -> bytes:
    columns = [ColumnSpec(header="任务"), ColumnSpec(header="牵头单位")]
    rows = [["新增绿地", "云溪区园林中心"]]
    return write_workbook([SheetSpec(title="台账", columns=columns, rows=rows)])


def _passkey(owner: User) -> Authenticator:
    return Authenticator.objects.create(
        user=owner,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "手机", "credential": {}},
    )
