from collections import defaultdict

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notifications.plans import CHANNELS


class OptOut(models.Model):
    """What a customer does not wish to be told: all adverts or one category, on every channel or on one."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="opt_outs", verbose_name=_("customer")
    )
    # None: all adverts.
    category = models.ForeignKey(
        "notifications.Category", models.CASCADE, null=True, blank=True, verbose_name=_("category")
    )
    # "": every channel.
    channel = models.CharField(_("channel"), max_length=10, blank=True, choices=list(CHANNELS.items()))
    # Where he said so: "sms" (STOP), "link", "agent", "api".
    said_by = models.CharField(_("said by"), max_length=10, blank=True)
    said_at = models.DateTimeField(_("said at"), db_default=Now())

    class Meta:
        verbose_name = _("opt-out")
        verbose_name_plural = _("opt-outs")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "category", "channel"], name="opt_out_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.customer} · {self.category or _('adverts')}"

    @classmethod
    def channels_of(cls, customer, category) -> set[str]:
        """Where this customer wants nothing of this category; "" among them means everywhere. Codes always go."""
        return cls.channels_by_customer([customer], category).get(customer.pk, set())

    @classmethod
    def channels_by_customer(cls, customers: list, category) -> dict[int, set[str]]:
        """The same for many, each who refuses something by his number."""
        said: dict[int, list] = defaultdict(list)
        rows = cls.objects.filter(Q(category=category) | Q(category=None), customer__in=customers)
        for customer, about, channel in rows.values_list("customer", "category", "channel"):
            said[customer].append((about, channel))
        return {customer: cls.refused_by(each, category) for customer, each in said.items()}

    @staticmethod
    def refused_by(said: list[tuple[int | None, str]], category) -> set[str]:
        """The same of one customer's opt-outs that are at hand, as pairs of category and channel."""
        if category.is_code:
            return set()
        about = {category.pk, None} if category.is_advert else {category.pk}
        return {channel for which, channel in said if which in about}
