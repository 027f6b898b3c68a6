"""Publishing: what would happen, the choice of a plan, and the one button that sends all out."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms import directives as forms
from chuangcheng.ledger.models import Directive
from chuangcheng.ledger.queries import directives as queries
from chuangcheng.ledger.services import publishing
from chuangcheng.ledger.views.directives.doors import directive_of
from chuangcheng.platform.refusal import Refused


@right_required(Right.DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, number: str) -> HttpResponseBase:
    directive = directive_of(request.user, number)
    if not queries.is_reviewable(directive) and request.method != "POST":
        return redirect(directive)
    outlook = queries.outlook(directive)
    form = _form(request, directive, outlook)
    if request.method == "POST" and form.is_valid():
        try:
            done = publishing.publish(
                number,
                plan=form.chosen_plan,
                by=request.user,
                at=timezone.now(),
                keep_unowned=form.cleaned_data["keep_unowned"],
                project_depth=form.cleaned_data["project_depth"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _told(done))
            return redirect(directive)
    context = {"directive": directive, "outlook": outlook, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "ledger/directives/publish.html", context, status=status)


def _told(done: publishing.Published) -> str:
    text = _("已交办 %(many)s 项任务。") % {"many": done.dispatched}
    if done.planned:
        text += _("另有 %(many)s 项没有单位，已存入台账，尚未交办。") % {
            "many": done.planned
        }
    return text


def _form(
    request: SignedInRequest, directive: Directive, outlook: queries.Outlook
) -> forms.PublishForm:
    plans = queries.plans()
    year = (directive.issued_on or timezone.localdate()).year
    initial = {
        "plan": plans.first(),
        "starts_on": directive.issued_on or timezone.localdate(),
        "ends_on": f"{year}-12-31",
        "project_depth": 1 if outlook.headings else 0,
    }
    depths = [(0, _("不分工程(项目)"))] + [
        (
            depth,
            _("按第 %(depth)s 级标题，分 %(many)s 个")
            % {"depth": depth, "many": len(headings)},
        )
        for depth, headings in outlook.headings
    ]
    return forms.PublishForm(
        request.POST or None, initial=initial, plans=plans, depths=depths
    )
