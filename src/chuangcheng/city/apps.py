from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "chuangcheng.city"
    verbose_name = "区划与单位"
    default_auto_field = "django.db.models.BigAutoField"
