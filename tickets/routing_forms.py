"""How a department's chats are given out, and what each of its people can carry."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from accounts.models.user import LANGUAGES
from accounts.settings_forms.base import SettingsForm
from core.forms import LongText
from tickets.models import Routing, RoutingRule, Seat
from tickets.models.routing import MOST

MOST_WORDS = 50
NUMBERS = ("capacity", "accept_seconds", "sticky_hours", "overflow_minutes", "position")


class RoutingForm(SettingsForm, forms.ModelForm):
    class Meta:
        model = Routing
        fields = [
            "mode", "strategy", "capacity", "accept_seconds", "sticky_hours", "overflow_to", "overflow_minutes",
            "overflow_when_empty", "people_only",
        ]  # fmt: skip
        widgets = {"mode": forms.RadioSelect, "strategy": forms.RadioSelect}
        labels = {
            "accept_seconds": _("To be opened within, seconds"),
            "sticky_hours": _("Back to the last operator within, hours"),
            "overflow_minutes": _("After how many minutes"),
            "overflow_when_empty": _("At once when nobody is online"),
            "people_only": _("People only"),
        }
        help_texts = {
            "capacity": _("How many live chats one operator has in hand. A person’s own number, below, comes first."),
            "accept_seconds": _("Who does not open a chat in time loses it to the next one."),
            "sticky_hours": _("A customer who comes back so soon goes to whoever answered him. 0: it does not matter."),
            "overflow_to": _("Where chats go that nobody here can take in time. Each goes on once."),
            "people_only": _("No bot answers in this queue, and the customer is told so."),
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Department.objects.active().exclude(pk=self.instance.department_id)
        self.fields["overflow_to"].queryset = others
        self.fields["overflow_to"].empty_label = _("Nowhere: they wait here")
        _shorten(self)


class SeatsForm(SettingsForm, forms.Form):
    """Only where somebody differs from the rest: a number and languages for each of the department's people."""

    def __init__(self, *args, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            seat = getattr(person, "seat", None) or Seat(user=person)
            self.fields[f"capacity_{person.pk}"] = forms.IntegerField(
                label=_("Chats at once, %(name)s") % {"name": person},
                min_value=1,
                max_value=MOST,
                required=False,
                initial=seat.capacity,
                widget=forms.NumberInput(attrs={"class": "input input--short"}),
            )
            self.fields[f"languages_{person.pk}"] = forms.MultipleChoiceField(
                label=_("Languages, %(name)s") % {"name": person},
                choices=LANGUAGES,
                required=False,
                initial=seat.languages,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def rows(self) -> list[tuple]:
        return [(one, self[f"capacity_{one.pk}"], self[f"languages_{one.pk}"]) for one in self.people]

    def save(self, *, by) -> None:
        for person in self.people:
            capacity, languages = (self.cleaned_data[f"{name}_{person.pk}"] for name in ("capacity", "languages"))
            Seat.set(person, capacity=capacity, languages=languages, by=by)


class RuleForm(SettingsForm, forms.ModelForm):
    words = forms.CharField(
        label=_("Words"),
        widget=LongText(attrs={"rows": 5}),
        help_text=_("One word or phrase on each line, in English or Russian; every form of a word is found."),
    )

    class Meta:
        model = RoutingRule
        fields = ["name", "words", "department", "position"]
        labels = {
            "name": pgettext_lazy("thing", "Name"),
            "department": _("Goes to"),
            "position": _("Place in the list"),
        }
        help_texts = {"position": _("Lower numbers stand above."), "name": _("Operators read it in the ticket.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["words"] = "\n".join(self.instance.words or [])
        self.fields["department"].queryset = Department.objects.active()
        _shorten(self)

    def clean_words(self) -> list[str]:
        words = list(
            dict.fromkeys(filter(None, (" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())))
        )
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("At most %(most)d words."), params={"most": MOST_WORDS})
        if long := next((word for word in words if len(word) > 60), None):
            raise forms.ValidationError(
                _("“%(word)s…” is too long: at most 60 characters."), params={"word": long[:20]}
            )
        return words


def _shorten(form) -> None:
    for name in NUMBERS:
        if name in form.fields:
            form.fields[name].widget.attrs["class"] = "input input--short"
