"""Posts and seats."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.models import User
from chuangcheng.accounts.roles import Role
from chuangcheng.city.pickers import person_picker


class PostFilter(forms.Form):
    """What is looked for among posts."""

    q = forms.CharField(required=False, max_length=60)
    role = forms.ChoiceField(required=False, choices=[("", ""), *Role.choices])
    state = forms.ChoiceField(
        required=False,
        choices=[("", "空缺或在任"), ("vacant", "空缺"), ("held", "有人任职")],
    )


def _day(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class AssignForm(forms.Form):
    """Who takes a post, and from when."""

    # Administrators are refused in words by the service, so that the reason is read.
    person = forms.ModelChoiceField(
        label=_("人员"), queryset=User.objects.all(), widget=person_picker()
    )
    starts_on = _day("任职日期", required=True)
    ends_on = _day("离任日期", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields[
            "ends_on"
        ].help_text = "可空着。现任人员未填离任日期的，自动于任职日期前一天离任。"


class EndForm(forms.Form):
    ends_on = _day("离任日期", required=True)
