from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "chuangcheng.city"
    verbose_name = "区划与单位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before services can be named.
        from chuangcheng.accounts.services.duties import (  # noqa: PLC0415
            DUTY_OBJECTIONS,
        )
        from chuangcheng.city.services.seats import objection_to_duty  # noqa: PLC0415

        if objection_to_duty not in DUTY_OBJECTIONS:
            DUTY_OBJECTIONS.append(objection_to_duty)
