import secrets
import uuid
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from core.shielding.fields import ShieldedCharField
from tickets.pictures import Picture
from tickets.refusals import Refused
from tickets.uploads import clean_name, kind_of, too_large

KEEP_UNUSED = timedelta(hours=24)
COPIED = ("name", "content_type", "size", "width", "height", "duration_ms", "uploaded_by_id", "uploaded_by_customer_id")


def _random_key() -> str:
    return secrets.token_urlsafe(24)


def _stored_as(attachment, filename) -> str:
    """Nothing of the sender's name reaches the disk."""
    return f"attachments/{attachment.key[:2]}/{attachment.key}"


def _thumbnail_as(attachment, filename) -> str:
    return f"thumbnails/{attachment.key[:2]}/{attachment.key}.webp"


class AttachmentQuerySet(models.QuerySet):
    def unused_by(self, uploader):
        return self.filter(message=None, **_uploader(uploader))


class Attachment(models.Model):
    """A file that came with a message, or waits for the message it was uploaded for."""

    key = models.CharField(_("key"), max_length=40, unique=True, default=_random_key, editable=False)
    client_id = models.UUIDField(_("sender’s id"), default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        "tickets.Message", models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("message")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("uploaded by"),
    )
    uploaded_by_customer = models.ForeignKey(
        "customers.Customer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("uploaded by the customer"),
    )
    file = models.FileField(_("file"), upload_to=_stored_as, max_length=120)
    name = ShieldedCharField(_("file name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    # Of a voice note, as its recorder measured it.
    duration_ms = models.PositiveIntegerField(_("duration, ms"), null=True, blank=True)
    thumbnail = models.FileField(_("thumbnail"), upload_to=_thumbnail_as, max_length=120, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    # Until then a message may come for it; null once one has.
    discard_at = models.DateTimeField(_("discarded at"), null=True, db_default=Now() + KEEP_UNUSED, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "client_id"],
                condition=Q(uploaded_by__isnull=False),
                name="attachment_once_per_agents_client_id",
            ),
            models.UniqueConstraint(
                fields=["uploaded_by_customer", "client_id"],
                condition=Q(uploaded_by_customer__isnull=False),
                name="attachment_once_per_customers_client_id",
            ),
        ]
        indexes = [models.Index(fields=["discard_at"], name="attachment_unused", condition=Q(message=None))]

    def __str__(self):
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @classmethod
    def upload(cls, file, *, client_id: uuid.UUID, duration_ms: int | None = None, by) -> tuple["Attachment", bool]:
        """Keep an uploaded file until its message comes. The same client_id again is the same upload.

        `duration_ms` is what the recorder says of a voice note; of anything that is no sound it is forgotten.
        `by` is the agent or the customer; `file` a Django UploadedFile. Raises Refused with "empty" or "too_large".
        """
        if known := cls.objects.filter(client_id=client_id, **_uploader(by)).first():
            return known, False
        if not file.size:
            raise Refused("empty", _("This file is empty."))
        if too_large(file.size):
            limit = settings.MAX_UPLOAD_BYTES // 1024**2
            raise Refused("too_large", _("This file is larger than %(limit)s MB.") % {"limit": limit})
        return cls._keep(file, client_id, duration_ms, by), True

    @classmethod
    def _keep(cls, file, client_id: uuid.UUID, duration_ms: int | None, by) -> "Attachment":
        name = clean_name(shielded(file.name or "").text)
        attachment = cls(
            client_id=client_id, name=name, content_type=kind_of(file, name), size=file.size, **_uploader(by)
        )
        picture = Picture.read(file) if attachment.content_type.startswith("image/") else None
        if picture:
            attachment.width, attachment.height = picture.width, picture.height
            attachment.thumbnail.save("", picture.thumbnail, save=False)
        if attachment.content_type.startswith("audio/"):
            attachment.duration_ms = duration_ms
        attachment.file.save("", file, save=False)
        attachment.save(force_insert=True)
        return attachment

    @classmethod
    def bind(cls, attachments, message, *, by) -> None:
        """Give the uploads to their message: only the uploader's own, and each only once."""
        if not attachments:
            return
        keys = {attachment.pk for attachment in attachments}
        with transaction.atomic():
            if cls.objects.unused_by(by).filter(pk__in=keys).update(message=message, discard_at=None) != len(keys):
                raise Refused("attachment_gone", _("One of the files is no longer there. Attach it again."))

    def copy_for(self, message) -> "Attachment":
        """The same file with a message that repeats this one's words, under a key of its own."""
        same = {name: getattr(self, name) for name in COPIED}
        files = {"file": self.file.name, "thumbnail": self.thumbnail.name}
        return Attachment.objects.create(message=message, discard_at=None, **files, **same)

    def discard(self) -> None:
        """Forget an upload that no message came for, its files with it."""
        for file in (self.file, self.thumbnail):
            if file:
                transaction.on_commit(partial(file.storage.delete, str(file.name)))
        self.delete()


def _uploader(by) -> dict:
    return {"uploaded_by": by} if by.actor_kind == "agent" else {"uploaded_by_customer": by}
