"""Keep the types of places. They belong to all editions; what an edition in force calls them stays."""

from dataclasses import dataclass, fields

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import EditionState, PointType, Provenance
from chuangcheng.framework.queries.checklists import editions_naming
from chuangcheng.framework.services import drafts
from chuangcheng.framework.services.drafts import DraftRefused
from chuangcheng.framework.services.overtaken import refuse_overtaken
from chuangcheng.platform import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFacts:
    """What a person says about a type of place."""

    code: str
    name: str
    aliases: list[str]
    group: str
    typical_unit: str
    order: int
    is_active: bool


@transaction.atomic
def save(
    facts: TypeFacts,
    *,
    point_type: PointType | None = None,
    seen: str = "",
    by: User,
) -> PointType:
    """Add a type of place, or correct one; it holds for every edition.

    `seen` is the mark of what the person saw before.

    Raises:
        Overtaken: it was changed since.
        DraftRefused: code or name are taken, or an edition relies on those it has.
    """
    if point_type:
        point_type = drafts.again(point_type)
        refuse_overtaken(point_type, TypeFacts, seen)
        _refuse_renaming(point_type, facts)
    others = PointType.objects.exclude(pk=point_type.pk if point_type else 0)
    if taken := others.filter(code=facts.code).first():
        raise DraftRefused(f"类型代码 {facts.code} 已用于“{taken.name}”，请换一个代码。")
    if taken := others.filter(name=facts.name).first():
        raise DraftRefused(f"已有点位类型“{facts.name}”，代码 {taken.code}。")
    point_type = point_type or PointType(provenance=Provenance.LOCAL)
    changed = _take_over(point_type, facts)
    point_type.save()
    audit.record(
        "framework.point_type.saved",
        subject="framework.point_type",
        key=point_type.code,
        by=by,
        detail={"name": point_type.name, "fields": changed},
    )
    return point_type


def _refuse_renaming(point_type: PointType, facts: TypeFacts) -> None:
    naming = editions_naming(point_type)
    if facts.code != point_type.code and (edition := naming.first()):
        raise DraftRefused(
            f"“{edition}”按代码 {point_type.code} 引用这个类型，代码不能改；"
            "请新增一个类型，并停用这一个。"
        )
    settled = naming.exclude(state=EditionState.DRAFT).first()
    if facts.name != point_type.name and settled:
        raise DraftRefused(
            f"“{settled}”已启用，其中的“{point_type.name}”不能改名，否则这一版的内容会跟着变。"
            "其他叫法请填在“别称”里；确需新名称，请新增一个类型，并停用这一个。"
        )


def _take_over(point_type: PointType, facts: TypeFacts) -> list[str]:
    """Write the facts into the type, and name those that are new."""
    changed = []
    for field in fields(facts):
        if getattr(point_type, field.name) != getattr(facts, field.name):
            changed.append(str(PointType._meta.get_field(field.name).verbose_name))  # type: ignore[union-attr]
        setattr(point_type, field.name, getattr(facts, field.name))
    return changed
