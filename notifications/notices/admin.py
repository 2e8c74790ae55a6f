from django.contrib import admin

from core.admin import ReadOnly
from notifications.models import DigestSend, Notice, NoticeSend, NoticeWishes


class Told(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False


@admin.register(Notice)
class NoticeAdmin(Told):
    list_display = ["id", "user", "kind", "ticket_id", "created_at", "read_at"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__name", "=ticket__id"]


@admin.register(NoticeSend)
class NoticeSendAdmin(Told):
    list_display = ["id", "notice", "provider", "state", "error", "armed_at", "accepted_at"]
    list_filter = ["state", "provider"]
    list_select_related = ["notice"]


@admin.register(DigestSend)
class DigestSendAdmin(Told):
    list_display = ["id", "user", "state", "error", "armed_at", "accepted_at"]
    list_filter = ["state"]
    list_select_related = ["user"]


@admin.register(NoticeWishes)
class NoticeWishesAdmin(Told):
    list_display = ["user", "bell", "push", "mail", "digest", "digest_due_at", "digested_at"]
    list_filter = ["digest"]
    list_select_related = ["user"]
