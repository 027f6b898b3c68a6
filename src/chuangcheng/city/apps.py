from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "chuangcheng.city"
    verbose_name = "区划与单位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before anything here can be named.
        from chuangcheng.accounts import audit_words  # noqa: PLC0415
        from chuangcheng.accounts.services.duties import (  # noqa: PLC0415
            DUTY_OBJECTIONS,
        )
        from chuangcheng.city.audit_words import FIELDS, WORDS  # noqa: PLC0415
        from chuangcheng.city.services.seats import objection_to_duty  # noqa: PLC0415

        audit_words.register(WORDS, fields=FIELDS)
        if objection_to_duty not in DUTY_OBJECTIONS:
            DUTY_OBJECTIONS.append(objection_to_duty)
