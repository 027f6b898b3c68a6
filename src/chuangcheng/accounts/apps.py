from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chuangcheng.accounts"
    verbose_name = "账号权限"
    default_auto_field = "django.db.models.BigAutoField"
