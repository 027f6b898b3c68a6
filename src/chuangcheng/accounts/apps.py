from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chuangcheng.accounts"
    verbose_name = "账号权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded before anybody can listen for what happens to them.
        from chuangcheng.accounts import listeners  # noqa: PLC0415

        listeners.connect()
