from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

MOST = 50
# So long a run can be looked at second by second; then its customers go, and what it proved stays.
KEPT = timedelta(minutes=10)


class TestRun(models.Model):
    """A handful of cascades for customers who do not exist, to see that the machine does what it promises (R105)."""

    # Not a test of pytest's.
    __test__ = False

    category = models.ForeignKey("notifications.Category", models.CASCADE, verbose_name=_("category"))
    count = models.PositiveSmallIntegerField(
        _("cascades"), default=10, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    # Names of notifications.bench.faults, dealt out in turn.
    faults = models.JSONField(_("faults"), default=list)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"), db_default=Now())
    # When its customers go.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_default=Now() + KEPT)
    # [{"fault", "expected", "texts", "stands"}] of each cascade, once it is over.
    results = models.JSONField(_("results"), default=list)

    class Meta:
        verbose_name = _("test run")
        verbose_name_plural = _("test runs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_at"], name="test_run_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self):
        return f"#{self.pk}"

    @property
    def source(self) -> str:
        """What its notifications were asked for by; by this they go to the local providers alone."""
        return f"bench:{self.pk}"

    @property
    def is_kept(self) -> bool:
        return self.due_at is not None

    @property
    def kept(self) -> int:
        """Of a run that is over: how many cascades did what was expected."""
        return sum(each["stands"] == "good" for each in self.results)
