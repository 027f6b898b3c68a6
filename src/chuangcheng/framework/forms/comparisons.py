"""Which editions to compare, which pairs are meant, and a workbook on its way in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.framework.models import Edition, EditionState
from chuangcheng.framework.queries.matching import Choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONFIRM, REJECT, WITHDRAW = "confirm", "reject", "withdraw"


def _called(edition: Edition) -> str:
    return f"{edition.framework.name} {edition.name}（{edition.get_state_display()}）"


class EditionsForm(forms.Form):
    """Two editions; any two that the person may see."""

    def __init__(self, *args: Any, editions: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = editions.order_by(
            "-framework__is_main", "framework__order", "-created_at", "-id"
        )
        for name, label in (("older", _("旧版本")), ("newer", _("新版本"))):
            field = forms.ModelChoiceField(
                label=label,
                queryset=listed,
                empty_label="请选择",
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            # Drafts and editions in force often differ in nothing else.
            field.label_from_instance = _called  # type: ignore[assignment]  # Django means it to be replaced.
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("older") and cleaned.get("older") == cleaned.get("newer"):
            raise forms.ValidationError("两边选的是同一个版本，请选择两个不同的版本。")
        return cleaned


class PairField(forms.MultipleChoiceField):
    """Pairs as the page writes them: the older key, a dash, the newer key."""

    def valid_value(self, value: str) -> bool:
        older, _dash, newer = value.partition("-")
        return older.isdecimal() and newer.isdecimal() and len(value) < 40

    def clean(self, value: Any) -> list[tuple[int, int]]:
        written: list[str] = super().clean(value)
        pairs = (each.split("-") for each in written)
        return [(int(older), int(newer)) for older, newer in pairs]


class DecideForm(forms.Form):
    """What is decided about the pairs that were ticked."""

    verb = forms.ChoiceField(
        choices=[(CONFIRM, "确认"), (REJECT, "不是同一项"), (WITHDRAW, "撤回")]
    )
    pairs = PairField(error_messages={"required": "没有选择任何一对指标，请先勾选。"})


class PairForm(forms.Form):
    """Two indicators that a person says are the same."""

    def __init__(
        self,
        *args: Any,
        older: Sequence[Choices],
        newer: Sequence[Choices],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["older"] = _choice(_("旧版本指标"), older)
        self.fields["newer"] = _choice(_("新版本指标"), newer)


def _choice(label: "StrOrPromise", choices: Sequence[Choices]) -> forms.TypedChoiceField:
    grouped = ((each.label, list(each.options)) for each in choices)
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=[("", _("请选择")), *grouped]
    )


class WorkbookForm(forms.Form):
    """A workbook, and whether it becomes a new draft or goes into this one."""

    NEW, HERE = "new", "here"

    file = forms.FileField(
        label=_("Excel 工作簿"), help_text=_("由“导出本版本”得到并修改过的 .xlsx 文件。")
    )
    new_name = forms.CharField(
        label=_("新草案名称"),
        max_length=60,
        required=False,
        help_text=_("如“2027版”；导入为新草案时填写。"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.NEW, "新的草案，依据表中注明的版本")]
        if edition.state == EditionState.DRAFT:
            choices.insert(0, (self.HERE, f"本草案（{edition.name}），按表修改"))
        self.fields["into"] = forms.ChoiceField(
            label=_("导入为"),
            choices=choices,
            initial=choices[0][0],
            widget=forms.RadioSelect,
        )
        self.order_fields(["file", "into", "new_name"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("into") == self.HERE:
            cleaned["new_name"] = ""
        elif not cleaned.get("new_name"):
            self.add_error("new_name", "请填写新草案的名称。")
        return cleaned
