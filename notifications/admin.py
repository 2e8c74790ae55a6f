from django.contrib import admin

from core.admin import ReadOnly
from notifications import mailing_admin  # noqa: F401 - registers segments and mailings
from notifications.models import Category, DeliveryAlarm, Figure, Notification, Step, Template, TestRun
from notifications.notices import admin as _notices  # noqa: F401 - registers what colleagues are told
from notifications.push import admin as _push  # noqa: F401 - registers devices
from notifications.webhooks import admin as _webhooks  # noqa: F401 - and their receivers
from notifications.wishes import admin as _wishes  # noqa: F401 - registers opt-outs
from tickets.admin import Kept


@admin.register(Category)
class CategoryAdmin(Kept):
    """Steps and variables are written in the settings, where each is checked."""

    list_display = ["name", "slug", "purpose", "lifetime", "alarm_below", "is_active"]
    list_filter = ["purpose", "is_active"]
    readonly_fields = ["steps", "variables"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "pause":
            # No pause is a pause of nothing, not an unknown one.
            field.required = True
        return field


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):
    """Written by its verb, which records who did it; the page in the settings has a preview besides."""

    list_display = ["category", "channel", "language", "title"]
    list_filter = ["channel", "language", "category"]
    list_select_related = ["category"]

    def save_model(self, request, row, form, change):
        if not change:
            super().save_model(request, row, form, change)
        words = {name: getattr(row, name) for name in ("title", "body", "link")}
        Template.write(row.category, row.channel, row.language, by=request.user, **words)

    def get_readonly_fields(self, request, obj=None):
        return ["category", "channel", "language"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


class StepInline(ReadOnly, admin.TabularInline):
    model = Step
    extra = 0
    fields = ("channel", "target", "provider", "state", "error", "called_at", "accepted_at", "settled_at", "late")
    readonly_fields = fields


@admin.register(Notification)
class NotificationAdmin(ReadOnly, admin.ModelAdmin):
    """`content` is for nobody's eyes: codes stand in it."""

    exclude = ["content"]
    list_display = ["public_id", "category", "customer", "state", "why", "proof", "created_at"]
    list_filter = ["state", "category"]
    list_select_related = ["category", "customer"]
    search_fields = ["=public_id", "=key"]
    show_full_result_count = False
    inlines = [StepInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(Step)
class StepAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "notification", "channel", "provider", "country", "state", "error", "armed_at", "late"]
    list_filter = ["channel", "state", "late"]
    list_select_related = ["notification"]
    search_fields = ["=provider_id", "=reference"]
    show_full_result_count = False


@admin.register(Figure)
class FigureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["hour", "category", "channel", "provider", "country", "sent", "delivered", "failed", "late"]
    list_filter = ["channel", "category"]
    list_select_related = ["category"]


@admin.register(DeliveryAlarm)
class DeliveryAlarmAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["category", "channel", "threshold", "share", "worst", "opened_at", "closed_at"]
    list_filter = ["channel", "category"]
    list_select_related = ["category"]


@admin.register(TestRun)
class TestRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "category", "count", "started_by", "started_at", "due_at"]
    list_select_related = ["category", "started_by"]
