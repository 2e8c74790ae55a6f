from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        # Every app's reactions, sweeps and panels register themselves on import, in every process.
        autodiscover_modules("reactions", "sweeps", "panels")
