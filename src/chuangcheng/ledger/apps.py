from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "chuangcheng.ledger"
    verbose_name = "任务台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before panels can be named.
        from chuangcheng.accounts import audit_words  # noqa: PLC0415
        from chuangcheng.accounts.panels import ACCOUNT_PANELS  # noqa: PLC0415
        from chuangcheng.city.api import UNIT_PANELS  # noqa: PLC0415
        from chuangcheng.ledger.audit_words import FIELDS, WORDS  # noqa: PLC0415
        from chuangcheng.ledger.panels import calendar_link, unit_tasks  # noqa: PLC0415

        audit_words.register(WORDS, fields=FIELDS)
        if calendar_link not in ACCOUNT_PANELS:
            ACCOUNT_PANELS.append(calendar_link)
        if unit_tasks not in UNIT_PANELS:
            UNIT_PANELS.append(unit_tasks)
