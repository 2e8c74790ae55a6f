from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.sends import Send
from core.transports import Transport
from notifications.notices.shifts import in_shift


class NoticeSend(Send):
    """The push that tells of a notice on one device of the colleague's, unless he has read it before."""

    notice = models.ForeignKey("notifications.Notice", models.CASCADE, related_name="sends", verbose_name=_("notice"))
    device = models.ForeignKey(
        "notifications.Device", models.SET_NULL, null=True, related_name="notice_sends", verbose_name=_("device")
    )
    provider = models.CharField(_("provider"), max_length=20)
    channel = "push"

    class Meta(Send.Meta):
        verbose_name = _("push of a notice")
        verbose_name_plural = _("pushes of notices")
        ordering = ["-pk"]
        constraints = [
            *Send.Meta.constraints,
            models.UniqueConstraint(fields=["notice", "device"], name="notice_once_per_device"),
        ]

    def transport(self) -> Transport:
        from notifications.notices.pushes import transport_of

        return transport_of(self)

    def call(self) -> None:
        if not self.notice.is_wanted_still():
            self._fail("read")
        elif not (self.notice.is_urgent or in_shift(self.notice.user, timezone.now())):
            self._fail("off_shift")
        else:
            super().call()


class DigestSend(Send):
    """One mail with the notices that a colleague has not read anywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("colleague")
    )
    channel = "email"

    class Meta(Send.Meta):
        verbose_name = _("mail of notices")
        verbose_name_plural = _("mails of notices")
        ordering = ["-pk"]

    def unread(self):
        return self.notices.model.objects.shown_to(self.user).unread().filter(digest=self, user__is_active=True)

    def transport(self) -> Transport:
        from notifications.notices.mails import transport_of

        return transport_of(self)

    def call(self) -> None:
        if self.unread().exists():
            super().call()
        else:
            self._fail("read")
