"""The gate before every change of an edition: it must be a draft, and it is locked."""

from typing import TypeVar

from django.db.models import Model

from chuangcheng.accounts.models import User
from chuangcheng.framework.models import Edition, EditionState, Indicator
from chuangcheng.platform import audit
from chuangcheng.platform.refusal import Refused


class NotADraft(Refused):
    """Only a draft can be changed."""


class DraftRefused(Refused):
    """The draft cannot be changed like this."""


M = TypeVar("M", bound=Model)


def lock(edition_id: int) -> Edition:
    """Return a draft, locked so that it is not put in force while it is being changed.

    Raises:
        NotADraft: the edition is in force, retired, or was withdrawn meanwhile.
    """
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("framework")
        .filter(pk=edition_id)
        .first()
    )
    if edition is None:
        raise NotADraft("这份草案已被撤销，请返回测评体系查看现有版本。")
    if edition.state != EditionState.DRAFT:
        raise NotADraft(
            f"“{edition}”的状态是{edition.get_state_display()}，不能修改；"
            "要改内容，请先复制成新草案。"
        )
    return edition


def again(row: M) -> M:
    """Read a row again, and lock it, since somebody may have changed it before the draft was locked.

    Raises:
        DraftRefused: somebody removed it.
    """
    found: M | None = (
        type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    )
    if found is None:
        raise DraftRefused(f"“{row}”刚刚被删除，请返回列表查看。")
    return found


def refuse_taken_code(edition: Edition, code: str, *, besides: int = 0) -> None:
    """Make sure that no other indicator of the edition has this code.

    Raises:
        DraftRefused: one has.
    """
    taken = edition.indicators.filter(code=code).exclude(pk=besides).first()
    if taken:
        raise DraftRefused(f"编号 {code} 已用于“{taken.name}”，请换一个编号。")


def order_after(edition: Edition, parent: Indicator | None) -> int:
    """Return the place after the last of a parent's children."""
    last = edition.indicators.filter(parent=parent).order_by("-order").first()
    return last.order + 1 if last else 1


def note(verb: str, edition: Edition, *, by: User, **detail: object) -> None:
    """Write down in the audit log what was done to an edition."""
    audit.record(
        f"framework.{verb}",
        subject="framework.edition",
        key=str(edition.pk),
        by=by,
        detail={"edition": str(edition), **detail},
    )
