import hashlib
import json
from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from core.shielding.fields import ShieldedCharField, ShieldedJSONField

TYPE, ID, TITLE, LABEL, VALUE, FIELDS = 40, 100, 200, 60, 200, 12


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A thing as a site shows it to its customer, such as a payment.

    `verified`: the site's own server says so; `source`: the site's key.
    """

    type: str
    id: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    url: str = ""
    verified: bool = False
    source: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


class CardQuerySet(models.QuerySet):
    def shown_in(self, ticket):
        """What its messages are about, wherever they were written first."""
        return self.filter(pk__in=ticket.messages.filter(card__isnull=False).values("card"))

    def latest_of(self, ticket, most: int) -> list:
        """Of each thing its newest card, the newest thing first."""
        newest = self.shown_in(ticket).order_by("type", "external_id", "-pk").distinct("type", "external_id")
        return list(self.filter(pk__in=newest.values("pk")).order_by("-pk")[:most])


class Card(models.Model):
    """What the customer asks about, frozen as he saw it, whatever becomes of the thing itself."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="cards", verbose_name=_("ticket"))
    type = models.CharField(_("type"), max_length=TYPE)
    external_id = models.CharField(_("id at the site"), max_length=ID)
    title = ShieldedCharField(_("title"), max_length=TITLE)
    # [["Status", "Held"], ...], in the site's order.
    fields = ShieldedJSONField(_("fields"), default=list, blank=True)
    url = ShieldedCharField(_("address"), max_length=1000, blank=True)
    # The key of the site it came from, which can be asked how the thing stands now.
    source = models.CharField(_("source"), max_length=40, blank=True)
    verified = models.BooleanField(_("signed by the site"), default=False)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "digest"], name="card_once_per_ticket")]

    def __str__(self):
        return self.title

    @classmethod
    def freeze(cls, shown: Shown, ticket) -> "Card":
        """The ticket's lock is held. The same card asked about again is the one that is there."""
        return cls.objects.get_or_create(
            ticket=ticket,
            digest=shown.digest,
            defaults={
                "type": shown.type,
                # What the site signed is a name of its own, by which it is asked.
                "external_id": shown.id if shown.verified else shielded(shown.id).text,
                "title": shown.title,
                "fields": [list(pair) for pair in shown.fields],
                "url": shown.url,
                "verified": shown.verified,
                "source": shown.source,
            },
        )[0]
