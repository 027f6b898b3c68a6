"""Everything a person does to one task: a table of verbs, each with its form and its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chuangcheng.accounts.http import SignedInRequest
from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Right
from chuangcheng.city.api import right_required
from chuangcheng.ledger.forms import acts as forms
from chuangcheng.ledger.models import Extension, Handover, Task
from chuangcheng.ledger.queries import doors
from chuangcheng.ledger.queries.detail import parts_of
from chuangcheng.ledger.queries.tasks import visible_to
from chuangcheng.ledger.services import creation, progress, requests, tasks
from chuangcheng.ledger.services.authority import NotYours
from chuangcheng.ledger.states import Action
from chuangcheng.ledger.views.tasks.doors import SEEING, task_of
from chuangcheng.platform.intake import uploads
from chuangcheng.platform.refusal import Refused

Do = Callable[[Task, forms.ActForm, User, datetime], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Something to do: its word in the address, its form, its service and what is said after."""

    slug: str
    action: Action
    label: str
    done: str
    form: type[forms.ActForm]
    do: Do
    is_grave: bool = False
    hint: str = ""


def _acknowledge(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return tasks.acknowledge(task.number, **form.cleaned_data, by=by, at=at)


def _submit(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return tasks.submit(task.number, **form.cleaned_data, by=by, at=at)


def _dispatch(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return creation.dispatch([task.number], by=by, at=at)


def _remind(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return tasks.remind([task.number], by=by, at=at, note=form.cleaned_data["note"])


def _extension(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return requests.ask_extension(task.number, **form.cleaned_data, by=by, at=at)


def _handover(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    return requests.ask_handover(task.number, **form.cleaned_data, by=by, at=at)


def _report(task: Task, form: forms.ActForm, by: User, at: datetime) -> object:
    said: dict[str, Any] = form.cleaned_data
    turn = said.get("turn")
    new = progress.Report(
        note=said["note"],
        figures=form.figures() if isinstance(form, forms.ReportForm) else {},
        files=said["proofs"],
        turn=date.fromisoformat(turn) if turn else None,
        correction=said.get("correction", ""),
    )
    return progress.report(task.number, new, unit=said["unit"], by=by, at=at)


def _noted(service: Callable[..., Task]) -> Do:
    return lambda task, form, by, at: service(
        task.number, by=by, at=at, note=form.cleaned_data["note"]
    )


VERBS: Mapping[str, Verb] = {
    verb.slug: verb
    for verb in (
        Verb(
            slug="dispatch",
            action=Action.DISPATCH,
            label="交办",
            done="已交办，有关单位会收到消息。",
            form=forms.ActForm,
            do=_dispatch,
            hint="交办后有关单位即可看到这项任务，并会收到消息。",
        ),
        Verb(
            slug="acknowledge",
            action=Action.ACKNOWLEDGE,
            label="签收",
            done="已签收。",
            form=forms.AcknowledgeForm,
            do=_acknowledge,
            hint="签收表示本单位已知悉任务内容和完成时限。",
        ),
        Verb(
            slug="sign-off",
            action=Action.SIGN_OFF,
            label="审签",
            done="已审签，等创城办验收。",
            form=forms.NoteForm,
            do=_noted(tasks.sign_off),
            hint="审签表示牵头单位对完成情况负责，并报创城办验收。",
        ),
        Verb(
            slug="send-back",
            action=Action.SEND_BACK,
            label="退回责任单位",
            done="已退回责任单位。",
            form=forms.ReasonForm,
            do=_noted(tasks.send_back),
        ),
        Verb(
            slug="accept",
            action=Action.ACCEPT,
            label="验收",
            done="已验收，任务完成。",
            form=forms.NoteForm,
            do=_noted(tasks.accept),
            hint="验收后任务转为已完成，尚未到期的期次不再提醒。",
        ),
        Verb(
            slug="return",
            action=Action.RETURN,
            label="退回",
            done="已退回，有关单位继续办理。",
            form=forms.ReasonForm,
            do=_noted(tasks.give_back),
        ),
        Verb(
            slug="report",
            action=Action.REPORT,
            label="反馈进展",
            done="已反馈。",
            form=forms.ReportForm,
            do=_report,
        ),
        Verb(
            slug="submit",
            action=Action.SUBMIT,
            label="报请审签",
            done="已报请牵头单位负责人审签。",
            form=forms.SubmitForm,
            do=_submit,
            hint="由牵头单位负责人审签后，报创城办验收。",
        ),
        Verb(
            slug="extension",
            action=Action.ASK_EXTENSION,
            label="申请延期",
            done="已提交，等创城办批复。",
            form=forms.ExtensionForm,
            do=_extension,
        ),
        Verb(
            slug="handover",
            action=Action.ASK_HANDOVER,
            label="申请移交",
            done="已提交，等创城办批复。批复前仍由本单位办理。",
            form=forms.HandoverForm,
            do=_handover,
        ),
        Verb(
            slug="remind",
            action=Action.REMIND,
            label="催办",
            done="已催办，有关单位会收到消息。",
            form=forms.NoteForm,
            do=_remind,
            hint="同一任务一天只催办一次。",
        ),
        Verb(
            slug="reopen",
            action=Action.REOPEN,
            label="重新办理",
            done="已转为办理中。",
            form=forms.ReasonForm,
            do=_noted(tasks.reopen),
        ),
        Verb(
            slug="cancel",
            action=Action.CANCEL,
            label="撤销",
            done="已撤销。",
            form=forms.ReasonForm,
            do=_noted(tasks.cancel),
            is_grave=True,
            hint="撤销后任务只供查阅，不能恢复。",
        ),
    )
}


def buttons(actions: frozenset[Action]) -> list[Verb]:
    """List the verbs to offer, in the order of the table."""
    return [verb for verb in VERBS.values() if verb.action in actions]


@right_required(*SEEING)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: SignedInRequest, number: str, verb: str) -> HttpResponse:
    """Ask for what a verb needs, and do it."""
    chosen = VERBS[verb]
    task = task_of(request, number)
    parts = parts_of(task)
    if not doors.may(request.user, chosen.action, parts):
        raise PermissionDenied
    form = chosen.form(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        task=task,
        parts=doors.acting_for(request.user, parts),
    )
    if request.method != "POST":
        return _form(request, task, chosen, form)
    if refusal := uploads.refusal_of(request):
        form.add_error(None, refusal)
    elif form.is_valid():
        try:
            chosen.do(task, form, request.user, timezone.now())
        except NotYours as refusal_of_right:
            raise PermissionDenied(str(refusal_of_right)) from refusal_of_right
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, chosen.done)
            return redirect(task)
    return _form(request, task, chosen, form, status=422)


def _form(
    request: SignedInRequest,
    task: Task,
    verb: Verb,
    form: forms.ActForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"task": task, "verb": verb, "form": form}
    return render(request, "ledger/tasks/act.html", context, status=status)


_KINDS: Mapping[str, tuple[Any, Any, str]] = {
    "extension": (Extension, requests.decide_extension, "延期"),
    "handover": (Handover, requests.decide_handover, "移交"),
}


@right_required(Right.DISPATCH)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Answer a unit's request."""
    model, service, word = _KINDS[kind]
    asked = get_object_or_404(
        model._default_manager.filter(task__in=visible_to(request.user)).select_related(
            "task", "unit", "asked_by"
        ),
        pk=pk,
    )
    form = forms.DecisionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                service(
                    pk,
                    grant=form.cleaned_data["grant"] == "yes",
                    answer=form.cleaned_data["answer"],
                    by=request.user,
                    at=timezone.now(),
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.info(request, f"已批复{asked.unit}的{word}申请。")
                return redirect(asked.task)
    context = {"asked": asked, "task": asked.task, "word": word, "form": form}
    return render(request, "ledger/tasks/decide.html", context, status=status)
