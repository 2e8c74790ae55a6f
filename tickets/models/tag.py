from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.events import TagEdited, TagMade
from tickets.models.vocabulary import Vocabulary

HUES = 6


class TagQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def like(self, text: str):
        return self.active().filter(name__icontains=text.strip())


class Tag(Vocabulary):
    """A word that agents put on tickets to find them again and to count them."""

    made, edited, id_name = TagMade, TagEdited, "tag_id"

    name = models.CharField(pgettext_lazy("tag", "name"), max_length=40)
    hue = models.PositiveSmallIntegerField(
        _("colour"), default=1, choices=[(number, str(number)) for number in range(1, HUES + 1)]
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_once_whatever_its_capitals")]

    def __str__(self):
        return self.name

    @classmethod
    def named(cls, name: str) -> "Tag":
        """The tag of this name, whatever its capitals; a new one gets the next colour.

        Raises DoesNotExist for one that was switched off, or a new one where agents make none (NEW_TAGS_BY_AGENTS).
        """
        known = cls.objects.filter(name__iexact=name).first()
        if known:
            return cls.objects.active().get(pk=known.pk)
        if not settings.NEW_TAGS_BY_AGENTS:
            raise cls.DoesNotExist
        try:
            with transaction.atomic():
                return cls.objects.create(name=name, hue=cls.objects.count() % HUES + 1)
        except IntegrityError:
            # Somebody named the same one at the same moment.
            return cls.objects.active().get(name__iexact=name)
