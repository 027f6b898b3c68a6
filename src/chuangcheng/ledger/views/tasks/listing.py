"""The list of tasks under a filter, and what can be done to many at once."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.ledger.forms.filters import Choices, TaskFilter, search_of
from chuangcheng.ledger.queries import choices, cityday, filtering
from chuangcheng.ledger.services import creation, tasks
from chuangcheng.ledger.views.tasks.doors import SEEING
from chuangcheng.platform.refusal import Refused

# More than a city dispatches in a day; a slip of the hand must not urge a whole ledger.
_MOST_AT_ONCE = 2000
_COLUMNS = (("due", "应办日期"), ("state", "状态"), ("share", "完成"))


@right_required(*SEEING)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the tasks a person may see, fifty at a time."""
    return _page(request)


def _page(
    request: SignedInRequest, *, problem: str = "", status: int = 200
) -> HttpResponse:
    search = search_of(request.GET)
    day = cityday.today()
    scope = scope_of(request.user)
    found = filtering.found(request.user, search, day)
    offered = Choices(**choices.for_filter(unit=search.unit))
    page = page_of(found, request)
    first = (page.number - 1) * page.paginator.per_page
    context = {
        "page_obj": page,
        "rows": filtering.shown(found, day, first, first + page.paginator.per_page),
        "search": search,
        "is_narrowed": replace(search, chip="", sort="")
        != filtering.Search(chip="", sort=""),
        "chips": filtering.chips_for(request.user),
        "chip_label": filtering.CHIPS[search.chip].label,
        "kept": _kept(request.GET),
        "filter": TaskFilter(
            request.GET, choices=offered, sees_planned=scope.may(Right.SEE_ALL_TASKS)
        ),
        "has_plans": bool(offered.plans),
        "may_dispatch": scope.may(Right.DISPATCH),
        "export_url": _export_url(request, scope.may(Right.EXCHANGE_LEDGER)),
        "today": day.on,
        "columns": [_column(request.GET, search.sort, *one) for one in _COLUMNS],
        "number_column": _column(request.GET, search.sort, "number", "任务"),
        "problem": problem,
    }
    return render(request, "ledger/tasks/listing.html", context, status=status)


def _kept(query: QueryDict) -> str:
    """Return the address's filter without chip, page and sort, for links that set those."""
    kept = {k: v for k, v in query.items() if k not in {"chip", "page"} and v}
    return f"&{urlencode(kept)}" if kept else ""


def _column(query: QueryDict, sort: str, name: str, label: str) -> dict[str, str]:
    wanted = f"-{name}" if sort == name else name
    kept = {k: v for k, v in query.items() if k not in {"sort", "page"} and v}
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "none")
    return {
        "label": label,
        "url": "?" + urlencode({**kept, "sort": wanted}),
        "order": order,
    }


def _export_url(request: SignedInRequest, is_allowed: bool) -> str:  # noqa: FBT001
    if not is_allowed:
        return ""
    try:
        return f"{reverse('ledger:tasks_export')}?{request.GET.urlencode()}"
    except NoReverseMatch:
        return ""


@right_required(Right.DISPATCH)
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """Dispatch or urge the ticked tasks, or everything the filter finds."""
    numbers = request.POST.getlist("numbers")
    if request.POST.get("everything") == "1":
        search = search_of(request.GET)
        found = filtering.found(request.user, search, cityday.today())
        numbers = list(found.values_list("number", flat=True)[: _MOST_AT_ONCE + 1])
    try:
        done = _do(request, numbers)
    except Refused as refusal:
        return _page(request, problem=str(refusal), status=422)
    messages.info(request, done)
    return redirect(f"{reverse('ledger:tasks')}?{request.GET.urlencode()}")


class TooMany(Refused):
    """Nothing, or more than is sensible, was ticked."""


class NotChosen(Refused):
    """It was not said what to do."""


def _do(request: SignedInRequest, numbers: list[str]) -> str:
    if not numbers:
        raise TooMany("请先勾选任务。")
    if len(numbers) > _MOST_AT_ONCE:
        raise TooMany(f"一次最多处理 {_MOST_AT_ONCE} 项，请先缩小筛选范围。")
    by, at = request.user, timezone.now()
    verb = request.POST.get("verb")
    if verb not in {"dispatch", "remind"}:
        raise NotChosen("请选择对勾选的任务交办还是催办。")
    if verb == "dispatch":
        return f"已交办 {len(creation.dispatch(numbers, by=by, at=at))} 项任务。"
    note = request.POST.get("note", "").strip()[:200]
    return f"已催办 {tasks.remind(numbers, by=by, at=at, note=note)} 项任务。"
