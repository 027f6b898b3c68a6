"""Many accounts from one Excel list: all of them, or none and the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from chuangcheng.accounts import passwords
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Duty
from chuangcheng.accounts.services.people import Opened
from chuangcheng.platform import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list; `row` is the number Excel shows beside it."""

    row: int
    username: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What keeps a line back, for the person who will correct it."""

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a list: accounts opened, lines already known, or problems and nothing done."""

    opened: tuple[Opened, ...] = ()
    known: int = 0
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def open_all(entries: Sequence[Entry], *, source: str, by: User) -> Outcome:
    """Open an account for every line; a list brought in twice opens nothing the second time."""
    held = _accounts_named(entries)
    problems = _repeated(entries) + _clashing(entries, held)
    if problems:
        return Outcome(problems=tuple(sorted(problems, key=lambda each: each.row)))
    fresh = [each for each in entries if each.username.casefold() not in held]
    drawn = [passwords.fresh() for _each in fresh]
    people = User.objects.bulk_create(
        [
            User(
                username=each.username,
                name=each.name,
                phone=each.phone,
                password=make_password(password),
                must_change_password=True,
            )
            for each, password in zip(fresh, drawn, strict=True)
        ],
        batch_size=500,
    )
    if people:
        _note(people, source=source, by=by)
    opened = (
        Opened(person=person, password=password)
        for person, password in zip(people, drawn, strict=True)
    )
    return Outcome(opened=tuple(opened), known=len(entries) - len(fresh))


def _accounts_named(entries: Sequence[Entry]) -> dict[str, User]:
    folded = {each.username.casefold() for each in entries}
    found = User.objects.annotate(folded=Lower("username")).filter(folded__in=folded)
    return {person.username.casefold(): person for person in found}


def _repeated(entries: Sequence[Entry]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for each in entries:
        row = first.setdefault(each.username.casefold(), each.row)
        if row != each.row:
            text = _("与第 %(row)s 行的用户名重复，请改用别的用户名或删去一行") % {
                "row": row
            }
            problems.append(_problem(each, "用户名", each.username, text))
    return problems


def _clashing(entries: Sequence[Entry], held: Mapping[str, User]) -> list[Problem]:
    administrators = set(
        User.objects.exclude(duty=Duty.NONE).values_list("phone", flat=True)
    )
    problems = []
    for each in entries:
        person = held.get(each.username.casefold())
        if person is not None and (person.name, person.phone) != (each.name, each.phone):
            text = _(
                "该用户名已属于%(name)s，姓名或手机号与本行不同；"
                "请换用户名，或先到账号页面更正"
            ) % {"name": person.name}
            problems.append(_problem(each, "用户名", each.username, text))
        elif person is None and each.phone in administrators:
            text = _("该手机号属于一名管理员，管理员不得另有业务账号，请核对")
            problems.append(_problem(each, "手机号", each.phone, text))
    return problems


def _problem(entry: Entry, column: str, value: str, text: str) -> Problem:
    return Problem(row=entry.row, column=column, value=value, text=text)


def _note(people: Sequence[User], *, source: str, by: User) -> None:
    audit.record(
        "accounts.person.imported",
        subject="账号",
        key=_("%(count)s 个账号") % {"count": len(people)},
        by=by,
        detail={"file": source, "usernames": [person.username for person in people]},
    )
