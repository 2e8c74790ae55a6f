import json
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.secrets import EncryptedTextField
from messengers.kinds import KINDS


def new_key() -> str:
    return secrets.token_hex(16)


class Messenger(models.Model):
    """One account of ours with a provider, by which customers are reached and can reach us."""

    kind = models.CharField(_("kind"), max_length=10, choices=list(KINDS.items()))
    # Stands in the address that the provider calls.
    key = models.CharField(_("key"), max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=100)
    # JSON, by the kind's CredentialsForm; empty when they stand in the environment.
    credentials = EncryptedTextField(_("credentials"), blank=True, editable=False)
    of_environment = models.BooleanField(_("set up by the environment"), default=False, editable=False)
    department = models.ForeignKey(
        "accounts.Department", models.SET_NULL, null=True, blank=True, verbose_name=_("department")
    )
    is_active = models.BooleanField(_("active"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("messenger")
        verbose_name_plural = _("messengers")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(of_environment=True), name="messenger_of_environment_once"
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, kind: str) -> "Messenger | None":
        """The one by which we send: the first that is active and has its secrets."""
        known: list[Messenger] = [*cls.objects.filter(kind=kind)]
        if not any(each.of_environment for each in known) and (made := cls._of_environment(kind)):
            known.append(made)
        return next((each for each in known if each.is_active and each.secrets), None)

    @classmethod
    def _of_environment(cls, kind: str) -> "Messenger | None":
        """Made at its first use; its secrets stay where they are, and the admin can switch it off."""
        if not settings.MESSENGERS.get(kind):
            return None
        values = {"name": str(KINDS[kind]), "is_active": True}
        return cls.objects.get_or_create(kind=kind, of_environment=True, defaults=values)[0]

    @property
    def secrets(self) -> dict[str, str]:
        if self.of_environment:
            return settings.MESSENGERS.get(self.kind) or {}
        return json.loads(self.credentials or "{}")

    @property
    def address(self) -> str:
        """Where the provider reports to, as the world sees it."""
        return settings.PUBLIC_URL + reverse("messengers:hook", args=[self.kind, self.key])
