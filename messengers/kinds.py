"""A kind of messenger is a folder of this app with the same files.

`forms.py` asks for its credentials (`CredentialsForm`), `transport.py` sends, and `webhook.py` says whether a request
is genuine (`is_genuine`), what stands in it (`incoming`) and what it means (`process`).
"""

from importlib import import_module
from types import ModuleType

from django.utils.translation import gettext_lazy as _

KINDS = {"sms": _("SMS by Twilio")}


def part(kind: str, name: str) -> ModuleType:
    return import_module(f"messengers.{kind}.{name}")
