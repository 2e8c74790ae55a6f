from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", "English"), ("ru", "Русский")]


class CannedReplyQuerySet(models.QuerySet):
    def usable_by(self, agent):
        """Shared ones, those of the agent's departments, and his own."""
        shared = Q(owner=None, department=None)
        theirs = Q(owner=None) if agent.has_perm("tickets.view_all") else Q(department_id__in=agent.department_ids)
        return self.filter(is_active=True).filter(shared | theirs | Q(owner=agent))


class CannedReply(models.Model):
    """An answer written once and used often, called by its shortcut; personal, a department's, or everybody's."""

    shortcut = models.SlugField(_("shortcut"), max_length=40, allow_unicode=True)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=10_000)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGES,
        blank=True,
        help_text=_("Empty: for customers of any language."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="canned_replies",
        verbose_name=_("owner"),
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="canned_replies",
        verbose_name=_("department"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    used_count = models.PositiveIntegerField(_("times used"), default=0, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["shortcut", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("shortcut"),
                "language",
                "owner",
                "department",
                name="canned_reply_once_per_shortcut",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="canned_reply_is_personal_or_departmental", condition=Q(owner=None) | Q(department=None)
            ),
        ]

    def __str__(self):
        return f"/{self.shortcut}"
