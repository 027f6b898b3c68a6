from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "chuangcheng.points"
    verbose_name = "点位库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before anything here can be named.
        from chuangcheng.accounts import audit_words  # noqa: PLC0415
        from chuangcheng.city.api import REGION_PANELS, UNIT_PANELS  # noqa: PLC0415
        from chuangcheng.points.audit_words import FIELDS, WORDS  # noqa: PLC0415
        from chuangcheng.points.panels import of_region, of_unit  # noqa: PLC0415

        audit_words.register(WORDS, fields=FIELDS)
        if of_unit not in UNIT_PANELS:
            UNIT_PANELS.append(of_unit)
        if of_region not in REGION_PANELS:
            REGION_PANELS.append(of_region)
