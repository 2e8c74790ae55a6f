import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.db import models
from django.db.models.functions import Now

from core.secrets import EncryptedTextField
from core.sends import Send
from core.transports import Refused, Transport, TryLater


class Reminder(models.Model):
    """Something that falls due, counts how often it was handled, and can be told to misbehave."""

    due_at = models.DateTimeField(null=True, db_default=Now())
    handled = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True)
    handled_by = models.CharField(max_length=40, blank=True)

    def __str__(self):
        return f"reminder {self.pk}"


class Safe(models.Model):
    """Something with a secret."""

    secret = EncryptedTextField(blank=True)

    def __str__(self):
        return f"safe {self.pk}"


class LocalProvider(Transport):
    """Speaks to the small HTTP server of the test, wherever this process runs."""

    can_find = True

    def send(self, send, prepared):
        body = json.dumps({"reference": str(send.reference), "to": send.number}).encode()
        try:
            with urlopen(Request(f"{os.environ['PROVIDER_URL']}/send", body), timeout=5) as answer:
                return json.load(answer)["id"]
        except HTTPError as error:
            if error.code in (408, 429) or error.code >= 500:
                raise TryLater(f"answer {error.code}", retry_after=0.1) from None
            raise Refused(f"answer {error.code}") from None

    def find(self, send):
        with urlopen(f"{os.environ['PROVIDER_URL']}/find/{send.reference}", timeout=5) as answer:
            return json.load(answer)["id"]


class Text(Send):
    """An SMS as the tests need it."""

    number = models.CharField(max_length=30)

    class Meta(Send.Meta):
        pass

    def transport(self):
        return LocalProvider()
