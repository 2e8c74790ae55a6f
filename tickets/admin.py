from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tickets.models import Attachment, Message, PageVisit, Session, Ticket


class ReadOnly:
    """The desk's verbs change these rows, count them and record the events; a form here would do none of that."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SessionInline(ReadOnly, admin.TabularInline):
    model = Session
    extra = 0
    fields = ["state", "operator", "opened_at", "joined_at", "closed_at", "closed_by"]
    show_change_link = True


@admin.register(Ticket)
class TicketAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "subject", "status", "channel", "customer", "department", "assignee", "last_message_at"]
    list_filter = ["status", "channel", "department", "priority"]
    list_select_related = ["customer", "department", "assignee"]
    search_fields = ["=id", "subject", "customer__name", "customer__identities__value"]
    search_help_text = _("#, subject, customer, e-mail, phone")
    date_hierarchy = "created_at"
    ordering = ["-id"]
    show_full_result_count = False
    inlines = [SessionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    """Finds a message by its sender's id; its text is read in the desk, where reading is a right."""

    list_display = ["id", "ticket", "seq", "author_kind", "author", "visibility", "happening", "created_at"]
    list_filter = ["author_kind", "visibility"]
    list_select_related = ["ticket", "author"]
    search_fields = ["=ticket__id", "=client_id"]
    exclude = ["text", "details"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "name", "content_type", "size", "uploaded_by", "uploaded_by_customer", "created_at"]
    list_filter = ["content_type"]
    list_select_related = ["uploaded_by", "uploaded_by_customer"]
    search_fields = ["name", "=message__ticket__id"]
    exclude = ["key", "file", "thumbnail"]
    ordering = ["-id"]
    show_full_result_count = False


class PageVisitInline(ReadOnly, admin.TabularInline):
    model = PageVisit
    extra = 0
    fields = ["url", "title", "visited_at"]


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "ticket", "state", "operator", "opened_at", "joined_at", "closed_at", "closed_by"]
    list_filter = ["state", "closed_by"]
    list_select_related = ["ticket", "operator"]
    search_fields = ["=ticket__id"]
    ordering = ["-id"]
    show_full_result_count = False
    inlines = [PageVisitInline]
