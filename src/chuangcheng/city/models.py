"""The answerable city: where things are, which unit answers, who sits where."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.roles import Role
from chuangcheng.platform.record import tracked


class Level(models.TextChoices):
    """The five levels of a city, from the whole to the smallest part."""

    CITY = "CITY", _("市")
    DISTRICT = "DISTRICT", _("区县")
    STREET = "STREET", _("街道(乡镇)")
    COMMUNITY = "COMMUNITY", _("社区(村)")
    GRID = "GRID", _("网格")


class UnitKind(models.TextChoices):
    PARTY = "PARTY", _("党委部门")
    GOVERNMENT = "GOVERNMENT", _("政府部门")
    STREET = "STREET", _("街道(乡镇)")
    COMMUNITY = "COMMUNITY", _("社区(村)")
    MASS = "MASS", _("群团组织")
    PUBLIC = "PUBLIC", _("事业单位")
    ENTERPRISE = "ENTERPRISE", _("企业")
    OTHER = "OTHER", _("其他")


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, region: "Region") -> Self:
        """Keep the region itself and everything below it."""
        return self.filter(path__startswith=region.path)


@tracked()
class Region(models.Model):
    """A part of the city that somebody answers for."""

    # GB/T 2260 (6 digits) for districts, GB/T 10114 (9) for streets, the statistical 12-digit
    # code for communities; grids add their own digits. Length is checked where codes come in.
    code = models.CharField(_("区划代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    # Codes from the root down, each followed by "/": one index answers "everything below".
    path = models.CharField(max_length=200, editable=False)
    is_active = models.BooleanField(_("在用"), default=True)
    # Whoever sits in it answers for the region: its own 网格长, or a post of the street's office.
    answerable_post = models.ForeignKey(
        "Post",
        verbose_name=_("责任岗位"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers_for",
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(level=Level.CITY, parent__isnull=True)
                | (~Q(level=Level.CITY) & Q(parent__isnull=False)),
                name="region_only_city_is_root",
            ),
        )
        indexes = (
            models.Index(
                fields=["path"], name="region_path", opclasses=["varchar_pattern_ops"]
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class RegionShape(models.Model):
    """Where a region lies: one polygon or several, in WGS-84, as GeoJSON has them."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="shape")
    # A GeoJSON geometry, Polygon or MultiPolygon; outer rings counter-clockwise.
    geometry = models.JSONField(_("边界"))
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    area = models.FloatField(_("面积(平方米)"))
    # The file it came in, and the datum that the file was in.
    source = models.CharField(_("来源文件"), max_length=255, blank=True)
    datum = models.CharField(_("原坐标系"), max_length=10, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(west__lte=F("east"), south__lte=F("north")),
                name="region_shape_box_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} 边界"


class MapVersion(models.Model):
    """Counts changes to the shapes, so that every process knows when its copy is old; one row."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="map_version_only_one"),
        )

    def __str__(self) -> str:
        return str(self.number)


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def within(self, unit: "Unit") -> Self:
        """Keep the unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


@tracked()
class Unit(models.Model):
    """A body that can be given a task and must answer for it."""

    code = models.CharField(_("单位编码"), max_length=30, unique=True)
    name = models.CharField(_("全称"), max_length=80, unique=True)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(
        _("类别"), max_length=12, choices=UnitKind.choices, default=UnitKind.GOVERNMENT
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("所在区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
    )
    path = models.CharField(max_length=300, editable=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["path"], name="unit_path", opclasses=["varchar_pattern_ops"]
            ),
            GinIndex(fields=["name"], name="unit_name_trgm", opclasses=["gin_trgm_ops"]),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("city:unit", args=[self.code])


class AliasOrigin(models.TextChoices):
    LISTED = "LISTED", _("名录")
    REMEMBERED = "REMEMBERED", _("确认后记住")


@tracked()
class UnitAlias(models.Model):
    """Another name under which speeches call a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("别名"), max_length=80, unique=True)
    origin = models.CharField(
        _("来源"), max_length=12, choices=AliasOrigin.choices, default=AliasOrigin.LISTED
    )

    def __str__(self) -> str:
        return self.name


@tracked()
class Post(models.Model):
    """A named position in a unit or a region; it stays when its holder goes."""

    title = models.CharField(_("岗位名称"), max_length=50)
    role = models.CharField(
        _("角色"), max_length=12, choices=Role.choices, default=Role.MEMBER
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(unit__isnull=False, region__isnull=True)
                | Q(unit__isnull=True, region__isnull=False),
                name="post_in_unit_or_region",
            ),
            # One for each kind of place: PostgreSQL 14 cannot count two nulls as equal.
            models.UniqueConstraint(
                fields=["unit", "title"],
                condition=Q(region__isnull=True),
                name="post_title_once_in_unit",
            ),
            models.UniqueConstraint(
                fields=["region", "title"],
                condition=Q(unit__isnull=True),
                name="post_title_once_in_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit or self.region} {self.title}"


class DateRange(Func):
    """SQL ``daterange(starts_on, ends_on, '[]')``; an open end reaches for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_on(self, day: date) -> Self:
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )

    def not_over(self, day: date) -> Self:
        """Keep the seats held on that day or to be held later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


@tracked()
class Seat(models.Model):
    """A person sits in a post from one day to another; rights follow the seat."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    post = models.ForeignKey(
        Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="seats"
    )
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
            ),
            ExclusionConstraint(
                name="seat_one_holder_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class PatronageQuerySet(models.QuerySet["Patronage"]):
    def held_on(self, day: date) -> Self:
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )


