"""Plans and the projects under them."""

from datetime import date

from django.db import IntegrityError, transaction

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import TaskForce
from chuangcheng.ledger.models import Plan, Project
from chuangcheng.ledger.services import authority
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class NameTaken(Refused):
    """Another plan, or another project of the plan, bears the name."""


class DaysReversed(Refused):
    """A plan would end before it starts."""


@transaction.atomic
def save_plan(
    plan: Plan | None, *, name: str, starts_on: date, ends_on: date, by: User
) -> Plan:
    """Add a plan, or change the one given.

    Raises:
        NotYours: the person may not dispatch tasks.
        NameTaken: another plan bears the name.
        DaysReversed: the plan would end before it starts.
    """
    authority.require(by, Right.DISPATCH)
    if ends_on < starts_on:
        raise DaysReversed("结束日期早于开始日期，请改正。")
    verb = "ledger.plan.changed" if plan else "ledger.plan.added"
    plan = plan or Plan()
    plan.name, plan.starts_on, plan.ends_on = name, starts_on, ends_on
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as clash:
        raise NameTaken(f"已有名为“{name}”的方案，请换一个名称。") from clash
    audit.record(verb, subject="方案", key=plan.name, by=by)
    return plan


@transaction.atomic
def save_project(
    project: Project | None,
    *,
    plan: Plan,
    name: str,
    order: int,
    force: TaskForce | None,
    by: User,
) -> Project:
    """Add a project to a plan, or change the one given.

    Raises:
        NotYours: the person may not dispatch tasks.
        NameTaken: another project of the plan bears the name.
    """
    authority.require(by, Right.DISPATCH)
    verb = "ledger.project.changed" if project else "ledger.project.added"
    project = project or Project()
    project.plan, project.name, project.order, project.force = plan, name, order, force
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as clash:
        raise NameTaken(f"方案“{plan}”下已有“{name}”，请换一个名称。") from clash
    audit.record(verb, subject="工程(项目)", key=project.name, by=by)
    return project
