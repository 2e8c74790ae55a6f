import os
import time

from django.db.models import F

from core.sends import SendSweep
from core.sweeps.registry import Sweep, sweep
from tests.core.sending.models import Reminder, Text


@sweep
class Reminders(Sweep):
    kind = "reminders"

    def due(self, now):
        return Reminder.objects.filter(due_at__lte=now)

    def handle(self, row):
        Reminder.objects.filter(pk=row.pk).update(due_at=None, handled=F("handled") + 1, handled_by=str(os.getpid()))
        if row.fault == "raise":
            raise ValueError("dave@demo.test wrote something")
        if row.fault == "hang" and os.environ.get("HANG"):
            time.sleep(60)


@sweep
class Texts(SendSweep):
    kind = "texts"
    model = Text
