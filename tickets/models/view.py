from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ViewQuerySet(models.QuerySet):
    def usable_by(self, agent):
        """One's own, and those that a colleague shares with everybody."""
        return self.filter(Q(owner=agent) | Q(is_shared=True))


class View(models.Model):
    """A list of tickets that an agent saved under a name: filters and an order on top of one of the desk's lists."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views", verbose_name=_("owner"))
    name = models.CharField(pgettext_lazy("view", "name"), max_length=60)
    # The address' own query, checked again whenever it is used: {"view": "all", "tag": "3", "order": "oldest"}.
    query = models.JSONField(_("filters"), default=dict, blank=True)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="view_once_per_owner_and_name")]

    def __str__(self):
        return self.name
