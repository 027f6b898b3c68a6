from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "chuangcheng.twin"
    verbose_name = "仿真城市"
