"""The city's own choices and its days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.forms import choices as forms
from chuangcheng.city.models import WorkdayOverride
from chuangcheng.city.queries import choices as queries
from chuangcheng.city.scope import right_required
from chuangcheng.city.services import choices as services
from chuangcheng.city.services import notices
from chuangcheng.city.views.doors import page
from chuangcheng.platform.intake.limits import read_limited
from chuangcheng.platform.refusal import Refused


@right_required(Right.MANAGE_CITY)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Show and change the city's choices."""
    form = forms.ChoicesForm(request.POST or None, initial=queries.initial())
    if request.method == "POST" and form.is_valid():
        services.choose(form.choices(), by=request.user)
        messages.info(request, "城市设置已保存。")
        return redirect("city:settings")
    status = 422 if request.method == "POST" else 200
    return _show(request, form=form, status=status)


def _show(
    request: SignedInRequest,
    *,
    form: forms.ChoicesForm | None = None,
    notice_form: forms.NoticeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    this_year = {"year": timezone.localdate().year}
    context = {
        "form": form or forms.ChoicesForm(initial=queries.initial()),
        "notice_form": notice_form or forms.NoticeForm(initial=this_year),
        "page_obj": page_of(queries.overrides(), request),
    }
    return page(request, "city/settings.html", context, here="settings", status=status)


@right_required(Right.MANAGE_CITY)
@require_POST
def take_notice(request: SignedInRequest) -> HttpResponse:
    """Take over the yearly notice."""
    form = forms.NoticeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count = _taken(request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = f"已登记 {count} 天。" if count else "这些日期此前都已登记，没有变化。"
            messages.info(request, told)
            return redirect("city:settings")
    return _show(request, notice_form=form, status=422)


def _taken(request: SignedInRequest, form: forms.NoticeForm) -> int:
    said = form.cleaned_data
    if said["file"]:
        name = str(said["file"].name)
        raw = read_limited(said["file"], name=name)
        return notices.take_table(raw, name=name, by=request.user)
    return notices.take_text(said["text"], year=said["year"], by=request.user)


@right_required(Right.MANAGE_CITY)
@require_POST
def forget_day(request: SignedInRequest, pk: int) -> HttpResponse:
    """Follow the national calendar on a day again."""
    override = get_object_or_404(WorkdayOverride, pk=pk)
    services.forget_day(override, by=request.user)
    return redirect("city:settings")
