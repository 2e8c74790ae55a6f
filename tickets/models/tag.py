from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HUES = 6


class Tag(models.Model):
    """A word that agents put on tickets to find them again and to count them."""

    name = models.CharField(pgettext_lazy("tag", "name"), max_length=40)
    hue = models.PositiveSmallIntegerField(
        _("colour"), default=1, choices=[(number, str(number)) for number in range(1, HUES + 1)]
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_once_whatever_its_capitals")]

    def __str__(self):
        return self.name
