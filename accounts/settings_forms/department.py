import zoneinfo
from datetime import time, timedelta

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, Holiday, User
from accounts.settings_forms.base import AsOpened, SettingsForm
from accounts.settings_forms.week import HolidaysField, WeekField

ICONS = (
    "inbox", "credit-card", "arrow-left-right", "landmark", "wallet", "piggy-bank", "receipt", "building-2",
    "briefcase", "user", "users", "phone", "mail", "message-circle", "headphones", "shield-check", "globe",
    "shopping-cart", "truck", "plane", "house", "wrench", "code", "graduation-cap", "stethoscope", "heart", "star",
    "book-open", "file-text",
)  # fmt: skip
# What stands in the fields until somebody says otherwise.
USUAL = (time(9), time(18))
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}


def zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


class HoursForm(AsOpened, forms.Form):
    """What a supervisor keeps for his own department, and an admin for every one."""

    besides = frozenset({"holidays_on", "holidays_name"})

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    always = forms.TypedChoiceField(
        label=_("Opening hours"),
        choices=[("1", _("Day and night")), ("", _("By hours"))],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    hours = WeekField(label=_("Hours of the week"), required=False)
    holidays = HolidaysField(label=_("Days off"), required=False)
    within = forms.IntegerField(label=_("Answers within"), min_value=1, max_value=999)
    unit = forms.ChoiceField(
        label=_("Unit of time"),
        choices=[("minutes", pgettext_lazy("unit", "minutes")), ("hours", pgettext_lazy("unit", "hours"))],
    )

    def __init__(self, *args, department: Department, **kwargs):
        self.department = department
        super().__init__(*args, **kwargs, initial=self._now())
        if not department.pk:
            del self.fields["opened"]
        self.fields["within"].widget.attrs["class"] = "input input--short"

    def _now(self) -> dict:
        kept = self.department if self.department.pk else None
        hours = list(kept.hours.values_list("weekday", "opens_at", "closes_at")) if kept else []
        whole = self.department.reply_within % UNITS["hours"] == timedelta(0)
        unit = "hours" if whole else "minutes"
        return {
            "time_zone": self.department.time_zone,
            "always": "" if hours else "1",
            "hours": hours or [(day, *USUAL) for day in range(5)],
            "holidays": list(kept.holidays.values_list("on", "name")) if kept else [],
            "within": self.department.reply_within // UNITS[unit],
            "unit": unit,
        }

    def clean(self):
        clean = super().clean()
        if not clean.get("always") and "hours" in clean and not clean["hours"]:
            self.add_error("hours", _("Without any hour it would never open. Say when, or choose day and night."))
        return clean

    def changes(self) -> dict:
        """As `Department.edit` takes them."""
        clean = self.cleaned_data
        return {
            "time_zone": clean["time_zone"],
            "reply_within": clean["within"] * UNITS[clean["unit"]],
            "hours": [] if clean["always"] else clean["hours"],
            "holidays": clean["holidays"],
        }


class DepartmentForm(HoursForm):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=100)
    icon = forms.ChoiceField(label=_("Icon"), choices=[(name, name) for name in ICONS], widget=forms.RadioSelect)
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, help_text=_("Lower numbers stand above.")
    )
    members = forms.ModelMultipleChoiceField(
        User.objects.active(), label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].widget.attrs["class"] = "input input--short"
        if self.department.icon not in ICONS:
            self.fields["icon"].choices = [(self.department.icon, self.department.icon), *self.fields["icon"].choices]

    def _now(self) -> dict:
        kept = self.department.pk
        return super()._now() | {
            "name": self.department.name,
            "icon": self.department.icon,
            "position": self.department.position,
            "members": User.objects.active().in_department(self.department) if kept else (),
        }

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Department.objects.filter(name__iexact=name).exclude(pk=self.department.pk).exists():
            raise forms.ValidationError(_("There is a department of this name already."))
        return name

    def changes(self) -> dict:
        return super().changes() | {name: self.cleaned_data[name] for name in ("name", "icon", "position")}


class HolidaysForm(SettingsForm, forms.Form):
    """Days on which nobody in the house answers."""

    besides = frozenset({"holidays_on", "holidays_name"})
    holidays = HolidaysField(label=_("Days off"), required=False)

    def __init__(self, *args, **kwargs):
        kept = Holiday.objects.filter(department=None).values_list("on", "name")
        super().__init__(*args, **kwargs, initial={"holidays": list(kept)})


def free_slug(name: str) -> str:
    """A name in Cyrillic has none of its own."""
    wanted = slugify(name)[:50] or "department"
    taken = set(Department.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
