import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _install_our_steps() -> None:
    from django_structlog.celery.steps import DjangoStructLogInitStep

    from core.sweeps.bootstep import Sweeper

    app.steps["worker"].update({Sweeper, DjangoStructLogInitStep})


_install_our_steps()
