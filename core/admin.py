from django.contrib import admin
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.models import Event, IdempotentAnswer, Job, Reaction

# Words of Django that its Russian lacks: our catalogue reads them here.
_("- Select an option -")


class ReadOnly:
    """For an admin or an inline: to look at, not to touch. Verbs change these rows; a form would record no event."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["id", "name", "stream", "actor_kind", "actor_id", "happened_at"]
    list_filter = ["actor_kind"]
    search_fields = ["=stream", "=name"]
    ordering = ["-id"]


@admin.register(Reaction)
class ReactionAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["handler", "event", "due_at", "attempts", "error", "failed_at"]
    list_filter = [("failed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event"]
    ordering = ["-failed_at", "due_at"]
    actions = ["retry"]

    @admin.action(description=_("Retry now"), permissions=["retry"])
    def retry(self, request, queryset):
        count = queryset.update(due_at=Now(), attempts=0, failed_at=None)
        self.message_user(request, ngettext("%d reaction is due again.", "%d reactions are due again.", count) % count)

    def has_retry_permission(self, request):
        return request.user.has_perm("core.change_reaction")


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["name", "next_run_at", "last_run_at", "error"]


@admin.register(IdempotentAnswer)
class IdempotentAnswerAdmin(ReadOnly, admin.ModelAdmin):
    show_full_result_count = False
    list_display = ["scope", "key", "status", "created_at"]
    fields = ["scope", "key", "status", "created_at"]
    search_fields = ["=key"]
    ordering = ["-id"]
