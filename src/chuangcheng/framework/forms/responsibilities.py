"""What a person says about who answers for standards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.roles import Role
from chuangcheng.city.api import Post, Unit, holders_of_posts, unit_picker
from chuangcheng.framework.models import ResponsibilityRole
from chuangcheng.framework.queries.duty_search import GAPS, DutySearch
from chuangcheng.framework.queries.gaps import MOST_STANDARDS

POST_ROLES = (
    (Role.LIAISON.value, _("联络员岗位")),
    (Role.UNIT_HEAD.value, _("单位负责人岗位")),
)


class PostField(forms.ChoiceField):
    """A post of one unit; each is shown with who sits there today."""

    posts: Mapping[str, Post]

    def offer(self, unit: Unit | None) -> None:
        """Offer the posts of a unit, or none before one is chosen."""
        posts = (
            Post.objects.filter(unit=unit).order_by("id") if unit else Post.objects.none()
        )
        self.posts = {str(post.pk): post for post in posts}
        held = holders_of_posts([post.pk for post in self.posts.values()])
        self.choices = [
            ("", _("暂不指定")),
            *(
                (pk, f"{post.title}（{held[post.pk].name if post.pk in held else '空缺'}）")
                for pk, post in self.posts.items()
            ),
        ]

    def clean(self, value: Any) -> Post | None:
        return self.posts.get(super().clean(value))


def _post_field(help_text: Any = "") -> PostField:
    return PostField(
        label=_("责任岗位"),
        required=False,
        help_text=help_text,
        error_messages={"invalid_choice": _("该单位没有这个岗位，请重新选择。")},
    )


class ChangeForm(forms.Form):
    """Role and post of a unit that already has a part."""

    role = forms.ChoiceField(label=_("职责"), choices=ResponsibilityRole.choices)
    post = _post_field(_("责任人是今天在这个岗位任职的人，人员变动时自动随岗。"))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, unit)


class PartForm(forms.Form):
    """Another unit with its role and post; posts are fetched when the unit is chosen."""

    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.active(), widget=unit_picker()
    )
    role = forms.ChoiceField(label=_("职责"), choices=ResponsibilityRole.choices)
    post = _post_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.attrs |= {
            "hx-get": reverse_lazy("framework:post_options"),
            "hx-trigger": "change",
            "hx-target": "#id_post",
        }
        said = self.data.get("unit") or ""
        unit = Unit.objects.filter(pk=said).first() if str(said).isdecimal() else None
        _offer(self, unit)


def _offer(form: forms.Form, unit: Unit | None) -> None:
    field = form.fields["post"]
    if isinstance(field, PostField):
        field.offer(unit)


class BulkForm(forms.Form):
    """The same part for many standards at once."""

    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.active(),
        widget=unit_picker(),
        error_messages={"required": _("请选择单位。")},
    )
    role = forms.ChoiceField(label=_("职责"), choices=ResponsibilityRole.choices)
    post_role = forms.ChoiceField(
        label=_("责任岗位"), required=False, choices=[("", _("暂不指定")), *POST_ROLES]
    )


class DutyFilter(forms.Form):
    """What is looked for in the list of standards and who answers for them."""

    q = forms.CharField(required=False, max_length=60)
    domain = forms.IntegerField(required=False, min_value=1)
    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.all(), required=False, widget=unit_picker()
    )
    role = forms.ChoiceField(
        required=False, choices=[("", _("各种职责")), *ResponsibilityRole.choices]
    )
    person = forms.IntegerField(required=False, min_value=1)
    gap = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in GAPS)]
    )

    def search(self) -> DutySearch:
        """Return what is asked; what was not understood asks for nothing."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        unit = said.get("unit")
        return DutySearch(
            words=said.get("q", "").strip(),
            domain=said.get("domain"),
            unit=unit.pk if unit else None,
            role=said.get("role", ""),
            person=said.get("person"),
            gap=said.get("gap", ""),
        )


class GapFilter(forms.Form):
    """From how many standards on a person is thought to have too much."""

    more_than = forms.IntegerField(
        label=_("一人负责超过"),
        min_value=1,
        max_value=999,
        required=False,
        initial=MOST_STANDARDS,
    )

    def limit(self) -> int:
        if not self.is_valid():
            return MOST_STANDARDS
        return self.cleaned_data["more_than"] or MOST_STANDARDS


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Excel 文件"), help_text=_("含“指标责任”工作表的 .xlsx 文件。")
    )
