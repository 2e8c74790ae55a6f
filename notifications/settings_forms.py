import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.settings_forms.base import SettingsForm
from core.forms import LongText
from notifications.models import Category, Template
from notifications.plans import CHANNELS, MOST_SECONDS, validate_plan
from notifications.rendering import names_in

PLACES = range(1, len(CHANNELS) + 1)
VARIABLE = re.compile(r"(\*?)([a-z][a-z0-9_]{0,39})\s*(?::\s*(.{0,200}))?")
BRACES = re.compile(r"\{([^{}]*)\}")
MOST_VARIABLES = 30


class CategoryForm(SettingsForm, forms.ModelForm):
    variables = forms.CharField(
        label=_("Variables"),
        required=False,
        widget=LongText(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "One on each line, with an example after a colon. A star before it hides it from everybody but the "
            "customer: *code: 482913"
        ),
    )
    lifetime = forms.IntegerField(label=_("Worth telling for, minutes"), min_value=1, max_value=7 * 24 * 60)
    pause = forms.IntegerField(
        label=_("Pause before it begins, seconds"),
        min_value=0,
        max_value=24 * 3600,
        help_text=_("Told nowhere if it is read before."),
    )
    cap_count = forms.IntegerField(
        label=_("At most"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("How many of this kind one customer is told. Empty: as many as there are."),
    )
    cap_hours = forms.IntegerField(label=_("Within hours"), min_value=1, max_value=30 * 24)
    alarm_below = forms.IntegerField(
        label=_("Alarm below, %"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("When fewer than this arrive within an hour, supervisors are warned. Empty: never."),
    )

    class Meta:
        model = Category
        fields = [
            "name", "slug", "purpose", "variables", "lifetime", "pause", "quiet_from", "quiet_until", "cap_count",
            "cap_hours", "alarm_below", "shows_content",
        ]  # fmt: skip
        help_texts = {
            "shows_content": _("Lock screens are read by strangers."),
        }
        widgets = {
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(self, *args, **kwargs):
        instance = kwargs.get("instance") or Category()
        kwargs["initial"] = _initial(instance) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self._add_step(place, instance)
        for name in ("lifetime", "pause", "cap_count", "cap_hours", "alarm_below", "quiet_from", "quiet_until"):
            self.fields[name].widget.attrs["class"] = "input input--short"
        if instance.pk:
            # Other systems call it by this.
            del self.fields["slug"]

    def _add_step(self, place: int, instance: Category) -> None:
        step = instance.steps[place - 1] if place <= len(instance.steps) else {"channel": "", "seconds": 30}
        channel = forms.ChoiceField(
            label=pgettext_lazy("of a cascade", "Step %(number)s") % {"number": place},
            choices=[("", _("No step")), *CHANNELS.items()],
            required=False,
            initial=step["channel"],
            widget=forms.Select(attrs={"class": "input"}),
        )
        seconds = forms.FloatField(
            label=_("Seconds for its proof"),
            min_value=1,
            max_value=MOST_SECONDS,
            required=False,
            initial=f"{step['seconds']:g}",
            widget=forms.NumberInput(attrs={"class": "input input--short", "step": "any"}),
        )
        self.fields |= {f"channel_{place}": channel, f"seconds_{place}": seconds}

    @property
    def steps(self) -> list[tuple]:
        return [(self[f"channel_{place}"], self[f"seconds_{place}"]) for place in PLACES]

    def clean_variables(self) -> list[dict]:
        lines = [line.strip() for line in self.cleaned_data["variables"].splitlines() if line.strip()]
        found = [_variable(line) for line in lines]
        names = [each["name"] for each in found]
        if len(found) > MOST_VARIABLES:
            raise ValidationError(_("No more than %(most)s variables.") % {"most": MOST_VARIABLES})
        if len(set(names)) < len(names):
            raise ValidationError(_("Each variable is named once."))
        if self.instance.pk and (gone := _used(self.instance) - set(names)):
            sentence = _("A template still says {%(name)s}. Change its words first.")
            raise ValidationError(sentence % {"name": min(gone)})
        return found

    def clean_lifetime(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["lifetime"])

    def clean_pause(self) -> timedelta:
        return timedelta(seconds=self.cleaned_data["pause"])

    def clean(self):
        clean = super().clean()
        clean["steps"] = self._plan(clean)
        if (clean.get("quiet_from") is None) != (clean.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours have a beginning and an end, or neither."))
        if clean.get("purpose") == Category.Purpose.CODE and self._waits(clean):
            self.add_error("purpose", _("A code waits for nobody: it has no quiet hours, no limit and no pause."))
        return clean

    def _plan(self, clean: dict) -> list[dict]:
        steps = [
            {"channel": clean[f"channel_{place}"], "seconds": _whole(clean.get(f"seconds_{place}") or 30)}
            for place in PLACES
            if clean.get(f"channel_{place}")
        ]
        try:
            validate_plan(steps)
        except ValidationError as error:
            self.add_error("channel_1", error)
        return steps

    def _waits(self, clean: dict) -> bool:
        return bool(clean.get("quiet_from") or clean.get("cap_count") is not None or clean.get("pause"))

    def _post_clean(self):
        # The instance stays as it is until its verb changes it; what is unique is asked for here.
        slug = self.cleaned_data.get("slug")
        if slug and Category.objects.filter(slug=slug).exists():
            self.add_error("slug", _("There is a category of this short name already."))

    def changes(self) -> dict:
        own = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        return own | {"steps": self.cleaned_data["steps"]}


class TemplateForm(SettingsForm, forms.ModelForm):
    class Meta:
        model = Template
        fields = ["title", "body", "link"]
        widgets = {"body": LongText(attrs={"rows": 4})}
        help_texts = {"link": _("Where a tap leads: an address, or a variable that holds one.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.channel == "sms":
            del self.fields["title"], self.fields["link"]
        else:
            self.fields["title"].required = True
        for field in self.fields.values():
            field.widget.attrs["lang"] = self.instance.language

    def clean_title(self) -> str:
        return self._known(self.cleaned_data["title"])

    def clean_body(self) -> str:
        return self._known(self.cleaned_data["body"])

    def clean_link(self) -> str:
        link = self._known(self.cleaned_data["link"])
        if link and not link.startswith(("https://", "{", "/")):
            raise ValidationError(_("An address begins with https://"))
        return link

    def _known(self, text: str) -> str:
        """Braces hold a variable of the category and nothing else: an unknown one would reach the customer as it is."""
        known = {each["name"] for each in self.instance.category.variables}
        for word in BRACES.findall(text):
            if word not in known:
                raise ValidationError(
                    _("There is no variable {%(name)s} here. Known are: %(known)s.")
                    % {"name": word[:40], "known": ", ".join(f"{{{name}}}" for name in sorted(known)) or "–"}
                )
        return text

    def _post_clean(self):
        # The row is written by its verb.
        return None


def _initial(category: Category) -> dict:
    return {
        "variables": "\n".join(map(_line, category.variables)),
        "lifetime": int(category.lifetime.total_seconds() // 60),
        "pause": int(category.pause.total_seconds()),
    }


def _line(variable: dict) -> str:
    return f"{'*' if variable.get('secret') else ''}{variable['name']}: {variable['example']}"


def _variable(line: str) -> dict:
    match = VARIABLE.fullmatch(line)
    if not match:
        raise ValidationError(
            _("“%(line)s” is no variable. Write a name in small Latin letters, a colon and an example.")
            % {"line": line[:60]}
        )
    return {"name": match[2], "example": match[3] or match[2], "secret": bool(match[1])}


def _used(category: Category) -> set[str]:
    texts = (text for each in category.templates.all() for text in (each.title, each.body, each.link))
    return set(names_in(*texts))


def _whole(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds
