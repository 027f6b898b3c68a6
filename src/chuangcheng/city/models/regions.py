"""Where things are: the tree of regions, their shapes, and the count of changes to them."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.platform.record import tracked


class Level(models.TextChoices):
    """The five levels of a city, from the whole to the smallest part."""

    CITY = "CITY", _("市")
    DISTRICT = "DISTRICT", _("区县")
    STREET = "STREET", _("街道(乡镇)")
    COMMUNITY = "COMMUNITY", _("社区(村)")
    GRID = "GRID", _("网格")


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, region: "Region") -> Self:
        """Keep the region itself and everything below it."""
        return self.filter(path__startswith=region.path)


# Rows of others are passed over instead of waited for, so that this can neither block nor deadlock. A
# sequence never gives a number twice, not even after a rollback.
_NEXT_VERSION = """
    UPDATE city_mapversion
    SET number = nextval(pg_get_serial_sequence('city_mapversion', 'id'))
    WHERE id = (SELECT id FROM city_mapversion ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1);
    IF NOT FOUND THEN
        INSERT INTO city_mapversion (number)
        VALUES (nextval(pg_get_serial_sequence('city_mapversion', 'id')));
    END IF;
    RETURN NULL;
"""


def _counted() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="next_map_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_NEXT_VERSION,
    )


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
        triggers = (_counted(),)
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
        triggers = (_counted(),)

    def __str__(self) -> str:
        return f"{self.region} 边界"


class MapVersion(models.Model):
    """Tells every process when its copy of the shapes is old.

    Triggers give a row a number that was never used before whenever regions or shapes are
    written; all rows together are the version. There is a row for each transaction that
    wrote at the same time as another: a single one would make them wait for each other.
    """

    number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
