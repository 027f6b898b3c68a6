"""The headquarters and the task forces with their members."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.city.models.units import Unit
from chuangcheng.platform.record import tracked


class TaskForceKind(models.TextChoices):
    HEADQUARTERS = "HEADQUARTERS", _("指挥部")
    TASK_FORCE = "TASK_FORCE", _("专项工作组")


@tracked()
class TaskForce(models.Model):
    """A headquarters or a special working group across units."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(
        _("类别"),
        max_length=12,
        choices=TaskForceKind.choices,
        default=TaskForceKind.TASK_FORCE,
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
    )
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    def __str__(self) -> str:
        return self.name


class ForceRole(models.TextChoices):
    COMMANDER = "COMMANDER", _("指挥长(组长)")
    DEPUTY = "DEPUTY", _("副指挥长(副组长)")
    MEMBER = "MEMBER", _("成员")


@tracked()
class ForceMember(models.Model):
    """A person or a unit in a task force."""

    force = models.ForeignKey(TaskForce, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(
        _("职责"), max_length=10, choices=ForceRole.choices, default=ForceRole.MEMBER
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="force_memberships",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="force_memberships",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False),
                name="force_member_is_somebody",
            ),
            models.UniqueConstraint(
                fields=["force", "person", "unit"], name="force_member_once"
            ),
            # PostgreSQL 14 cannot count two nulls as equal.
            models.UniqueConstraint(
                fields=["force", "person"],
                condition=Q(unit__isnull=True),
                name="force_person_once",
            ),
            models.UniqueConstraint(
                fields=["force", "unit"],
                condition=Q(person__isnull=True),
                name="force_unit_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.force} {self.get_role_display()} {self.person or self.unit}"
