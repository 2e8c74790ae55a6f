"""The queue of reviews: which conversations stand in it, narrowed how, and what a review says."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import LongText, NarrowingForm
from tickets.filters import ID
from tickets.forms import Form
from tickets.listing_forms import ANY, people
from tickets.models import Feedback
from tickets.models.feedback import FEW, MAX_COMMENT
from tickets.queues import departments_of

PAGE = 30
REASONS_OF = timedelta(days=30)
WHY = [("few", _("One or two stars")), ("unsolved", _("Not solved")), ("upset", _("Upset words"))]
STATES = [("", _("To review")), ("reviewed", _("Reviewed")), ("all", _("All"))]
NARROWED: dict[str, Any] = {
    "department": lambda value: Q(department=value),
    "operator": lambda value: Q(session__operator=value),
    "stars": lambda value: Q(stars=value) | Q(bot_stars=value),
    "reason": lambda value: Q(reasons__contains=[value]),
    "why": {"few": Q(stars__lt=FEW) | Q(bot_stars__lt=FEW), "unsolved": Q(solved=False), "upset": Q(mood="bad")}.get,
}


class ReviewFilterForm(NarrowingForm):
    """Of `Reviews`."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    why = forms.ChoiceField(label=_("Why it is here"), choices=[ANY, *WHY], required=False)
    stars = forms.ChoiceField(label=_("Stars"), choices=[ANY, ("1", "1"), ("2", "2")], required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    operator = forms.ChoiceField(label=_("Operator"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[ANY, *Feedback.Reason.choices], required=False)

    def __init__(self, agent, given: dict):
        super().__init__(given)
        departments = [(str(department.pk), department.name) for department in departments_of(agent)]
        self.fields["department"].choices = [ANY, *departments]  # type: ignore[attr-defined]
        self.fields["operator"].choices = [ANY, *people(agent)]  # type: ignore[attr-defined]


class ReviewForm(Form):
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=Feedback.Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=pgettext_lazy("of a review", "Note"),
        max_length=MAX_COMMENT,
        required=False,
        widget=LongText(attrs={"rows": 2, "class": "input"}),
    )
    # The review that the reader had before him; a colleague may have been quicker.
    seen_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @classmethod
    def of(cls, feedback: Feedback) -> "ReviewForm":
        seen = feedback.reviewed_at.isoformat() if feedback.reviewed_at else ""
        return cls(
            initial={"reasons": feedback.reasons, "note": feedback.review_note, "seen_at": seen},
            auto_id=f"review-{feedback.pk}-%s",
        )

    def clean_seen_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(text) if (text := self.cleaned_data["seen_at"]) else None
        except ValueError:
            raise forms.ValidationError(_("Open this page anew.")) from None

    def clean(self):
        clean = super().clean()
        if not self.errors and not clean["reasons"] and not clean["note"]:
            raise forms.ValidationError(_("Choose a reason or write a note."))
        return clean


class Reviews:
    """The list as an address asks for it; what makes no sense in it is passed over."""

    def __init__(self, agent, given: MultiValueDict):
        self.agent = agent
        self.given: dict[str, Any] = {
            name: given[name] for name in ("state", *NARROWED) if _fits(name, given.get(name, ""))
        }

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @cached_property
    def _visible(self) -> Any:
        return Feedback.objects.visible_to(self.agent).of_ended().low()

    def page(self, *, after: str) -> tuple[QuerySet, int | None]:
        """The rows before a number, the newest first, and the number to go on from when there are more."""
        rows = self._narrowed()
        if ID.fullmatch(after):
            rows = rows.filter(pk__lt=after)
        rows = rows.select_related("session__ticket__customer", "department", "reviewed_by").newest_first()
        numbers = list(rows.values_list("pk", flat=True)[: PAGE + 1])
        return rows.filter(pk__in=numbers[:PAGE]), numbers[PAGE - 1] if len(numbers) > PAGE else None

    def reasons(self, *, now: datetime) -> list[tuple[str, str, int]]:
        """How often each reason was found of late, the most frequent first (R129)."""
        named = self._visible.filter(reviewed_at__gt=now - REASONS_OF)
        counted = named.annotate(reason=Func(F("reasons"), function="unnest")).values("reason")
        rows = counted.annotate(count=Count("pk")).order_by("-count", "reason")
        return [(row["reason"], str(Feedback.Reason(row["reason"]).label), row["count"]) for row in rows]

    def _narrowed(self) -> Any:
        states = {"reviewed": self._visible.reviewed, "all": self._visible.all}
        rows = states.get(self.given.get("state", ""), self._visible.unreviewed)()
        return rows.filter(*(NARROWED[name](value) for name, value in self.given.items() if name in NARROWED))


def _fits(name: str, value: str) -> bool:
    known = {
        "state": {state for state, _label in STATES if state},
        "why": {why for why, _label in WHY},
        "stars": {"1", "2"},
        "reason": set(Feedback.Reason.values),
    }
    return value in known[name] if name in known else bool(ID.fullmatch(value))
