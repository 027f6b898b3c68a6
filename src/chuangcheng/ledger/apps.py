from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "chuangcheng.ledger"
    verbose_name = "任务台账"
    default_auto_field = "django.db.models.BigAutoField"
