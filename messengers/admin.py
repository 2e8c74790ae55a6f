import json

from django import forms
from django.contrib import admin
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin import ReadOnly
from messengers.kinds import part
from messengers.models import Messenger, RawEvent, SmsBudget, SmsCountry


class MessengerForm(forms.ModelForm):
    """The messenger and, of an existing one, the credentials of its kind: a secret left empty stays as it is."""

    class Meta:
        model = Messenger
        fields = ["kind", "name", "department", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = part(self.instance.kind, "forms").CredentialsForm.base_fields if self._has_credentials() else {}
        known = self.instance.secrets if self.asked else {}
        for name, field in self.asked.items():
            is_secret = isinstance(field.widget, forms.PasswordInput)
            field = forms.fields.copy.deepcopy(field)
            field.required = False
            field.initial = "" if is_secret else known.get(name, "")
            self.fields[name] = field

    def _has_credentials(self) -> bool:
        return bool(self.instance.pk) and not self.instance.of_environment

    def clean(self):
        clean = super().clean()
        told = {name: clean.get(name) or self.instance.secrets.get(name, "") for name in self.asked}
        if clean.get("is_active") and not self.instance.of_environment:
            self._demand(told)
        if self.asked:
            self.instance.credentials = json.dumps(told) if any(told.values()) else ""
        return clean

    def _demand(self, told: dict[str, str]) -> None:
        """Without its secret anybody could speak in the provider's name (S-64)."""
        if not self.asked:
            raise forms.ValidationError(_("Save it first, then fill in its credentials and switch it on."))
        for name, field in part(self.instance.kind, "forms").CredentialsForm.base_fields.items():
            if field.required and not told[name]:
                self.add_error(name, _("Needed before the messenger can be switched on."))


@admin.register(Messenger)
class MessengerAdmin(admin.ModelAdmin):
    form = MessengerForm
    list_display = ["name", "kind", "department", "is_active", "of_environment", "created_at"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["department"]
    readonly_fields = ["of_environment", "address"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "kind"] if obj else self.readonly_fields

    def get_fieldsets(self, request, obj=None):
        own = ["kind", "name", "department", "is_active", "of_environment"]
        if not obj:
            return [(None, {"fields": own[:3]})]
        asked = [] if obj.of_environment else list(part(obj.kind, "forms").CredentialsForm.base_fields)
        shown = [(None, {"fields": [*own, "address"]})]
        return [*shown, (_("Credentials"), {"fields": asked})] if asked else shown

    def get_form(self, request, obj=None, change=False, **kwargs):
        # Fields of the kind are made by the form itself.
        return super().get_form(request, obj, change=change, **(kwargs | {"fields": None}))

    @admin.display(description=_("address for the provider"))
    def address(self, messenger):
        return messenger.address if messenger.pk else "—"


@admin.register(RawEvent)
class RawEventAdmin(ReadOnly, admin.ModelAdmin):
    """Whatever providers told us; what is not understood can be run again."""

    list_display = ["external_id", "messenger", "outcome", "received_at", "processed_at", "attempts", "error"]
    list_filter = ["outcome", "messenger"]
    list_select_related = ["messenger"]
    search_fields = ["=external_id"]
    show_full_result_count = False
    list_per_page = 50
    actions = ["process_again"]

    @admin.action(description=_("Process again"), permissions=["process"])
    def process_again(self, request, queryset):
        count = queryset.update(due_at=Now(), attempts=0, error="", outcome=RawEvent.Outcome.WAITING)
        told = ngettext("%d event is processed again.", "%d events are processed again.", count)
        self.message_user(request, told % count)

    def has_process_permission(self, request):
        return request.user.has_perm("messengers.change_rawevent")


def _edit(row, form, *, by):
    """By its verb: what SMS may cost and where they go is for the audit."""
    stored = type(row).objects.get(pk=row.pk)
    stored.edit(by=by, **{name: form.cleaned_data[name] for name in form.changed_data})


@admin.register(SmsCountry)
class SmsCountryAdmin(admin.ModelAdmin):
    list_display = ["code", "price", "is_allowed"]
    list_filter = ["is_allowed"]
    search_fields = ["code"]

    def save_model(self, request, country, form, change):
        if not change:
            made = SmsCountry.make(by=request.user, **form.cleaned_data)
            country.pk = made.pk
            return
        _edit(country, form, by=request.user)

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SmsBudget)
class SmsBudgetAdmin(admin.ModelAdmin):
    list_display = ["__str__", "per_number", "spent", "spent_on"]
    readonly_fields = ["spent", "spent_on", "alarmed_on"]

    def save_model(self, request, budget, form, change):
        _edit(budget, form, by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
