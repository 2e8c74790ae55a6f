from datetime import date
from decimal import Decimal

import structlog
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.events.recording import record
from messengers.countries import country_name
from messengers.events import SmsCountryEdited, SmsLimitsEdited

logger = structlog.get_logger(__name__)


class SmsCountry(models.Model):
    """A country to which SMS may go, and what one costs there: all others are refused (S-68)."""

    code = models.CharField(_("country"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}\Z")])
    price = models.DecimalField(
        _("price of one SMS"), max_digits=9, decimal_places=4, validators=[MinValueValidator(0)]
    )
    is_allowed = models.BooleanField(pgettext_lazy("country", "allowed"), default=True)

    class Meta:
        verbose_name = _("country of SMS")
        verbose_name_plural = _("countries of SMS")
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return country_name(self.code)

    @property
    def price_shown(self) -> Decimal:
        return price_shown(self.price)

    @classmethod
    @transaction.atomic
    def make(cls, *, by, code: str, **fields) -> "SmsCountry":
        country = cls.objects.create(code=code, **fields)
        record(SmsCountryEdited(country=code, fields=sorted(fields)), by=by)
        return country

    @transaction.atomic
    def edit(self, *, by, **fields) -> None:
        if changed := _changed(self, fields):
            record(SmsCountryEdited(country=self.code, fields=changed), by=by)


class SmsBudget(models.Model):
    """What SMS may cost in a day, in the one row there is; whoever sends takes its lock, so nothing slips past."""

    daily = models.DecimalField(
        _("budget for a day"), max_digits=11, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}\Z")])
    # What one number may have in an hour.
    per_number = models.PositiveSmallIntegerField(_("SMS for one number in an hour"), default=5)
    spent = models.DecimalField(_("spent"), max_digits=11, decimal_places=4, default=0, editable=False)
    spent_on = models.DateField(_("spent on"), null=True, editable=False)
    alarmed_on = models.DateField(_("alarmed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("budget of SMS")
        verbose_name_plural = _("budget of SMS")

    def __str__(self):
        return f"{self.daily} {self.currency}"

    @classmethod
    def current(cls) -> "SmsBudget":
        return cls.objects.get(pk=1)

    @classmethod
    def locked(cls) -> "SmsBudget":
        return cls.objects.select_for_update().get(pk=1)

    @transaction.atomic
    def edit(self, *, by, **fields) -> None:
        if changed := _changed(SmsBudget.locked(), fields):
            record(SmsLimitsEdited(fields=changed), by=by)

    @property
    def spent_today(self) -> Decimal:
        return self.spent if self.spent_on == today() else Decimal(0)

    @property
    def is_spent(self) -> bool:
        """Somebody was refused today for the want of money."""
        return self.alarmed_on == today()

    def charge(self, price: Decimal) -> bool:
        """Take the price out of today's budget, or leave it and say once a day that it is spent."""
        now = today()
        anew = ~Q(spent_on=now) | Q(spent_on=None)
        fits = Q(spent_on=now, spent__lte=F("daily") - price) | (anew & Q(daily__gte=price))
        spent = Case(When(spent_on=now, then=F("spent") + price), default=Value(price))
        if SmsBudget.objects.filter(fits, pk=self.pk).update(spent=spent, spent_on=now):
            return True
        self._alarm(now)
        return False

    def _alarm(self, now: date) -> None:
        quiet = Q(alarmed_on=None) | ~Q(alarmed_on=now)
        if SmsBudget.objects.filter(quiet, pk=self.pk).update(alarmed_on=now):
            daily = str(self.daily)
            transaction.on_commit(lambda: logger.error("sms_budget_spent", daily=daily, currency=self.currency))


def _changed(row: models.Model, fields: dict) -> list[str]:
    """Write what differs, and say what that was."""
    news = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if news:
        type(row)._base_manager.filter(pk=row.pk).update(**news)
    return sorted(news)


def price_shown(price: Decimal) -> Decimal:
    """0.0800 is written 0.08, and 0.0835 as it is."""
    cents = price.quantize(Decimal("0.01"))
    return cents if cents == price else price


def today() -> date:
    """By the house's own clock."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
