"""Task forces and their members."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.accounts.models import User
from chuangcheng.city.models import ForceRole, TaskForce, TaskForceKind, Unit
from chuangcheng.city.pickers import person_picker, unit_picker
from chuangcheng.city.services.forces import ForceFacts


class ForceForm(forms.Form):
    """What is known of a task force."""

    name = forms.CharField(label=_("名称"), max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"), choices=TaskForceKind.choices, initial=TaskForceKind.TASK_FORCE
    )
    parent = forms.ModelChoiceField(
        label=_("上级"),
        queryset=TaskForce.objects.filter(is_active=True).order_by("order", "id"),
        required=False,
        empty_label="无",
    )
    order = forms.IntegerField(
        label=_("排序号"), min_value=0, max_value=999_999, initial=0, required=False
    )

    def facts(self) -> ForceFacts:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return ForceFacts(
            name=said["name"],
            kind=said["kind"],
            parent=said["parent"],
            order=said["order"] or 0,
        )


class MemberForm(forms.Form):
    """Who joins a task force, and as what."""

    role = forms.ChoiceField(
        label=_("职责"), choices=ForceRole.choices, initial=ForceRole.MEMBER
    )
    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.active(),
        required=False,
        widget=unit_picker(),
    )
    person = forms.ModelChoiceField(
        label=_("人员"), queryset=User.objects.all(), required=False, widget=person_picker()
    )
