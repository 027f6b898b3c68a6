"""A select that is searched by typing; only what is chosen is sent to the page."""

from typing import Any

from django import forms
from django.urls import reverse_lazy


class Picker(forms.Select):
    """Choose one of many by name; choices come from the server while a person types."""

    template_name = "city/widgets/picker.html"

    def __init__(self, url_name: str, placeholder: str) -> None:
        super().__init__()
        self.url = reverse_lazy(url_name)
        self.placeholder = placeholder

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Write out only what is chosen, since the list may have thousands of entries."""
        field = self.choices
        queryset = getattr(field, "queryset", None)
        chosen = [each for each in value if str(each).isdecimal()]
        options: list[tuple[Any, Any]] = [("", "")]
        if queryset is not None and chosen:
            options += [(each.pk, str(each)) for each in queryset.filter(pk__in=chosen)]
        self.choices = options
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = field

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = self.url
        context["widget"]["placeholder"] = self.placeholder
        return context


def unit_picker() -> Picker:
    return Picker("city:unit_options", "输入全称、简称或习惯叫法")


def region_picker() -> Picker:
    return Picker("city:region_options", "输入名称或代码")


def person_picker() -> Picker:
    return Picker("city:person_options", "输入姓名或账号")


def post_picker() -> Picker:
    return Picker("city:post_options", "输入岗位、单位或姓名")
