from django.contrib import admin

from notifications.models import OptOut


@admin.register(OptOut)
class OptOutAdmin(admin.ModelAdmin):
    """What customers do not wish to be told, and where they said so."""

    list_display = ["customer", "category", "channel", "said_by", "said_at"]
    list_filter = ["channel", "said_by", "category"]
    list_select_related = ["customer", "category"]
    search_fields = ["customer__name", "customer__identities__value"]
    autocomplete_fields = ["customer"]
    readonly_fields = ["said_by", "said_at"]
    show_full_result_count = False
    list_per_page = 50

    def has_change_permission(self, request, obj=None):
        # A wish is made or taken back; it does not turn into another.
        return False

    def save_model(self, request, opt_out, form, change):
        opt_out.said_by = "agent"
        opt_out.save()
