from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SharedQuerySet(models.QuerySet):
    """Of what is somebody's own, a department's or everybody's: `owner`, `department`, or neither."""

    def usable_by(self, agent):
        """Shared ones, those of the agent's departments, and his own."""
        shared = Q(owner=None, department=None)
        theirs = Q(owner=None) if agent.has_perm("tickets.view_all") else Q(department_id__in=agent.department_ids)
        return self.filter(is_active=True).filter(shared | theirs | Q(owner=agent))

    def editable_by(self, agent):
        """One's own; a supervisor's departments'; for who manages the house, all that are not somebody's own."""
        own = Q(owner=agent)
        if agent.has_perm("accounts.manage"):
            return self.filter(own | Q(owner=None))
        if agent.has_perm("tickets.supervise"):
            return self.filter(own | Q(department_id__in=agent.department_ids))
        return self.filter(own)


class Shared(models.Model):
    """Built once and used often; personal, a department's, or everybody's."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    used_count = models.PositiveIntegerField(_("times used"), default=0, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True
