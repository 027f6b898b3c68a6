"""Pickers of this package's own things."""

from chuangcheng.city.api import Picker


def indicator_picker() -> Picker:
    return Picker("framework:indicator_options", "输入编号或名称")
