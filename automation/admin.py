from django.contrib import admin

from automation.models import Macro
from core.admin import ReadOnly


@admin.register(Macro)
class MacroAdmin(ReadOnly, admin.ModelAdmin):
    """To look at; built in the settings, where each step is checked."""

    list_display = ["name", "department", "owner", "is_active", "used_count", "last_used_at"]
    list_filter = ["is_active", "department"]
    list_select_related = ["department", "owner"]
    search_fields = ["name"]
