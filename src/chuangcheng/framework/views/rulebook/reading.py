"""The rulebook read: the list under a search, one rule, a file, two versions side by side."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.roles import Right
from chuangcheng.accounts.views.files import workbook
from chuangcheng.accounts.views.paging import page_of
from chuangcheng.city.api import right_required, scope_of
from chuangcheng.framework.forms import rulebook as forms
from chuangcheng.framework.models import EditionState, Rule, RuleVersion
from chuangcheng.framework.queries import options
from chuangcheng.framework.queries import rulebook as queries
from chuangcheng.framework.queries.responsibilities import indicators_visible_to
from chuangcheng.framework.queries.rule_sheets import write
from chuangcheng.framework.text_changes import beside
from chuangcheng.framework.views.doors import page
from chuangcheng.platform.intake.handing import download


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """List the rules that a search finds, with the words marked where they stand."""
    form = forms.RuleFilter(request.GET)
    search = form.search()
    rules = page_of(queries.with_details(queries.found(request.user, search)), request)
    snippets = queries.snippets(list(rules), search.each_word)
    context = {
        "page_obj": rules,
        "rows": [(rule, snippets.get(rule.pk)) for rule in rules],
        "filter": form,
        "search": search,
        "states": forms.STATES,
        "categories": queries.categories(request.user),
        "is_filtered": search != queries.RuleSearch(),
    }
    return page(request, "framework/rulebook/listing.html", context, here="rules")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Hand out the filtered list."""
    search = forms.RuleFilter(request.GET).search()
    rules = queries.with_details(queries.found(request.user, search))
    return workbook(write(rules), name="制度库")


def rule_of(request: SignedInRequest, number: str) -> Rule:
    rules = queries.visible_to(request.user).select_related("unit")
    return get_object_or_404(rules, number=number)


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """Show a rule: its text, its versions, and what it serves."""
    return detail_page(request, rule_of(request, number))


def detail_page(
    request: SignedInRequest,
    rule: Rule,
    *,
    bind: forms.BindForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """Render a rule's page; `refusal` says why the last step was not done."""
    versions = list(rule.versions.select_related("by").order_by("-number"))
    shown = _version(versions, request.GET.get("version", ""))
    words = request.GET.get("q", "").split()
    seen = options.standards_in_force(request.user)
    context = {
        "rule": rule,
        "versions": versions,
        "shown": shown,
        "pieces": list(queries.marked(shown.text, words)) if shown else [],
        "bindings": queries.of_rule(request.user, rule),
        "bind": bind or forms.BindForm(seen=seen),
        "refusal": refusal,
    }
    return page(
        request,
        "framework/rulebook/rule.html",
        context,
        here="rules",
        status=422 if refusal or bind else 200,
    )


def _version(versions: list[RuleVersion], wanted: str) -> RuleVersion | None:
    """Return the version that is asked for, or the newest."""
    found = (each for each in versions if str(each.number) == wanted)
    return next(found, versions[0] if versions else None)


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def compare(request: SignedInRequest, number: str, older: int, newer: int) -> HttpResponse:
    """Show two versions of a rule side by side."""
    rule = rule_of(request, number)
    versions = {each.number: each for each in rule.versions.all()}
    if older not in versions or newer not in versions:
        raise Http404
    pairs = beside(versions[older].text, versions[newer].text)
    context = {
        "rule": rule,
        "older": versions[older],
        "newer": versions[newer],
        "numbers": sorted(versions, reverse=True),
        "pairs": pairs,
        "change_count": sum(pair.is_changed for pair in pairs),
    }
    return page(request, "framework/rulebook/compare.html", context, here="rules")


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def original(request: SignedInRequest, number: str, version: int) -> FileResponse:
    """Hand out the file that a version came in."""
    found = get_object_or_404(rule_of(request, number).versions, number=version)
    if not found.file:
        raise Http404
    return download(found.file, name=found.file_name)


@right_required(Right.SEE_FRAMEWORK)
@require_safe
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show which rules serve a standard, as a box on its page."""
    indicator = get_object_or_404(indicators_visible_to(request.user), pk=pk)
    context = {
        "indicator": indicator,
        "rules": queries.of_indicator(indicator),
        "may_rule": scope_of(request.user).may(Right.MANAGE_RULES)
        and indicator.edition.state == EditionState.IN_FORCE,
    }
    return render(request, "framework/rulebook/_panel.html", context)
