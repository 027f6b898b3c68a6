"""Which post answers for a region."""

from django.db import transaction

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Post, Region
from chuangcheng.platform import audit


@transaction.atomic
def set_post(region: Region, post: Post | None, *, by: User) -> None:
    """Let whoever sits in a post answer for a region; none leaves it without anybody."""
    region = Region.objects.select_for_update().get(pk=region.pk)
    before = region.answerable_post
    if before == post:
        return
    region.answerable_post = post
    region.save(update_fields=["answerable_post"])
    audit.record(
        "city.answerable.set",
        subject="区划",
        key=region.code,
        by=by,
        detail={"post": [str(before or ""), str(post or "")]},
    )
