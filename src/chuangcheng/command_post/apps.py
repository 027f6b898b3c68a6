from django.apps import AppConfig


class CommandPostConfig(AppConfig):
    name = "chuangcheng.command_post"
    verbose_name = "指挥一张图"
