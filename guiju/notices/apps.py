from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class NoticesConfig(AppConfig):
    name = "guiju.notices"
    verbose_name = "通知提醒"

    def ready(self) -> None:
        """A robot written down wrongly is told when the desk starts, not when an act ends."""
        from guiju.notices.robots import robots_of

        try:
            robots_of(settings.NOTICE_WEBHOOKS)
        except ValueError as problem:
            raise ImproperlyConfigured(f"NOTICE_WEBHOOKS：{problem}") from problem
