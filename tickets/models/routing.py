from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.user import LANGUAGES
from core.events.recording import record
from tickets.events import RoutingEdited, SeatEdited
from tickets.models.session import Session

MOST = 50
LEAST_SECONDS, MOST_SECONDS = 15, 900


class Mode(models.TextChoices):
    PULL = "pull", _("Operators take chats themselves")
    PUSH = "push", _("Chats are handed to operators")


class Strategy(models.TextChoices):
    LEAST_BUSY = "least_busy", _("Whoever has the fewest chats")
    LONGEST_IDLE = "longest_idle", _("Whoever has been without a new one for the longest")


def chats(**more):
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)], **more)


class Routing(models.Model):
    """How the line of one department is worked off; a department without a row has it as the defaults say."""

    Mode, Strategy = Mode, Strategy

    department = models.OneToOneField(
        "accounts.Department", models.CASCADE, primary_key=True, related_name="routing", verbose_name=_("department")
    )
    mode = models.CharField(_("who gives out the chats"), max_length=4, choices=Mode, default=Mode.PULL)
    strategy = models.CharField(
        _("who is given the next"), max_length=12, choices=Strategy, default=Strategy.LEAST_BUSY
    )
    capacity = chats(verbose_name=_("chats at once"), default=4)
    sticky_hours = models.PositiveSmallIntegerField(
        _("back to the last operator within"), default=24, validators=[MaxValueValidator(720)]
    )
    accept_seconds = models.PositiveSmallIntegerField(
        _("to be opened within"),
        default=60,
        validators=[MinValueValidator(LEAST_SECONDS), MaxValueValidator(MOST_SECONDS)],
    )
    overflow_to = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("overflows to"),
    )
    overflow_minutes = models.PositiveSmallIntegerField(
        _("overflows after"), default=10, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    overflow_when_empty = models.BooleanField(_("overflows when nobody is online"), default=False)
    people_only = models.BooleanField(_("people only"), default=False)

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routing")
        constraints = [
            models.CheckConstraint(name="routing_mode_is_known", condition=Q(mode__in=Mode.values)),
            models.CheckConstraint(name="routing_strategy_is_known", condition=Q(strategy__in=Strategy.values)),
            models.CheckConstraint(name="routing_capacity_is_positive", condition=Q(capacity__gt=0)),
            models.CheckConstraint(
                name="routing_overflows_elsewhere",
                condition=~Q(overflow_to=F("department")) | Q(overflow_to=None),
            ),
        ]

    def __str__(self):
        return str(self.department)

    @classmethod
    def of(cls, department_id: int | None) -> "Routing":
        """As it was set, or the defaults: a look makes no row."""
        found = cls.objects.select_related("overflow_to").filter(pk=department_id).first()
        return found or cls(department_id=department_id)  # type: ignore[misc]

    @property
    def is_push(self) -> bool:
        return self.mode == Mode.PUSH

    @property
    def has_overflow(self) -> bool:
        return self.overflow_to is not None and self.overflow_to.is_active

    @transaction.atomic
    def edit(self, *, by, **fields) -> list[str]:
        """Save what differs; everybody who waits in the line is then looked at anew."""
        stored, _made = Routing.objects.select_for_update().get_or_create(department_id=self.department_id)
        changed = sorted(name for name, value in fields.items() if getattr(stored, name) != value)
        if changed:
            for name in changed:
                setattr(stored, name, fields[name])
            stored.save(update_fields=changed)
            Session.objects.filter(queue=self.department_id, ticket__assignee=None).update(route_due_at=Now())
            record(RoutingEdited(department_id=self.department_id, fields=changed), by=by)
        return changed


class Seat(models.Model):
    """How many chats at once one operator can carry, and in which languages; without a row, as the department says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="seat", verbose_name=_("person")
    )
    capacity = chats(verbose_name=_("chats at once"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=LANGUAGES), verbose_name=_("languages"), default=list, blank=True
    )
    # When the last chat came to him; who is without for the longest is next.
    given_at = models.DateTimeField(_("last given a chat at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(name="seat_capacity_is_positive", condition=Q(capacity=None) | Q(capacity__gt=0))
        ]

    def __str__(self):
        return str(self.user)

    @classmethod
    @transaction.atomic
    def set(cls, user, *, capacity: int | None, languages: list[str], by) -> bool:
        seat, _made = cls.objects.select_for_update().get_or_create(user=user)
        if (seat.capacity, set(seat.languages)) == (capacity, set(languages)):
            return False
        seat.capacity, seat.languages = capacity, sorted(languages)
        seat.save(update_fields=["capacity", "languages"])
        record(SeatEdited(agent_id=user.pk), by=by)
        return True

    @staticmethod
    def given(user_id: int) -> None:
        """He has just got a chat."""
        Seat.objects.bulk_create(
            [Seat(user_id=user_id, given_at=Now())],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["given_at"],
        )
