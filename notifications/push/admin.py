from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnly
from notifications.models import Device
from notifications.push.addresses import masked


@admin.register(Device)
class DeviceAdmin(ReadOnly, admin.ModelAdmin):
    """To look at: apps and browsers tell of themselves, and their addresses are for sending alone."""

    show_full_result_count = False
    list_display = ["id", "owner", "kind", "platform", "masked_address", "seen_at", "dead_at", "dead_because"]
    list_filter = ["kind", "platform", ("dead_at", admin.EmptyFieldListFilter)]
    list_select_related = ["customer", "user"]
    search_fields = ["customer__name", "user__name"]
    exclude = ["address"]
    readonly_fields = ["masked_address"]
    actions = ["bury"]

    @admin.display(description=_("owner"))
    def owner(self, device):
        return device.customer or device.user

    @admin.display(description=_("address"))
    def masked_address(self, device):
        return masked(device)

    @admin.action(description=_("Send nothing there any more"), permissions=["bury"])
    def bury(self, request, devices):
        for device in devices:
            device.bury("buried")

    def has_bury_permission(self, request):
        return request.user.has_perm("notifications.change_device")
