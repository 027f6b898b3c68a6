from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "chuangcheng.web"
    verbose_name = "总装"

    def ready(self) -> None:
        # Models must be loaded before the packages' doors can be opened.
        from chuangcheng.platform import events  # noqa: PLC0415
        from chuangcheng.web.wiring import SUBSCRIBERS  # noqa: PLC0415

        events.subscribe(SUBSCRIBERS)
