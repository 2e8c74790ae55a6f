import atexit
from importlib import import_module

from django.apps import AppConfig
from django.db import connections
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("ground floor")

    def ready(self):
        # Every app's reactions, sweeps and panels register themselves on import, in every process.
        for module in ("core.events.relay", "core.sweeps.jobs", "core.idempotency"):
            import_module(module)
        autodiscover_modules("reactions", "sweeps", "panels")
        # The pool's threads are waited for at the end of a program, up to twenty seconds, unless it is closed before.
        atexit.register(close_pools)


def close_pools() -> None:
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()
