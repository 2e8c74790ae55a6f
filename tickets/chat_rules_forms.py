from copy import copy
from datetime import timedelta
from itertools import product
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import AsOpened
from core.forms import LongText
from tickets import automatic
from tickets.models import ChatRules

MINUTE = timedelta(minutes=1)
LONGEST = 24 * 60
MOST_LETTERS = 600
TITLES = {
    "on_the_way": _("While you are open"),
    "closed": _("While you are closed"),
    "greeting": _("Greeting"),
    "nudge": _("Comfort"),
    "warning": _("Question"),
    "farewell": _("Farewell"),
}


class TextField(forms.CharField):
    """One text in one language; empty, it is said in our own words, which stand in the field in grey."""

    def __init__(self, kind: str, code: str, language):
        ours = automatic.text(kind, ChatRules(), code)
        widget = LongText(attrs={"rows": 2, "class": "input", "lang": code, "placeholder": ours})
        super().__init__(
            label=format_lazy("{} ({})", TITLES[kind], language), max_length=MOST_LETTERS, required=False, widget=widget
        )

    def validate(self, value) -> None:
        super().validate(value)
        if names := automatic.unknown(value):
            raise forms.ValidationError(
                _("Nobody can fill in {%(name)s}. There are: %(names)s."),
                params={"name": names[0], "names": ", ".join(f"{{{name}}}" for name in automatic.MEANINGS)},
            )


class ChatRulesForm(AsOpened, forms.Form):
    """A department's chat rules; times are whole minutes here, texts a field for each kind and language."""

    SWITCHES = ("welcomes", "greets", "nudges", "ends", "says_farewell")
    TIMES = ("nudge_after", "warn_after", "end_after")
    # In which language the preview beside the form speaks.
    besides = frozenset({"preview_language"})

    language = ChatRules._meta.get_field("language").formfield(label=_("Language"))
    welcomes = forms.BooleanField(label=_("Answer every new request at once"), required=False)
    greets = forms.BooleanField(label=_("Greet in the operator’s name when he joins"), required=False)
    nudges = forms.BooleanField(
        label=_("Comfort customers who wait long"),
        required=False,
        help_text=_("Twice at most, with the honest promise."),
    )
    nudge_after = forms.IntegerField(label=_("Minutes of waiting"), min_value=1, max_value=LONGEST)
    ends = forms.BooleanField(
        label=_("End chats in which the customer is silent"),
        required=False,
        help_text=_("Never while you owe an answer. The ticket stays, and the customer can go on whenever he likes."),
    )
    warn_after = forms.IntegerField(label=_("Ask after minutes of silence"), min_value=1, max_value=LONGEST)
    end_after = forms.IntegerField(label=_("Then end after minutes"), min_value=1, max_value=LONGEST)
    says_farewell = forms.BooleanField(label=_("Say goodbye"), required=False)

    def __init__(self, *args, rules: ChatRules, **kwargs):
        self.rules = rules
        super().__init__(*args, **kwargs, initial=self._now())
        for name in self.TIMES:
            self.fields[name].widget.attrs["class"] = "input input--short"
        # Made anew for each form: the grey words are in the languages as they are spoken now.
        for kind, (code, language) in product(automatic.TEXTS, settings.LANGUAGES):
            self.fields[f"{kind}_{code}"] = TextField(kind, code, language)

    def _now(self) -> dict[str, Any]:
        said = {
            f"{kind}_{code}": self.rules.texts.get(code, {}).get(kind, "")
            for kind in automatic.TEXTS
            for code, _name in settings.LANGUAGES
        }
        times = {name: getattr(self.rules, name) // MINUTE for name in self.TIMES}
        return said | times | {name: getattr(self.rules, name) for name in (*self.SWITCHES, "language")}

    def changes(self) -> dict[str, Any]:
        """As `ChatRules.edit` takes them; of a form with faults, those that have none."""
        clean = self.cleaned_data
        found = {name: clean[name] for name in (*self.SWITCHES, "language") if name in clean}
        return found | {name: clean[name] * MINUTE for name in self.TIMES if name in clean} | {"texts": self._texts()}

    def sketch(self) -> ChatRules:
        """The rules as they would be."""
        rules = copy(self.rules)
        for name, value in self.changes().items():
            setattr(rules, name, value)
        return rules

    @property
    def texts(self) -> dict[str, list]:
        """The fields of each kind, one for every language."""
        return {kind: [self[f"{kind}_{code}"] for code, _name in settings.LANGUAGES] for kind in automatic.TEXTS}

    def _texts(self) -> dict[str, dict[str, str]]:
        return {
            code: {kind: said for kind in automatic.TEXTS if (said := self.cleaned_data.get(f"{kind}_{code}"))}
            for code, _name in settings.LANGUAGES
        }
