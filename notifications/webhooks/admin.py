from django.contrib import admin

from core.admin import ReadOnly
from notifications.models import WebhookDelivery, WebhookEndpoint


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["url", "kinds", "is_active", "off_because", "created_at"]
    list_filter = ["is_active"]
    fields = ["url", "kinds", "is_active", "off_because", "created_at"]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["kind", "endpoint", "state", "attempts", "answered", "error", "created_at"]
    list_filter = ["state"]
    list_select_related = ["endpoint"]
    search_fields = ["=reference"]
    ordering = ["-id"]
