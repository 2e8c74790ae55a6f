from django.contrib import admin

from core.admin import ReadOnly
from notifications.models import Mailing, Segment


@admin.register(Segment)
class SegmentAdmin(ReadOnly, admin.ModelAdmin):
    """To look at; made where it is counted while it is typed."""

    list_display = ["name", "conditions", "created_at"]
    search_fields = ["name"]


@admin.register(Mailing)
class MailingAdmin(ReadOnly, admin.ModelAdmin):
    """To look at; started and stopped on its own page, by one UPDATE."""

    list_display = ["name", "segment", "category", "state", "made", "total", "started_at", "ended_at", "created_by"]
    list_filter = ["state", "category"]
    list_select_related = ["segment", "category", "created_by"]
    search_fields = ["name"]
