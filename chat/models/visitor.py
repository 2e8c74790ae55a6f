import hashlib
import secrets
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from core.shielding.fields import ShieldedCharField, ShieldedJSONField
from customers.models import Customer

# Whoever proved who they are can prove it again soon; a stranger has nothing but this token to find the history by.
LIFE = {True: timedelta(days=7), False: timedelta(days=180)}
# Who came by a link into one conversation may sit at anybody's machine.
LIFE_OF_A_LINK = timedelta(hours=24)
FRESH = timedelta(minutes=5)
PAGES_KEPT = 30


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class VisitorQuerySet(models.QuerySet):
    def holding(self, token: str):
        return self.filter(token_hash=digest(token), expires_at__gt=timezone.now())

    def arrive(self, site, *, customer=None, language="", time_zone="") -> tuple[Any, str]:
        """A new visitor and the token that only the visitor's browser keeps."""
        token = secrets.token_urlsafe(32)
        visitor = self.create(
            site=site,
            customer=customer,
            token_hash=digest(token),
            verified=customer is not None,
            language=language,
            time_zone=time_zone,
            expires_at=timezone.now() + LIFE[customer is not None],
        )
        return visitor, token

    def arrive_by_link(self, site, token: str, *, ticket) -> Any:
        """Whoever holds a link into this ticket’s conversation is taken for its customer there, and nowhere else."""
        return self.create(
            site=site,
            customer=ticket.customer,
            only_ticket=ticket,
            token_hash=digest(token),
            language=ticket.customer.language,
            expires_at=timezone.now() + LIFE_OF_A_LINK,
        )


class Visitor(models.Model):
    """One browser at one site, known by a token; whose browser it is may be proved or not."""

    site = models.ForeignKey("chat.Site", models.CASCADE, related_name="visitors", verbose_name=_("site"))
    # Nobody until something is written: looking at a page makes no customer.
    customer = models.ForeignKey(
        "customers.Customer",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="visitors",
        verbose_name=_("customer"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    verified = models.BooleanField(_("verified"), default=False)
    # Came by a link into this one's conversation: begins no other.
    only_ticket = models.ForeignKey(
        "tickets.Ticket", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("only conversation")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    page_url = ShieldedCharField(_("page"), max_length=1000, blank=True)
    page_title = ShieldedCharField(_("title of the page"), max_length=200, blank=True)
    # Seen while no chat went on, until one begins and takes them along: [{"url", "title", "at"}, ...], oldest first.
    pages = ShieldedJSONField(_("pages before the chat"), default=list, blank=True)
    # Null: not asked, or not agreed. Where the site asks, no page is kept without it.
    agreed_at = models.DateTimeField(_("agreed to pages being passed on at"), null=True, blank=True)
    # Which wording of the question the answer was given to.
    agreed_text = models.CharField(_("text of the agreement"), max_length=40, blank=True)
    # What was told before the first word, until that word makes somebody of the visitor.
    introduction = ShieldedJSONField(_("told before the chat"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("seen at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))

    # Of the conversation that the request is about, when it is this visitor's own: see chat/tokens.py.
    asked_id: int | None = None
    asked_ticket_id: int | None = None

    objects = VisitorQuerySet.as_manager()

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["expires_at"], name="visitor_expires")]
        constraints = [
            models.CheckConstraint(
                name="visitor_verified_is_somebody",
                condition=models.Q(verified=False) | models.Q(customer__isnull=False),
            ),
            models.CheckConstraint(
                name="visitor_by_link_is_not_verified",
                condition=models.Q(only_ticket=None) | models.Q(verified=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.customer or self.pk}"

    @property
    def life(self) -> timedelta:
        return LIFE_OF_A_LINK if self.only_ticket_id else LIFE[self.verified]

    def conversations(self):
        """What this visitor may read: their own, and, once proved, the same customer's at this site."""
        from chat.models.conversation import Conversation

        return Conversation.objects.reachable_by(self)

    def seen(self, *, language: str = "", time_zone: str = "") -> None:
        now = timezone.now()
        same = language in ("", self.language) and time_zone in ("", self.time_zone)
        if now - self.seen_at < FRESH and same:
            return
        self.seen_at, self.expires_at = now, now + self.life
        self.language, self.time_zone = language or self.language, time_zone or self.time_zone
        self.save(update_fields=["seen_at", "expires_at", "language", "time_zone"])

    def become_somebody(self) -> Customer:
        """The customer behind this browser, made the first time one is needed."""
        if self.customer is None:
            self.customer = self._met()
        return self.customer

    @transaction.atomic
    def _met(self) -> Customer:
        # A message and a file may arrive together; the row's lock lets only one of them make the customer.
        locked = Visitor.objects.select_for_update(of=["self"]).select_related("customer").get(pk=self.pk)
        if locked.customer is None:
            locked.customer = Customer.objects.create(language=self.language, time_zone=self.time_zone)
            locked.save(update_fields=["customer"])
        return locked.customer

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or "UTC")

    def agree(self, *, to_pages: bool, text: str) -> None:
        """Whether the pages may be passed on, and what was read first; who takes it back leaves none behind here."""
        self.agreed_at, self.agreed_text = (timezone.now() if to_pages else None), text
        if not to_pages:
            self.page_url, self.page_title, self.pages = "", "", []
        self.save(update_fields=["agreed_at", "agreed_text", "page_url", "page_title", "pages"])

    def introduce(self, **told: str) -> None:
        self.introduction = told
        self.save(update_fields=["introduction"])

    def look_at(self, url: str, title: str) -> bool:
        """Remember the page; False when it is the one already remembered."""
        title = shielded(title).text[:200]
        changed = (self.page_url, self.page_title) != (url, title)
        if changed and url:
            self.page_url, self.page_title = url, title
            self.save(update_fields=["page_url", "page_title"])
        return changed and bool(url)

    @transaction.atomic
    def keep_page(self) -> None:
        """Where no chat goes on yet, the page waits for one; the last ones do."""
        self.pages = self._locked_pages()
        now = timezone.now().isoformat()
        # The clocks of two processes may differ; the chain goes forward nevertheless.
        at = max(now, self.pages[-1]["at"]) if self.pages else now
        page = {"url": self.page_url, "title": self.page_title, "at": at}
        self.pages = [*self.pages, page][-PAGES_KEPT:]
        self.save(update_fields=["pages"])

    def hand_over_pages(self) -> list[dict]:
        """The pages that wait, once: whoever asks second gets none. Within the transaction that puts them elsewhere."""
        waiting, self.pages = self._locked_pages(), []
        self.save(update_fields=["pages"])
        return waiting

    def _locked_pages(self) -> list[dict]:
        return Visitor.objects.select_for_update(no_key=True).values_list("pages", flat=True).get(pk=self.pk)
