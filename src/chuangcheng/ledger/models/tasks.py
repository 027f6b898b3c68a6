"""Plan → project → task, the units that answer for a task and the figures it must reach."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.api import Post, TaskForce, Unit
from chuangcheng.ledger.models.directives import Directive, DraftTask
from chuangcheng.ledger.states import CLOSED_STATES, OPEN_STATES, State
from chuangcheng.platform.record import tracked


@tracked()
class Plan(models.Model):
    """A year's or campaign's plan, under which projects and tasks are kept."""

    name = models.CharField(_("方案名称"), max_length=100, unique=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="plan_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Project(models.Model):
    """A group of tasks of a plan (工程、项目), usually under one task force."""

    plan = models.ForeignKey(
        Plan, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="projects"
    )
    name = models.CharField(_("工程(项目)名称"), max_length=100)
    order = models.PositiveIntegerField(_("排序"), default=0)
    force = models.ForeignKey(
        TaskForce,
        verbose_name=_("专项工作组"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan", "name"], name="project_once_in_plan"),
        )

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet["Task"]):
    def dispatched(self) -> Self:
        """Keep what units have been told of."""
        return self.exclude(state=State.PLANNED)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


@tracked()
class Task(models.Model):
    """One deliverable that units owe by a day, in a quantity, or again and again."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    plan = models.ForeignKey(
        Plan, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="tasks"
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("工程(项目)"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    draft = models.OneToOneField(
        DraftTask, on_delete=models.PROTECT, null=True, blank=True, related_name="task"
    )
    title = models.CharField(_("任务"), max_length=200)
    text = models.TextField(_("任务原文"))
    section = models.JSONField(_("章节"), default=list, blank=True)
    starts_on = models.DateField(_("起算日期"))
    deadline = models.DateField(_("完成时限"), null=True, blank=True)
    recurrence = models.CharField(_("频次"), max_length=200, blank=True)
    # The nearest day on which something is owed: the deadline, or an earlier open occurrence.
    # Kept by `services.occurrences.refresh_due`, so that lights and lists need no join.
    due_on = models.DateField(_("最近应办日期"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=20, choices=State.choices, default=State.PLANNED
    )
    dispatched_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    # The day the lead unit signed the work off; lateness is judged by it, not by acceptance.
    finished_on = models.DateField(_("报结日期"), null=True, blank=True, editable=False)
    completed_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    # Least share reached of any of the task's targets, 0…1; null where nothing is counted.
    share = models.DecimalField(
        _("完成比例"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    # Fingerprint of the Excel row it came from: the same file twice changes nothing.
    fingerprint = models.CharField(max_length=64, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=0)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.PLANNED, dispatched_at__isnull=True)
                | Q(state=State.CANCELLED)
                | (
                    ~Q(state__in=[State.PLANNED, State.CANCELLED])
                    & Q(dispatched_at__isnull=False)
                ),
                name="task_dispatched_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, completed_at__isnull=False)
                | (~Q(state=State.DONE) & Q(completed_at__isnull=True)),
                name="task_done_iff_completed_at",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.AWAITING_ACCEPTANCE, State.DONE],
                    finished_on__isnull=False,
                )
                | (
                    ~Q(state__in=[State.AWAITING_ACCEPTANCE, State.DONE])
                    & Q(finished_on__isnull=True)
                ),
                name="task_finished_iff_signed_off",
            ),
        )
        indexes = (
            models.Index(fields=["state", "deadline", "id"], name="task_state_deadline"),
            models.Index(fields=["deadline", "id"], name="task_deadline"),
            models.Index(fields=["due_on", "id"], name="task_due"),
            # What is open is a small part of an old ledger, and nearly all that is asked for.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="task_open_due",
            ),
            models.Index(
                fields=["state"],
                include=["id", "due_on", "deadline", "starts_on", "finished_on", "share"],
                name="task_standing",
            ),
            models.Index(fields=["plan", "state"], name="task_plan_state"),
            GinIndex(
                fields=["title", "text"],
                name="task_text_trgm",
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:task", args=[self.number])

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES


class UnitRole(models.TextChoices):
    LEAD = "LEAD", _("牵头")
    MAIN = "MAIN", _("主责")
    SUPPORT = "SUPPORT", _("配合")


@tracked()
class TaskUnit(models.Model):
    """A unit's part in a task, down to the post that answers; read mark included."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="task_parts"
    )
    role = models.CharField(_("责任"), max_length=10, choices=UnitRole.choices)
    post = models.ForeignKey(
        Post,
        verbose_name=_("责任岗位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_parts",
    )
    read_at = models.DateTimeField(_("阅知时间"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["task", "unit"], name="task_unit_once"),
        )
        indexes = (
            models.Index(fields=["unit", "role", "task"], name="task_unit_role"),
            # What a unit has not signed for is little, and asked for on every home page.
            models.Index(
                fields=["unit", "task"],
                condition=Q(acknowledged_at__isnull=True),
                name="task_unit_unsigned",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"


class Comparator(models.TextChoices):
    AT_LEAST = ">=", _("不少于")
    AT_MOST = "<=", _("不超过")
    EXACTLY = "=", _("等于")


@tracked()
class Target(models.Model):
    """A figure the task must reach, and how far it has come."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="targets")
    object = models.CharField(_("指标"), max_length=100, blank=True)
    comparator = models.CharField(
        _("要求"), max_length=2, choices=Comparator.choices, default=Comparator.AT_LEAST
    )
    value = models.DecimalField(_("目标值"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    reached = models.DecimalField(
        _("已完成"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.object}{self.get_comparator_display()}{self.value.normalize():f}{self.unit}"
