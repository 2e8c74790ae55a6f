from copy import copy
from functools import partial

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import AddForm, ChangeForm, PasswordForm
from accounts.bearer import keyring
from accounts.events import DepartmentEdited, DepartmentMade
from accounts.models import ApiToken, Department, Holiday, Membership, OpeningHours, Presence, PresenceChange, User
from accounts.second_factor import remove_second_factor
from core.admin import ReadOnly
from core.events.recording import record

# One door: the same limits, second factor and language as for everybody.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = lambda request, extra_context=None: redirect(  # type: ignore[method-assign,assignment,return-value]
    "account_change_password"
)
# Rights come from the role and the address from the person: these would be second truths.
admin.site.unregister([Group, EmailAddress, Authenticator])
admin.site.site_header = admin.site.site_title = _("Helpdesk")


# Of a person: what is changed with an event.
BY_VERBS = {"name", "public_name", "role", "is_active"}


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["department"]

    def has_change_permission(self, request, obj=None):
        # Joining and leaving are told to open screens; changing a row in place would be neither.
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = ChangeForm
    add_form = AddForm
    change_password_form = PasswordForm
    inlines = [MembershipInline]
    list_display = ["name", "email", "role", "in_departments", "is_active", "last_login"]
    list_filter = ["role", "is_active", "departments"]
    search_fields = ["name", "public_name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["photo_now", "last_login", "created_at"]
    actions = ["sign_out", "remove_second_factor", "deactivate"]
    fieldsets = [
        (None, {"fields": ["email", "password", "role", "is_active"]}),
        (
            _("Person"),
            {
                "fields": [
                    "name",
                    "public_name",
                    "photo_now",
                    "photo",
                    "language",
                    "time_zone",
                    "notify_about",
                    "sounds",
                ]
            },
        ),
        (_("Times"), {"fields": ["last_login", "created_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "role", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["public_name", "language", "time_zone"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("departments")

    def get_readonly_fields(self, request, obj=None):
        own = ["role", "is_active"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    @admin.display(description=_("departments"))
    def in_departments(self, user):
        return ", ".join(department.name for department in user.departments.all())

    @admin.display(description=_("photo now"))
    def photo_now(self, user):
        return format_html('<img src="{}" alt="" width="64" height="64">', user.photo_url) if user.photo else "-"

    def save_model(self, request, user, form, change):
        if not change:
            return user.save()
        # Only what was changed here: the row may have moved on since the page was opened.
        changed = [name for name in form.changed_data if name not in {*BY_VERBS, "password"}]
        if changed:
            user.save(update_fields=changed)
        if "name" in form.changed_data or "public_name" in form.changed_data:
            names = {name: form.cleaned_data[name] for name in ("name", "public_name")}
            user.rename(**names, by=request.user)
        if "role" in form.changed_data:
            user.change_role(form.cleaned_data["role"], by=request.user)
        if "is_active" in form.changed_data:
            verb = user.activate if form.cleaned_data["is_active"] else user.deactivate
            verb(by=request.user)

    def save_formset(self, request, form, formset, change):
        if formset.model is not Membership:
            return super().save_formset(request, form, formset, change)
        memberships = formset.save(commit=False)
        for gone in formset.deleted_objects:
            form.instance.leave(gone.department, by=request.user)
        for membership in memberships:
            form.instance.join(membership.department, by=request.user)

    def user_change_password(self, request, id, form_url=""):
        # The form is made inside Django's view, which does not tell it who is asking.
        asked_by = copy(self)
        asked_by.change_password_form = partial(PasswordForm, by=request.user)
        return super(UserAdmin, asked_by).user_change_password(request, id, form_url)

    def has_delete_permission(self, request, obj=None):
        # Messages, events and reports name their authors; a person who leaves is deactivated.
        return False

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request, users):
        for user in users:
            user.sign_out_everywhere(by=request.user)

    @admin.action(description=_("Remove the second factor"), permissions=["change"])
    def remove_second_factor(self, request, users):
        for user in users:
            remove_second_factor(user, by=request.user)

    @admin.action(description=_("Deactivate"), permissions=["change"])
    def deactivate(self, request, users):
        for user in users:
            try:
                user.deactivate(by=request.user)
            except ValidationError as error:
                self.message_user(request, error.message, messages.ERROR)


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


class HolidayInline(admin.TabularInline):
    model = Holiday
    extra = 0


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "time_zone", "reply_within", "is_active", "position"]
    list_filter = ["is_active", "time_zone"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OpeningHoursInline, HolidayInline]

    def save_model(self, request, department, form, change):
        if not change:
            super().save_model(request, department, form, change)
            return record(DepartmentMade(department_id=department.pk), by=request.user)
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        active = changed.pop("is_active", None)
        department.edit(by=request.user, **changed)
        if active is not None:
            (department.activate if active else department.deactivate)(by=request.user)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            name = "hours" if formset.model is OpeningHours else "holidays"
            record(DepartmentEdited(department_id=form.instance.pk, fields=[name]), by=request.user)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ["on", "name", "department"]
    list_filter = ["department"]
    list_select_related = ["department"]
    search_fields = ["name"]
    date_hierarchy = "on"

    def save_model(self, request, holiday, form, change):
        super().save_model(request, holiday, form, change)
        holiday.told(by=request.user)

    def delete_model(self, request, holiday):
        holiday.told(by=request.user)
        super().delete_model(request, holiday)

    @transaction.atomic  # Django deletes the chosen rows outside of any
    def delete_queryset(self, request, holidays):
        for holiday in holidays:
            self.delete_model(request, holiday)


@admin.register(Presence)
class PresenceAdmin(ReadOnly, admin.ModelAdmin):
    """What everybody says of himself; whether it is believed is a matter of when he was seen."""

    list_display = ["user", "status", "set_by", "seen_at", "lapses_at"]
    list_filter = ["status"]
    list_select_related = ["user", "set_by"]
    search_fields = ["user__name", "user__email"]


@admin.register(PresenceChange)
class PresenceChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["happened_at", "user", "status", "set_by"]
    list_filter = ["status", "user"]
    list_select_related = ["user", "set_by"]
    date_hierarchy = "happened_at"


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly, admin.ModelAdmin):
    """Made where its secret can be shown: in the settings."""

    list_display = ["name", "prefix", "made_by", "last_used_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["made_by"]
    search_fields = ["name", "=prefix"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request, queryset):
        for token in queryset:
            token.revoke(by=request.user)
        keyring.forget()

    def has_revoke_permission(self, request):
        return request.user.has_perm("accounts.manage")