@tracked()
class Patronage(models.Model):
    """A leader, and the unit behind them, stand up for a region from one day to another (包联)."""

    region = models.ForeignKey(
        Region,
        verbose_name=_("包联区划"),
        on_delete=models.PROTECT,
        related_name="patronages",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("包联领导"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patronages",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("包联单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patronages",
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)

    objects = PatronageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False),
                name="patronage_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="patronage_ends_after_start",
            ),
            ExclusionConstraint(
                name="patronage_one_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.unit} 包联{self.region}"


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


class RestDayRule(models.TextChoices):
    """What happens to a day fixed by a recurrence that falls on a rest day."""

    KEEP = "KEEP", _("不调整")
    NEXT = "NEXT", _("顺延到下一工作日")
    PREVIOUS = "PREVIOUS", _("提前到上一工作日")


@tracked()
class Profile(models.Model):
    """The city's own choices; one row."""

    name = models.CharField(_("城市名称"), max_length=30)
    rest_day_rule = models.CharField(
        _("周期任务遇休息日"),
        max_length=10,
        choices=RestDayRule.choices,
        default=RestDayRule.KEEP,
    )
    due_soon_days = models.PositiveSmallIntegerField(_("将到期提示(天)"), default=7)
    # Digits of the sequence after the community's 12: two in CJ/T 213, three in GB/T 30428.1.
    grid_digits = models.PositiveSmallIntegerField(_("单元网格顺序码位数"), default=3)
    home = models.ForeignKey(
        Region,
        verbose_name=_("文中“区”默认所指"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": Level.DISTRICT},
    )

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="profile_only_one"),)

    def __str__(self) -> str:
        return self.name


@tracked()
class WorkdayOverride(models.Model):
    """A day that the city works or rests against the national calendar."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("是否上班"))
    note = models.CharField(_("说明"), max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_workday else '休息'}"


class UploadedShapes(models.Model):
    """Boundaries that a person has uploaded and not yet confirmed; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    # The file as kept in storage: it may be large.
    file = models.CharField(max_length=200)
    # What the person declared or chose: datum, columns, whether to mend.
    choices = models.JSONField(default=dict)
    # What was found; empty until the job has looked.
    findings = models.JSONField(null=True)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UploadedWorkbook(models.Model):
    """A workbook that a person has uploaded and not yet confirmed; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
