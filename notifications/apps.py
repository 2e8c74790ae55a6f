from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self):
        from notifications import (
            hearing,  # noqa: F401 - it registers itself
            metrics,  # noqa: F401 - registers itself
        )
        from notifications.bench import channels  # noqa: F401 - registers itself
        from notifications.channels import email, push, sms  # noqa: F401 - they register themselves
