from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnly
from core.events.recording import record
from tickets import routing_admin  # noqa: F401 - its tables are registered with these
from tickets.models import (
    Attachment,
    Bookmark,
    CannedReply,
    CannedUse,
    Card,
    ChatRules,
    Draft,
    Feedback,
    Field,
    Follower,
    Mention,
    Merge,
    Message,
    PageVisit,
    Question,
    Revision,
    RoutingRule,
    SentimentWord,
    Session,
    Tag,
    Ticket,
    View,
    Word,
)


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


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "source", "into", "by", "merged_at", "undone_at"]
    list_select_related = ["source", "into", "by"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["=source__id", "=into__id"]
    ordering = ["-id"]
    show_full_result_count = False


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
    fields = ["url", "title", "visited_at", "left_at"]


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "ticket", "state", "operator", "opened_at", "joined_at", "closed_at", "closed_by"]
    list_filter = ["state", "closed_by", ("end_due_at", admin.EmptyFieldListFilter)]
    list_select_related = ["ticket", "operator"]
    search_fields = ["=ticket__id"]
    ordering = ["-id"]
    show_full_result_count = False
    inlines = [PageVisitInline]


class Kept(admin.ModelAdmin):
    """Words of the house: saved by their verbs, so that the trail names who did it; switched off, never deleted."""

    def save_model(self, request, row, form, change):
        if not change:
            super().save_model(request, row, form, change)
            return record(row.made(**{row.id_name: row.pk}), by=request.user)
        row.edit(by=request.user, **{name: form.cleaned_data[name] for name in form.changed_data})

    def has_delete_permission(self, request, obj=None):
        return False


class AskedForm(forms.ModelForm):
    def clean(self):
        clean = super().clean()
        kind = clean.get("kind", self.instance.kind)
        if kind == Field.Kind.CHOICE and "options" in clean and not clean["options"]:
            self.add_error("options", _("A choice needs something to choose from."))
        return clean


class Asked(Kept):
    """A question, answered under its key in the shape of its kind."""

    form = AskedForm
    prepopulated_fields = {"key": ["label"]}

    def get_readonly_fields(self, request, obj=None):
        return ["key", "kind"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Tag)
class TagAdmin(Kept):
    list_display = ["name", "hue", "is_active", "used"]
    list_filter = ["is_active"]
    search_fields = ["name"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(ticket_count=Count("tickets"))

    @admin.display(description=_("tickets"), ordering="ticket_count")
    def used(self, tag):
        return tag.ticket_count


@admin.register(Field)
class FieldAdmin(Asked):
    list_display = ["label", "key", "kind", "department", "information", "is_active", "position"]
    list_filter = ["is_active", "kind", "department"]
    list_select_related = ["department"]
    search_fields = ["label", "label_ru", "key"]


@admin.register(Question)
class QuestionAdmin(Asked):
    list_display = ["label", "key", "kind", "department", "is_required", "is_active", "position"]
    list_filter = ["is_active", "kind", "department"]
    list_select_related = ["department"]
    search_fields = ["label", "label_ru", "key"]


@admin.register(SentimentWord)
class SentimentWordAdmin(Kept):
    list_display = ["phrase", "language", "mood", "weight", "is_active"]
    list_filter = ["is_active", "language", "mood", "weight"]
    search_fields = ["phrase"]


@admin.register(Feedback)
class FeedbackAdmin(ReadOnly, admin.ModelAdmin):
    """That something was said, and the score; the words are read in the desk, where reading is a right."""

    list_display = [
        "id", "session_id", "stars", "bot_stars", "solved", "mood", "operator", "department", "rated_at", "reviewed_at",
    ]  # fmt: skip
    list_filter = ["stars", "bot_stars", "solved", "mood", "department", ("reviewed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["operator", "department"]
    search_fields = ["=session__ticket__id", "operator__name"]
    exclude = ["comment", "answers", "summary", "review_note"]
    raw_id_fields = ["session"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(ChatRules)
class ChatRulesAdmin(Kept):
    """Switches and times; the texts are written in the settings, beside the chat that they make."""

    list_display = ["department", "welcomes", "greets", "nudges", "nudge_after", "ends", "warn_after", "end_after"]
    list_select_related = ["department"]
    readonly_fields = ["texts"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "department"] if obj else self.readonly_fields


@admin.register(RoutingRule)
class RoutingRuleAdmin(Kept):
    list_display = ["name", "department", "position", "is_active"]
    list_filter = ["is_active", "department"]
    list_select_related = ["department"]
    search_fields = ["name"]


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    list_display = ["shortcut", "title", "language", "department", "owner", "used_count", "last_used_at", "is_active"]
    list_filter = ["is_active", "language", "department"]
    list_select_related = ["department", "owner"]
    search_fields = ["shortcut", "title", "text"]
    autocomplete_fields = ["owner", "department"]
    readonly_fields = ["used_count", "last_used_at", "updated_at"]
    fields = ["shortcut", "title", "text", "language", "owner", "department", "is_active", *readonly_fields]


@admin.register(CannedUse)
class CannedUseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "reply", "ticket", "used_at"]
    list_select_related = ["reply", "ticket"]
    search_fields = ["=ticket__id"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(View)
class ViewAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "owner", "is_shared", "created_at"]
    list_filter = ["is_shared"]
    list_select_related = ["owner"]
    search_fields = ["name", "owner__name"]


@admin.register(Draft)
class DraftAdmin(ReadOnly, admin.ModelAdmin):
    """That somebody has begun to write; what, is his own until it is sent."""

    list_display = ["ticket", "agent", "visibility", "updated_at"]
    list_select_related = ["ticket", "agent"]
    search_fields = ["=ticket__id", "agent__name"]
    exclude = ["text"]
    ordering = ["-updated_at"]
    show_full_result_count = False


@admin.register(Follower)
class FollowerAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["ticket", "user", "followed_at"]
    list_select_related = ["ticket", "user"]
    search_fields = ["=ticket__id", "user__name"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Mention)
class MentionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["ticket", "user", "created_at", "seen_at"]
    list_filter = [("seen_at", admin.EmptyFieldListFilter)]
    list_select_related = ["ticket", "user"]
    search_fields = ["=ticket__id", "user__name"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    """That a message was changed, by whom and when; the former text is read in the desk, where reading is a right."""

    list_display = ["id", "message_id", "by", "replaced_at"]
    list_select_related = ["by"]
    search_fields = ["=message__ticket__id"]
    exclude = ["text"]
    raw_id_fields = ["message"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Card)
class CardAdmin(ReadOnly, admin.ModelAdmin):
    """That a customer asked about a thing; what it said is read in the desk, where reading is a right."""

    list_display = ["id", "ticket", "type", "external_id", "verified", "source", "created_at"]
    list_filter = ["verified", "type"]
    list_select_related = ["ticket"]
    search_fields = ["=ticket__id", "=external_id"]
    exclude = ["title", "fields", "url", "digest"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(PageVisit)
class PageVisitAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["visited_at", "left_at", "session", "url", "title"]
    list_select_related = ["session"]
    search_fields = ["=session__ticket__id", "url"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Word)
class WordAdmin(ReadOnly, admin.ModelAdmin):
    """What the search guesses mistyped words from; it fills itself."""

    search_fields = ["word"]
    show_full_result_count = False


@admin.register(Bookmark)
class BookmarkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "message_id"]
