"""What links editions: decisions about which indicator continues which, and workbooks on their way in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.models.registry import Edition, Indicator
from chuangcheng.platform.record import tracked


class MatchState(models.TextChoices):
    CONFIRMED = "CONFIRMED", _("已确认")
    REJECTED = "REJECTED", _("不是同一项")


@tracked()
class IndicatorMatch(models.Model):
    """A pair of indicators of two editions, confirmed or rejected as the same.

    Several newer ones may continue one older indicator (split) and the other way round (merge).
    """

    older = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="matches_forward"
    )
    newer = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="matches_back"
    )
    state = models.CharField(_("状态"), max_length=10, choices=MatchState.choices)
    # How alike the two were when it was decided, 0…1.
    likeness = models.FloatField(_("相似度"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("确认时间"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["older", "newer"], name="indicator_match_once"),
            models.CheckConstraint(
                condition=Q(likeness__gte=0, likeness__lte=1),
                name="indicator_match_likeness_is_share",
            ),
        )

    def __str__(self) -> str:
        return f"{self.older} → {self.newer}"


class UploadedEdition(models.Model):
    """A workbook of an edition that was looked through and not yet taken over; one a person."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # The edition on whose page it was uploaded.
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    # What the new draft is to be called; empty where the draft itself takes the content.
    new_name = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
