"""What a person may do, and where: worked out from the seats they hold today.

Every `visible_to(user)` and every door asks here, so a right cannot be had any other way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce, wraps
from operator import or_
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseBase
from django.utils import timezone

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import DUTY_RIGHTS, ROLE_RIGHTS, Duty, Right, Role
from chuangcheng.city.models import Seat, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One seat held today, in plain values."""

    post_id: int
    title: str
    role: Role
    unit_id: int | None
    unit_name: str
    region_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A person's rights, and which of them hold for which unit.

    `rights` are those of all seats together and open pages; `unit_rights` says what the seats in a
    unit, or in one above it, allow there: a liaison in one unit who is a plain member of another
    acts for the first alone.
    """

    rights: frozenset[Right]
    sittings: tuple[Sitting, ...]
    unit_rights: Mapping[int, frozenset[Right]]

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units the person holds for, subordinate ones included."""
        return frozenset(self.unit_rights)

    def may(self, right: Right) -> bool:
        return right in self.rights

    def may_act_for(self, unit_id: int, right: Right) -> bool:
        """Tell whether a seat in this very unit, or in one above it, carries the right."""
        return right in self.unit_rights.get(unit_id, frozenset())


_CACHE = "_city_scope"


def scope_of(user: User) -> Scope:
    """Work out a person's scope for today; asked again for the same object it costs nothing."""
    cached = user.__dict__.get(_CACHE)
    if isinstance(cached, Scope):
        return cached
    scope = _scope_of(user)
    user.__dict__[_CACHE] = scope
    return scope


def forget(user: User) -> None:
    """Drop the scope remembered on this object after its seats were changed."""
    user.__dict__.pop(_CACHE, None)


def _scope_of(user: User) -> Scope:
    duty = Duty(user.duty)
    if duty is not Duty.NONE:
        # An administrator's seats, should there be any, count for nothing (三员分立).
        return Scope(rights=DUTY_RIGHTS[duty], sittings=(), unit_rights={})
    seats = (
        Seat.objects.held_on(timezone.localdate())
        .filter(person=user)
        .select_related("post__unit")
        .order_by("starts_on", "id")
    )
    sittings = tuple(_sitting(seat) for seat in seats)
    rights = frozenset[Right]().union(*(ROLE_RIGHTS[s.role] for s in sittings))
    places = [
        (seat.post.unit.path, ROLE_RIGHTS[Role(seat.post.role)])
        for seat in seats
        if seat.post.unit
    ]
    return Scope(rights=rights, sittings=sittings, unit_rights=_rights_under(places))


def _sitting(seat: Seat) -> Sitting:
    post = seat.post
    return Sitting(
        post_id=post.pk,
        title=post.title,
        role=Role(post.role),
        unit_id=post.unit_id,
        unit_name=str(post.unit) if post.unit else "",
        region_id=post.region_id,
    )


def _rights_under(
    places: Sequence[tuple[str, frozenset[Right]]],
) -> dict[int, frozenset[Right]]:
    """Spread the rights of seats over the units at and below them, in one statement."""
    if not places:
        return {}
    below = reduce(or_, (Q(path__startswith=path) for path, _ in places))
    return {
        pk: frozenset[Right]().union(
            *(rights for above, rights in places if path.startswith(above))
        )
        for pk, path in Unit.objects.filter(below).values_list("id", "path")
    }


P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def right_required(*rights: Right) -> Callable[[View[P]], View[P]]:
    """Let a signed-in person in who has one of the rights; others get 403, strangers sign in."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: SignedInRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not scope_of(request.user).rights.intersection(rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]  # read by the table of doors in tests
        return login_required(guarded)  # type: ignore[return-value]

    return decorate
