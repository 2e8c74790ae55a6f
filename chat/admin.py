from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from chat.directory import directory
from chat.forms import SiteForm, question_fields, text_fields, told
from chat.models import Conversation, ConversationLink, Lead, Site, Visitor
from core.admin import ReadOnly

TEXT_FIELDS = [name for name, _field in text_fields()]
QUESTION_FIELDS = [name for name, _field in question_fields()]


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin):
    form = SiteForm
    list_display = ["name", "department", "origin_list", "reject_unverified", "is_active"]
    list_filter = ["is_active", "department"]
    list_select_related = ["department"]
    search_fields = ["name", "key"]
    readonly_fields = ["key", "script_tag", "identity"]

    def get_fieldsets(self, request, obj=None):
        embedding = ["key", "script_tag"] if obj else []
        identity = ["identity"] if obj else []
        return [
            (None, {"fields": ["name", "department", "choices", "people_only", "shows_hours", "is_active"]}),
            (_("Embedding"), {"fields": ["origins", *embedding]}),
            (
                _("Identity of visitors"),
                {"fields": ["reject_unverified", "asks_consent", "page_parameters", *identity]},
            ),
            (
                _("Texts"),
                {"fields": ["language", "languages", "bot_name", "bot_photo", "remove_bot_photo", *TEXT_FIELDS]},
            ),
            (_("Connector"), {"fields": ["connector_url"]}),
            (_("Before the chat"), {"classes": ["collapse"], "fields": QUESTION_FIELDS}),
            (_("Look"), {"fields": ["theme", "position", "accent"]}),
        ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        told(form, is_new=not change, by=request.user)
        directory.forget()

    def get_urls(self):
        secret = self.admin_site.admin_view(self.secret)
        return [path("<int:pk>/secret/", secret, name="chat_site_secret"), *super().get_urls()]

    def secret(self, request, pk):
        """A new identity secret, shown on this one page and never again."""
        site = get_object_or_404(Site, pk=pk)
        if not self.has_change_permission(request, site):
            raise PermissionDenied
        new = site.rotate_secret(by=request.user) if request.method == "POST" else ""
        if new:
            directory.forget()
            self.log_change(request, site, "A new identity secret was made.")
        context = {
            **self.admin_site.each_context(request),
            "site_shown": site,
            "secret": new,
            "title": _("Identity secret"),
        }
        return render(request, "admin/chat/site/secret.html", context)

    @admin.display(description=_("origins"))
    def origin_list(self, site):
        return ", ".join(site.origins)

    @admin.display(description=_("script tag"))
    def script_tag(self, site):
        tag = f'<script src="{settings.PUBLIC_URL}/widget/v1.js" data-site="{site.key}" async></script>'
        return format_html('<textarea readonly rows="2" cols="90" aria-label="{}">{}</textarea>', _("script tag"), tag)

    @admin.display(description=_("identity secret"))
    def identity(self, site):
        address = reverse("admin:chat_site_secret", args=[site.pk])
        return format_html('<a href="{}">{}</a>', address, _("Make a new secret; it is shown once"))


@admin.register(Visitor)
class VisitorAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["id", "site", "customer", "verified", "language", "seen_at"]
    list_filter = ["verified", "site"]
    list_select_related = ["site", "customer"]
    search_fields = ["=id", "customer__name"]
    exclude = ["token_hash"]


@admin.register(Conversation)
class ConversationAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["public_id", "ticket", "visitor", "created_at"]
    list_select_related = ["ticket", "visitor__customer"]
    search_fields = ["=public_id", "=ticket__id"]
    ordering = ["-id"]


@admin.register(ConversationLink)
class ConversationLinkAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["ticket", "created_at", "expires_at", "used_at"]
    search_fields = ["=ticket__id"]
    exclude = ["token_hash"]


@admin.register(Lead)
class LeadAdmin(ReadOnly, admin.ModelAdmin):
    """To look at; made a customer or erased on its own page, which records who did it."""

    show_full_result_count = False
    list_display = ["__str__", "site", "source", "customer", "agreed_at", "created_at"]
    list_filter = ["site"]
    list_select_related = ["site", "customer"]
    search_fields = ["name", "=email", "=phone"]
