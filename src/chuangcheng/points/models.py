"""Every place an assessor may walk into (点位库)."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.models import User
from chuangcheng.city.api import Post, Region, Unit
from chuangcheng.framework.api import PointType
from chuangcheng.platform.record import tracked


class PointState(models.TextChoices):
    IN_USE = "IN_USE", _("在用")
    VOID = "VOID", _("作废")


class PointQuerySet(models.QuerySet["Point"]):
    def in_use(self) -> Self:
        return self.filter(state=PointState.IN_USE)

    def placed(self) -> Self:
        return self.filter(lon__isnull=False)


@tracked()
class Point(models.Model):
    """One assessable place and who answers for it."""

    # Given by the program, DW-00001, or brought along by the city's own list.
    code = models.CharField(_("点位编号"), max_length=30, unique=True)
    name = models.CharField(_("点位名称"), max_length=100)
    type = models.ForeignKey(
        PointType, verbose_name=_("点位类型"), on_delete=models.PROTECT, related_name="+"
    )
    # Assessors mostly go to those that were not declared.
    is_declared = models.BooleanField(_("已申报"), default=False)
    is_key = models.BooleanField(_("重点点位"), default=False)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    # WGS-84 degrees; both or neither.
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    # The smallest region in which it lies, found from the position, or told where there is none.
    region = models.ForeignKey(
        Region,
        verbose_name=_("所在网格"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Whoever sits in it answers for the point.
    post = models.ForeignKey(
        Post,
        verbose_name=_("责任岗位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    patron_unit = models.ForeignKey(
        Unit,
        verbose_name=_("包联单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=PointState.choices, default=PointState.IN_USE
    )
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False),
                name="point_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="point_lies_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(state="IN_USE", void_reason="")
                | (Q(state="VOID") & ~Q(void_reason="")),
                name="point_void_has_reason",
            ),
        )
        indexes = (
            models.Index(fields=["type", "state", "code"], name="point_type_state"),
            models.Index(fields=["lat", "lon"], name="point_position"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("points:point", args=[self.code])

    @property
    def is_in_use(self) -> bool:
        return self.state == PointState.IN_USE

    @property
    def is_placed(self) -> bool:
        return self.lon is not None


@tracked()
class PointPhoto(models.Model):
    """The picture by which a point is recognised (门头照); the newest is shown."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="photos")
    # Re-encoded without metadata.
    file = models.FileField(_("照片"), upload_to="points/", max_length=200)
    thumbnail = models.FileField(upload_to="points/", max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("上传时间"))

    def __str__(self) -> str:
        return f"{self.point} {self.at:%Y-%m-%d}"


@tracked()
class PointsApart(models.Model):
    """Two points that look alike, of which a person said that they are two places."""

    first = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("确认时间"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="points_apart_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="points_apart_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @classmethod
    def of(cls, point: Point, other: Point, *, by: User, at: datetime) -> Self:
        """Make the row of a pair, the older point first."""
        first, second = sorted((point, other), key=lambda each: each.pk)
        return cls(first=first, second=second, by=by, at=at)


class UploadState(models.TextChoices):
    WAITING = "WAITING", _("待确认")
    RUNNING = "RUNNING", _("正在导入")
    DONE = "DONE", _("已导入")
    REFUSED = "REFUSED", _("未导入")


class UploadedPoints(models.Model):
    """A list of points that a person is taking in, and what came of it; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    # In the file; a long list is taken in by a job.
    rows = models.PositiveIntegerField(default=0)
    # Of the positions in the file.
    datum = models.CharField(max_length=10, default="WGS84")
    # What the person decided of likely duplicates: {"12:DW-00003": "SKIP"}
    choices = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=UploadState.choices, default=UploadState.WAITING
    )
    # How many were added, changed, the same and skipped, once it is done.
    outcome = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("points:import")

    @property
    def progress_key(self) -> str:
        """Name the progress of the job that takes this list in."""
        return f"points.import.{self.person_id}.{self.uploaded_at:%Y%m%d%H%M%S%f}"


class SheetState(models.TextChoices):
    RUNNING = "RUNNING", _("正在生成")
    DONE = "DONE", _("已生成")
    REFUSED = "REFUSED", _("没有生成")


class LabelSheet(models.Model):
    """QR labels of many points that a job draws for a person; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    codes = models.JSONField()
    layout = models.CharField(max_length=10)
    # The address before the points' own, as the person's browser knows it.
    base = models.CharField(max_length=200)
    state = models.CharField(
        max_length=8, choices=SheetState.choices, default=SheetState.RUNNING
    )
    file = models.FileField(upload_to="labels/", max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("points:label_sheet")

    @property
    def progress_key(self) -> str:
        """Name the progress of the job that draws this sheet."""
        return f"points.labels.{self.person_id}.{self.at:%Y%m%d%H%M%S%f}"
