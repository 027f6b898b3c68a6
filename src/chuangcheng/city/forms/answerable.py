"""Who answers for a region, and who stands up for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.models import User
from chuangcheng.city.models import Level, Post, Region, Unit
from chuangcheng.city.pickers import person_picker, unit_picker
from chuangcheng.city.queries.areas import MISSING, GapSearch, posts_for
from chuangcheng.city.services.patronage import Patron


def _day(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class AnswerableForm(forms.Form):
    """The post that answers for a region."""

    post: "forms.ModelChoiceField[Post]" = forms.ModelChoiceField(
        label=_("责任岗位"),
        queryset=Post.objects.none(),
        required=False,
        empty_label="暂不落实",
        help_text=_(
            "可选本区划的岗位，以及它所在街道、社区的岗位和单位的岗位；谁任职谁负责，换人不用再改。"
        ),
    )

    def __init__(self, *args: object, region: Region, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["post"].queryset = posts_for(region)  # type: ignore[attr-defined]  # a field with a queryset


class PatronForm(forms.Form):
    """The leader and the unit that stand up for a region."""

    person = forms.ModelChoiceField(
        label=_("包联领导"),
        queryset=User.objects.all(),
        widget=person_picker(),
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=_("包联单位"),
        queryset=Unit.objects.active(),
        widget=unit_picker(),
        required=False,
        help_text=_("领导和单位至少填一个。"),
    )
    starts_on = _day("开始日期", required=True)
    ends_on = _day("结束日期", required=False)

    def patron(self) -> Patron:
        """Return what was said, once it is valid."""
        return Patron(**self.cleaned_data)


class EndPatronForm(forms.Form):
    ends_on = _day("结束日期", required=True)


class GapFilter(forms.Form):
    """What is missing, and at which level."""

    missing = forms.ChoiceField(
        label=_("缺什么"),
        required=False,
        widget=forms.Select({"class": "form-select"}),
        choices=[("", "全部缺口"), *MISSING.items()],
    )
    level = forms.ChoiceField(
        label=_("级别"),
        required=False,
        widget=forms.Select({"class": "form-select"}),
        choices=[
            ("", "各级"),
            *(
                (level.value, level.label)
                for level in (Level.STREET, Level.COMMUNITY, Level.GRID)
            ),
        ],
    )

    def search(self) -> GapSearch:
        """Return what is asked for; what is no choice asks for nothing."""
        self.is_valid()
        return GapSearch(
            missing=self.cleaned_data.get("missing", ""),
            level=self.cleaned_data.get("level", ""),
        )
