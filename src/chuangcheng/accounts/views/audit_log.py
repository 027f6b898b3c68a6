"""The audit administrator's log; that it was looked at is written into it too."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.accounts import audit_words, forms, queries, sheets
from chuangcheng.accounts.access import duty_required
from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.platform import audit
from chuangcheng.platform.models import AuditEntry

EXPORTED_AT_MOST = 100_000


@duty_required(Right.READ_AUDIT)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    form = forms.AuditFilter(request.GET)
    if not form.is_valid():
        return _page(request, form, AuditEntry.objects.none(), status=422)
    page = request.GET.get("page", "")
    _note(request, "viewed", form, page=page if page.isdecimal() else "")
    return _page(request, form, _wanted(form))


@duty_required(Right.READ_AUDIT)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    form = forms.AuditFilter(request.GET)
    if not form.is_valid():
        return _page(request, form, AuditEntry.objects.none(), status=422)
    rows = _wanted(form)
    count = rows.count()
    if count > EXPORTED_AT_MOST:
        form.add_error(
            None,
            _("共 %(count)s 条，超过一次可导出的 %(most)s 条，请缩小日期范围后再导出。")
            % {"count": count, "most": EXPORTED_AT_MOST},
        )
        return _page(request, form, rows, status=422)
    _note(request, "exported", form, count=count)
    # Nothing newer than what was counted: the note of this export is not part of it.
    return workbook(sheets.log(rows[:count].iterator(chunk_size=2000)), name=_("审计日志"))


def _wanted(form: forms.AuditFilter) -> QuerySet[AuditEntry]:
    since, until = form.days()
    return queries.entries(since=since, until=until, **_narrowed(form))


def _narrowed(form: forms.AuditFilter) -> dict[str, str]:
    names = ("person", "verb", "subject")
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}


def _note(
    request: SignedInRequest, verb: str, form: forms.AuditFilter, **facts: Any
) -> None:
    since, until = form.days()
    audit.record(
        f"accounts.audit.{verb}",
        subject="审计日志",
        key=f"{since} 至 {until}",
        by=request.user,
        detail=_narrowed(form) | {name: each for name, each in facts.items() if each != ""},
    )


def _page(
    request: SignedInRequest,
    form: forms.AuditFilter,
    rows: QuerySet[AuditEntry],
    *,
    status: int = 200,
) -> HttpResponse:
    page = page_of(rows, request)
    lines = [
        (
            entry,
            audit_words.actor_of(entry),
            audit_words.word_for(entry.verb),
            audit_words.detail_of(entry.detail),
        )
        for entry in page
    ]
    since, until = form.days() if form.is_valid() else ("", "")
    context = {
        "filter": form,
        "page_obj": page,
        "lines": lines,
        "since": since,
        "until": until,
    }
    return render(request, "accounts/audit_log.html", context, status=status)
