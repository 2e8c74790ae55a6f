from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.events import FieldEdited, FieldMade
from tickets.models.vocabulary import Labelled


class FieldQuerySet(models.QuerySet):
    def of(self, department_id: int | None):
        """What a ticket of this department is asked, the fields of the whole house among it."""
        return self.filter(is_active=True).filter(models.Q(department=None) | models.Q(department=department_id))


class Field(Labelled):
    """A question of our own about every ticket, answered in `Ticket.values` under the field's key."""

    made, edited, id_name = FieldMade, FieldEdited, "field_id"

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of field", "Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        SWITCH = "switch", _("Yes or no")

    class Information(models.TextChoices):
        GENERAL = "", _("Everybody may see it")
        PAYMENTS = "payments", _("About payments")
        SALES = "sales", _("About sales")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=60)
    label_ru = models.CharField(_("label in Russian"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    options = ArrayField(models.CharField(max_length=60), verbose_name=_("options"), default=list, blank=True)
    department = models.ForeignKey(
        "accounts.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="fields",
        verbose_name=_("department"),
        help_text=_("Empty: every department."),
    )
    information = models.CharField(
        _("kind of information"),
        max_length=10,
        choices=Information,
        blank=True,
        default=Information.GENERAL,
        help_text=_("Who may see it follows from the role (TRAINEES_SEE, OPERATORS_SEE, SUPERVISORS_SEE)."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = FieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket field")
        verbose_name_plural = _("ticket fields")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="field_choice_has_options", condition=~models.Q(kind="choice") | ~models.Q(options=[])
            ),
        ]

    def __str__(self):
        return self.label
