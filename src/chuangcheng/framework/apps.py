from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "chuangcheng.framework"
    verbose_name = "测评体系"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before anything here can be named.
        from chuangcheng.accounts import audit_words  # noqa: PLC0415
        from chuangcheng.city.api import UNIT_PANELS  # noqa: PLC0415
        from chuangcheng.framework import panels  # noqa: PLC0415
        from chuangcheng.framework.audit_words import FIELDS, WORDS  # noqa: PLC0415

        audit_words.register(WORDS, fields=FIELDS)
        if panels.unit_duties not in UNIT_PANELS:
            UNIT_PANELS.append(panels.unit_duties)
