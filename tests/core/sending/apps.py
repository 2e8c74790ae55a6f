from django.apps import AppConfig


class SendingConfig(AppConfig):
    """Concrete models for what core leaves abstract; installed by tests.settings alone."""

    name = "tests.core.sending"
    label = "sending"
