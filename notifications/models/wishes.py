from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notifications.models.notice import Kind, Notice
from notifications.models.notice_send import DigestSend
from notifications.notices.shifts import in_shift, next_shift
from tickets.models import Ticket

# What somebody reads within this time is not mailed to him.
RIPE = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def every_kind() -> list[str]:
    return list(Kind.values)


def _kinds(label) -> ArrayField:
    return ArrayField(models.CharField(max_length=10, choices=Kind), verbose_name=label, default=every_kind, blank=True)


class NoticeWishes(models.Model):
    """By which ways one colleague wants to hear of what, and when his next mail is due. Without a row: all of it."""

    class Digest(models.TextChoices):
        OFF = "off", _("Never")
        HOURLY = "hourly", _("At most once an hour")
        DAILY = "daily", _("Once a day, as my shift begins")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="notice_wishes",
        verbose_name=_("colleague"),
    )
    bell = _kinds(_("in the bell"))
    push = _kinds(_("by push"))
    mail = _kinds(_("by mail"))
    digest = models.CharField(_("mail"), max_length=10, choices=Digest, default=Digest.HOURLY)
    digest_due_at = models.DateTimeField(_("next mail"), null=True, blank=True, db_index=True, editable=False)
    digested_at = models.DateTimeField(_("last mail"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("wishes about notices")
        verbose_name_plural = _("wishes about notices")

    def __str__(self):
        return str(self.user)

    @staticmethod
    def locked(people) -> dict[int, "NoticeWishes"]:
        """Of all of them, in one order, made where there were none. Whoever holds these races with no digest."""
        NoticeWishes.objects.bulk_create([NoticeWishes(user=person) for person in people], ignore_conflicts=True)
        rows = NoticeWishes.objects.select_for_update(of=("self",)).select_related("user").filter(user__in=people)
        return {row.user_id: row for row in rows.order_by("user_id")}

    def wants(self, kind: str) -> bool:
        return kind in {*self.bell, *self.push} or self.wants_mail_of(kind)

    def wants_mail_of(self, kind: str) -> bool:
        return self.digest != self.Digest.OFF and kind in self.mail

    def ask_for_a_digest(self, *, now: datetime) -> None:
        """Under the row's lock: there is something for the next mail, if none is due already."""
        if self.digest_due_at is None:
            self.digest_due_at = self.digest_after(now)
            self.save(update_fields=["digest_due_at"])

    def digest_after(self, now: datetime) -> datetime:
        if self.digest == self.Digest.DAILY:
            return next_shift(self.user, now)
        return max(now + RIPE, self.digested_at + HOUR) if self.digested_at else now + RIPE

    def tell_by_mail(self, *, now: datetime) -> None:
        """Under the row's lock, as the sweep has it: one mail about everything that waits long enough."""
        self.digest_due_at = None
        waiting = Notice.objects.shown_to(self.user).unread().filter(digest=None, kind__in=self.mail)
        if self.digest != self.Digest.OFF and self.user.is_active and waiting.exists():
            self._write(waiting, now=now)
        self.save(update_fields=["digest_due_at", "digested_at"])

    def _write(self, waiting, *, now: datetime) -> None:
        if not in_shift(self.user, now) and not waiting.filter(ticket__priority=Ticket.Priority.URGENT).exists():
            self.digest_due_at = next_shift(self.user, now)
            return
        ripe = waiting.filter(created_at__lte=now - RIPE) if self.digest == self.Digest.HOURLY else waiting
        again = self.digest_after(now)
        if ripe.exists():
            ripe.update(digest=DigestSend.objects.create(user=self.user))
            self.digested_at, again = Now(), now + HOUR
        if waiting.filter(digest=None).exists():
            self.digest_due_at = again
