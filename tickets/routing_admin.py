"""Django's admin of the lines: how they are worked off, and what came of it."""

from django.contrib import admin

from core.admin import ReadOnly
from tickets.models import Escalation, Routing, RuleMatch, Seat


class KeptByVerb(admin.ModelAdmin):
    """Made and changed by a verb, so that the trail names who did it."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Routing)
class RoutingAdmin(KeptByVerb):
    list_display = ["department", "mode", "strategy", "capacity", "overflow_to", "people_only"]
    list_filter = ["mode"]
    list_select_related = ["department", "overflow_to"]

    def get_readonly_fields(self, request, obj=None):
        return ["department"] if obj else []

    def save_model(self, request, row, form, change):
        row.edit(
            by=request.user, **{name: form.cleaned_data[name] for name in form.changed_data if name != "department"}
        )


@admin.register(Seat)
class SeatAdmin(KeptByVerb):
    list_display = ["user", "capacity", "languages", "given_at"]
    list_select_related = ["user"]
    search_fields = ["user__name"]
    readonly_fields = ["given_at"]
    autocomplete_fields = ["user"]

    def save_model(self, request, row, form, change):
        clean = form.cleaned_data
        Seat.set(row.user, capacity=clean["capacity"], languages=clean["languages"], by=request.user)


@admin.register(RuleMatch)
class RuleMatchAdmin(ReadOnly, admin.ModelAdmin):
    """Which tickets a rule has sent, and which of them people sent on."""

    list_display = ["ticket", "rule", "word", "otherwise", "matched_at", "corrected_at", "corrected_by"]
    list_filter = ["rule", ("corrected_at", admin.EmptyFieldListFilter)]
    list_select_related = ["ticket", "rule", "otherwise", "corrected_by"]
    search_fields = ["=ticket__id"]
    ordering = ["-matched_at"]
    show_full_result_count = False


@admin.register(Escalation)
class EscalationAdmin(ReadOnly, admin.ModelAdmin):
    """How often, from where and to whom; the reasons are read in the tickets, where reading is a right."""

    list_display = ["ticket", "by", "from_department", "to_department", "to_agent", "is_to_experienced", "escalated_at"]
    list_filter = ["is_to_experienced", "from_department", "to_department"]
    list_select_related = ["ticket", "by", "from_department", "to_department", "to_agent"]
    search_fields = ["=ticket__id", "by__name"]
    exclude = ["reason"]
    date_hierarchy = "escalated_at"
    ordering = ["-id"]
    show_full_result_count = False
