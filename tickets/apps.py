from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self):
        from tickets import reactions, sweeps  # noqa: F401 - importing registers them
