import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.events import ApiTokenMade, ApiTokenRevoked
from core.events.recording import record

PREFIX = "hd_"
# As much of it as pages show: enough to tell two apart, far too little to guess the rest.
SHOWN = 10
# How exactly its last use is known, and at most how often a busy token costs an UPDATE.
USED_EVERY = timedelta(minutes=1)


class Scope(models.TextChoices):
    SEND = "notifications:send", _("Send notifications")
    READ = "notifications:read", _("Read what became of notifications")
    CUSTOMERS = "customers:write", _("Make and change customers")
    DEVICES = "devices:write", _("Register and remove devices")


class ApiTokenQuerySet(models.QuerySet):
    def usable(self):
        """By the database's clock. A token goes with whoever made it."""
        alive = Q(expires_at=None) | Q(expires_at__gt=Now())
        return self.filter(alive, revoked_at=None, made_by__is_active=True)


class ApiToken(models.Model):
    """What a program of ours or of the house shows to be let in; only its hash is kept."""

    name = models.CharField(pgettext_lazy("thing", "Name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=20, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("may"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def make(cls, *, name: str, scopes: list[str], expires_at=None, by) -> tuple["ApiToken", str]:
        """The token and its secret, which nobody can read again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            name=name, scopes=scopes, expires_at=expires_at, made_by=by, prefix=secret[:SHOWN], digest=digest_of(secret)
        )
        record(ApiTokenMade(token_id=token.pk, scopes=list(scopes)), by=by)
        return token, secret

    @transaction.atomic
    def revoke(self, *, by) -> None:
        if ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=Now()):
            record(ApiTokenRevoked(token_id=self.pk), by=by)
        self.refresh_from_db(fields=["revoked_at"])

    @property
    def source(self) -> str:
        """Who asked, as notifications and idempotent answers say it."""
        return f"api:{self.pk}"

    @property
    def is_usable(self) -> bool:
        return not self.revoked_at and not self.has_expired and self.made_by.is_active

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def scope_labels(self) -> list:
        return [Scope(scope).label for scope in self.scopes if scope in Scope]

    def touch(self) -> None:
        """It was used just now. Of all processes that say so within a minute, one writes."""
        stale = Q(last_used_at=None) | Q(last_used_at__lt=Now() - USED_EVERY)
        ApiToken.objects.filter(stale, pk=self.pk).update(last_used_at=Now())


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
