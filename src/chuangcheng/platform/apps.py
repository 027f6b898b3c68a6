from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "chuangcheng.platform"
    verbose_name = "底座"
    default_auto_field = "django.db.models.BigAutoField"
