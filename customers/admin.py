from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnly
from customers.models import Customer, Identity, IdentityTaken, Organisation


class IdentityForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verified_how") and {"kind", "value"} <= cleaned.keys():
            self._refuse_what_another_proved(cleaned["kind"], cleaned["value"])
        return cleaned

    def _refuse_what_another_proved(self, kind, value):
        if Customer.objects.holding(kind, value).exclude(pk=self.instance.customer_id).exists():
            raise IdentityTaken


class IdentityInline(admin.TabularInline):
    model = Identity
    form = IdentityForm
    extra = 0
    fields = ["kind", "value", "verified_how", "verified_at"]
    readonly_fields = ["verified_at"]

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "verified_how":
            # Only a signature or a code can prove the rest.
            kwargs["choices"] = [("", _("Not verified")), (Identity.How.AGENT, Identity.How.AGENT.label)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["__str__", "name", "organisation", "addresses", "created_at"]
    list_filter = ["preferred_name_source", "language"]
    list_select_related = ["organisation"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "preferred_name", "identities__value"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["preferred_name_source", "created_at"]
    inlines = [IdentityInline]
    fieldsets = [
        (None, {"fields": ["name", "preferred_name", "preferred_name_source", "organisation"]}),
        (_("Preferences"), {"fields": ["language", "preferred_channel", "time_zone"]}),
        (_("Notes"), {"fields": ["notes", "created_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("identities")

    @admin.display(description=_("identities"))
    def addresses(self, customer):
        return ", ".join(str(identity) for identity in customer.identities.all())

    def save_model(self, request, customer, form, change):
        if not change:
            return customer.save()
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        if "name" in changed:
            customer.rename(changed.pop("name"), by=request.user)
        if "preferred_name" in changed:
            name = changed.pop("preferred_name")
            customer.set_preferred_name(name, source=Customer.NameSource.AGENT, by=request.user)
        if changed:
            customer.edit(by=request.user, **changed)

    def save_formset(self, request, form, formset, change):
        identities = formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.remove(by=request.user)
        for new in identities:
            form.instance.identify(new.kind, new.value, how=new.verified_how, by=request.user)

    def has_delete_permission(self, request, obj=None):
        # Conversations hang on it; erasing a person is an act of its own.
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "domain", "people"]
    ordering = ["name"]
    search_fields = ["name", "domain"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people_count=Count("customers"))

    @admin.display(description=_("customers"), ordering="people_count")
    def people(self, organisation):
        return organisation.people_count


@admin.register(Identity)
class IdentityAdmin(ReadOnly, admin.ModelAdmin):
    """To find whose an address is; added and removed with the customer it belongs to."""

    list_display = ["kind", "value", "customer", "verified_how", "verified_at"]
    list_filter = ["kind", "verified_how"]
    list_select_related = ["customer"]
    search_fields = ["value"]
    show_full_result_count = False
