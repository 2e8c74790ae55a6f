from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from notifications.events import CategoryEdited, CategoryMade
from notifications.plans import default_plan, validate_plan
from tickets.models.vocabulary import Vocabulary

# As they are made at first: these speak every language of ours until a house gives them names of its own.
MADE = (gettext_noop("Card transaction"), gettext_noop("Incoming transfer"))


class Lane(models.TextChoices):
    """Each has threads of its own in every worker: what is many never stands before what is urgent."""

    URGENT = "urgent", _("At once, before everything else")
    NORMAL = "normal", _("At once")
    BULK = "bulk", _("When nothing else waits")


class CategoryQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Category(Vocabulary):
    """What kind of thing we tell: it decides the way, the hurry and the manners."""

    made, edited, id_name = CategoryMade, CategoryEdited, "category_id"

    class Purpose(models.TextChoices):
        CODE = "code", _("Confirmation code")
        ACCOUNT = "account", _("Event of an account")
        CHAT = "chat", _("Answer in a chat")
        ADVERT = "advert", _("Advert")

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("What other systems call it by."))
    name = models.CharField(pgettext_lazy("thing", "Name"), max_length=100)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.ACCOUNT)
    # [{"channel": "push", "seconds": 4}, {"channel": "sms", "seconds": 30}]; the last one waits for nobody.
    steps = models.JSONField(_("steps"), default=default_plan, validators=[validate_plan])
    # [{"name": "amount", "example": "12.50 EUR", "secret": false}]: what a template may say.
    variables = models.JSONField(_("variables"), default=list, blank=True)
    lifetime = models.DurationField(
        _("worth telling for"), default=timedelta(hours=24), help_text=_("Not sent any more when it is older.")
    )
    pause = models.DurationField(
        _("pause before it begins"), default=timedelta(), blank=True, help_text=_("Told nowhere if it is read before.")
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    cap_count = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    cap_hours = models.PositiveSmallIntegerField(_("within hours"), default=24, validators=[MinValueValidator(1)])
    # Lock screens are read by strangers (P-15): a template names what was written only where the house wishes it.
    shows_content = models.BooleanField(_("says on the lock screen what was written"), default=False)
    alarm_below = models.PositiveSmallIntegerField(
        _("alarm below, %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of notifications")
        verbose_name_plural = _("categories of notifications")
        ordering = ["purpose", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="category_quiet_hours_are_whole",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
            models.CheckConstraint(
                name="category_codes_never_wait",
                condition=~Q(purpose="code") | Q(quiet_from=None, cap_count=None, pause=timedelta()),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def said_name(self) -> str:
        """To customers."""
        return gettext(self.name)

    @property
    def lane(self) -> str:
        """Adverts wait for everybody, codes for nobody."""
        lanes = {self.Purpose.CODE: Lane.URGENT, self.Purpose.ADVERT: Lane.BULK}
        return lanes.get(self.Purpose(self.purpose), Lane.NORMAL)

    @property
    def is_advert(self) -> bool:
        return self.purpose == self.Purpose.ADVERT

    @property
    def is_code(self) -> bool:
        return self.purpose == self.Purpose.CODE

    @property
    def variable_names(self) -> str:
        return ", ".join(each["name"] for each in self.variables)

    @property
    def secrets(self) -> set[str]:
        """Names of variables that nobody but the customer may read."""
        return {each["name"] for each in self.variables if each.get("secret")}
