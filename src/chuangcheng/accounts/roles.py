"""What a role may do, as a table: read it before reading any permission check.

A person holds no right of their own. Rights follow the seats the person sits in (see `city`),
or, for the three administrators, the one duty written on the account. The three administrators
(三员分立, GB/T 22239-2019 level 3: system, security and audit management are separated) see no
campaign business, and the campaign's people hold none of the administrators' rights.
"""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    """An administrator's duty; one account has at most one, so no two can meet in one person."""

    NONE = "NONE", _("无")
    SYSTEM = "SYSTEM", _("系统管理员")
    SECURITY = "SECURITY", _("安全管理员")
    AUDIT = "AUDIT", _("审计管理员")


class Role(TextChoices):
    """What a post is for; a seat in the post gives the role's rights within the post's place."""

    OFFICE = "OFFICE", _("创城办")
    LEADER = "LEADER", _("市领导")
    UNIT_HEAD = "UNIT_HEAD", _("单位负责人")
    LIAISON = "LIAISON", _("联络员")
    SUPERVISOR = "SUPERVISOR", _("督查")
    GRID_WORKER = "GRID_WORKER", _("网格员")
    MEMBER = "MEMBER", _("一般岗位")


class Right(TextChoices):
    SEE_ALL_TASKS = "SEE_ALL_TASKS", _("查看全市任务")
    SEE_UNIT_TASKS = "SEE_UNIT_TASKS", _("查看本单位任务")
    REVIEW_DIRECTIVES = "REVIEW_DIRECTIVES", _("拆解部署")
    DISPATCH = "DISPATCH", _("交办任务")
    ACCEPT_TASKS = "ACCEPT_TASKS", _("验收任务")
    ACT_FOR_UNIT = "ACT_FOR_UNIT", _("代表单位签收反馈")
    SIGN_OFF = "SIGN_OFF", _("牵头审签")
    EXCHANGE_LEDGER = "EXCHANGE_LEDGER", _("导入导出台账")
    SEE_CITY = "SEE_CITY", _("查看区划与单位")
    MANAGE_CITY = "MANAGE_CITY", _("维护区划与单位")
    MANAGE_SEATS = "MANAGE_SEATS", _("任免岗位")
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS", _("维护账号")
    GRANT_DUTIES = "GRANT_DUTIES", _("安全管理")
    SEE_FRAMEWORK = "SEE_FRAMEWORK", _("查看测评体系")
    MANAGE_FRAMEWORK = "MANAGE_FRAMEWORK", _("维护测评体系")
    ASSIGN_INDICATORS = "ASSIGN_INDICATORS", _("分解指标责任")
    MANAGE_RULES = "MANAGE_RULES", _("维护制度库")
    SEE_POINTS = "SEE_POINTS", _("查看点位")
    MANAGE_POINTS = "MANAGE_POINTS", _("维护点位")
    SEE_SYSTEM = "SEE_SYSTEM", _("查看系统运行")
    READ_AUDIT = "READ_AUDIT", _("查看审计日志")


_EVERY_ROLE = frozenset(
    {Right.SEE_UNIT_TASKS, Right.SEE_CITY, Right.SEE_FRAMEWORK, Right.SEE_POINTS}
)

ROLE_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICE: _EVERY_ROLE
    | {
        Right.SEE_ALL_TASKS,
        Right.REVIEW_DIRECTIVES,
        Right.DISPATCH,
        Right.ACCEPT_TASKS,
        Right.EXCHANGE_LEDGER,
        Right.MANAGE_CITY,
        Right.MANAGE_FRAMEWORK,
        Right.ASSIGN_INDICATORS,
        Right.MANAGE_RULES,
        Right.MANAGE_POINTS,
        # The office owes tasks like any other unit, and answers for those alone.
        Right.ACT_FOR_UNIT,
        Right.SIGN_OFF,
    },
    Role.LEADER: _EVERY_ROLE | {Right.SEE_ALL_TASKS},
    Role.UNIT_HEAD: _EVERY_ROLE | {Right.ACT_FOR_UNIT, Right.SIGN_OFF},
    Role.LIAISON: _EVERY_ROLE | {Right.ACT_FOR_UNIT},
    Role.SUPERVISOR: _EVERY_ROLE | {Right.SEE_ALL_TASKS},
    Role.GRID_WORKER: _EVERY_ROLE,
    Role.MEMBER: _EVERY_ROLE,
}

DUTY_RIGHTS: Mapping[Duty, frozenset[Right]] = {
    Duty.NONE: frozenset(),
    Duty.SYSTEM: frozenset(
        {Right.MANAGE_ACCOUNTS, Right.MANAGE_CITY, Right.SEE_CITY, Right.SEE_SYSTEM}
    ),
    Duty.SECURITY: frozenset({Right.GRANT_DUTIES, Right.MANAGE_SEATS, Right.SEE_CITY}),
    Duty.AUDIT: frozenset({Right.READ_AUDIT}),
}
