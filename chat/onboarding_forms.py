from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from accounts.settings_forms.base import SettingsForm
from accounts.settings_forms.department import free_slug, zones
from chat.directory import directory
from chat.events import SiteEdited, SiteMade
from chat.models import Site
from chat.onboarding import Onboarding
from chat.origins import is_exact_origin
from core.events.recording import record


class Step(SettingsForm, forms.Form):
    """One page of the set-up; coming back to it changes what it made."""

    def __init__(self, *args, onboarding: Onboarding, **kwargs):
        self.onboarding = onboarding
        super().__init__(*args, **kwargs, initial=self.now())

    def now(self) -> dict:
        """What is there already."""
        raise NotImplementedError

    def save(self, *, by) -> None:
        raise NotImplementedError


class YouForm(Step):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150)
    public_name = forms.CharField(
        label=_("Public name"), max_length=150, required=False, help_text=_("What customers see. Empty: the name.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=User.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    def now(self) -> dict:
        me = self.onboarding.admin
        return {name: getattr(me, name) for name in ("name", "public_name", "language", "time_zone")}

    def save(self, *, by) -> None:
        clean = self.cleaned_data
        by.rename(name=clean["name"], public_name=clean["public_name"], by=by)
        User.objects.filter(pk=by.pk).update(language=clean["language"], time_zone=clean["time_zone"])


class DepartmentStep(Step):
    name = forms.CharField(
        label=_("Name of the department"),
        max_length=100,
        help_text=_("Like “Support” or “Cards”. There can be more of them later."),
    )
    joining = forms.BooleanField(
        label=_("I answer here myself"), required=False, help_text=_("You see its queue and can be given its tickets.")
    )

    def now(self) -> dict:
        department = self.onboarding.department
        joined = department is None or department.pk in self.onboarding.admin.department_ids
        return {"name": department.name if department else "", "joining": joined}

    def save(self, *, by) -> None:
        name = self.cleaned_data["name"]
        department = self.onboarding.department
        if department is None:
            department = Department.make(name=name, slug=free_slug(name), time_zone=by.time_zone, by=by)
        else:
            department.edit(name=name, by=by)
        if self.cleaned_data["joining"]:
            by.join(department, by=by)
        else:
            by.leave(department, by=by)


class SiteStep(Step):
    name = forms.CharField(
        label=_("Name of the site"), max_length=100, help_text=_("Customers read it above the conversation.")
    )
    address = forms.CharField(
        label=_("Address of the site"),
        max_length=255,
        help_text=_("As it stands in the address bar, like https://www.example.com. The chat works nowhere else."),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://www.example.com"}),
    )

    def now(self) -> dict:
        site = self.onboarding.site
        return {"name": site.name, "address": next(iter(site.origins), "")} if site else {}

    def clean_address(self) -> str:
        """Copied with its path, or without its scheme: what is meant is clear."""
        given = self.cleaned_data["address"].strip().lower()
        try:
            usual = "http" if given.startswith(("localhost", "127.0.0.1")) else "https"
            parts = urlsplit(given if "://" in given else f"{usual}://{given}")
            origin = f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            origin = ""
        if not is_exact_origin(origin):
            raise forms.ValidationError(_("This is not the address of a site. Write it like https://www.example.com."))
        return origin

    def save(self, *, by) -> None:
        name, origin = self.cleaned_data["name"], self.cleaned_data["address"]
        if self.onboarding.site is None:
            self._make(name, origin, by=by)
        else:
            self._edit(self.onboarding.site, name, origin, by=by)
        directory.forget()

    def _make(self, name: str, origin: str, *, by) -> None:
        department = self.onboarding.department
        site = Site.objects.create(name=name, origins=[origin], department=department, language=by.language)
        record(SiteMade(site_id=site.pk), by=by)

    def _edit(self, site: Site, name: str, origin: str, *, by) -> None:
        told = {"name": name, "origins": list(dict.fromkeys([origin, *site.origins[1:]]))}
        if changed := [field for field, value in told.items() if getattr(site, field) != value]:
            Site.objects.filter(pk=site.pk).update(**told)
            record(SiteEdited(site_id=site.pk, fields=changed), by=by)


FORMS: dict[str, type[Step]] = {"you": YouForm, "department": DepartmentStep, "site": SiteStep}
