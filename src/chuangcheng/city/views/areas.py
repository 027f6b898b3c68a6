"""My area, and the regions that nobody stands for."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook as handed_out
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.forms.answerable import GapFilter
from chuangcheng.city.panels import panels_of_region
from chuangcheng.city.queries import areas as queries
from chuangcheng.city.scope import right_required, scope_of
from chuangcheng.city.views.doors import page
from chuangcheng.platform.exchange import ColumnSpec, SheetSpec, write_workbook

# More maps than these would be slow on a phone; the others are a tap away.
_MAPS = 3


@right_required(Right.SEE_CITY)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the regions a person answers for or is patron of, made for the phone."""
    scope = scope_of(request.user)
    found = queries.areas_of(request.user, day=timezone.localdate())
    context = {
        "areas": [(area, panels_of_region(area.region, scope)) for area in found],
        "map_count": _MAPS,
    }
    return page(request, "city/my_area.html", context, here="my_area")


@right_required(Right.SEE_CITY)
@require_safe
def gaps(request: SignedInRequest) -> HttpResponse:
    """List the regions that lack somebody answerable, a patron or a shape."""
    form = GapFilter(request.GET)
    found = queries.gaps(request.user, form.search(), day=timezone.localdate())
    shown = page_of(found, request)
    rows = [(region, queries.missing_of(region)) for region in shown]
    context = {"form": form, "page_obj": shown, "rows": rows}
    return page(request, "city/gaps.html", context, here="gaps")


@right_required(Right.SEE_CITY)
@require_safe
def gaps_export(request: SignedInRequest) -> HttpResponse:
    """Hand out the list as Excel."""
    search = GapFilter(request.GET).search()
    found = queries.gaps(request.user, search, day=timezone.localdate())
    sheet = SheetSpec(
        title="网格责任缺口",
        columns=[
            ColumnSpec(header=header, width=width)
            for header, width in (
                ("区划代码", 20),
                ("名称", 24),
                ("级别", 14),
                ("上级", 24),
                ("缺口", 40),
            )
        ],
        rows=[
            (
                region.code,
                region.name,
                region.get_level_display(),
                region.parent.name if region.parent else "",
                "、".join(queries.missing_of(region)),
            )
            for region in found
        ],
    )
    return handed_out(write_workbook([sheet]), name="网格责任缺口")
