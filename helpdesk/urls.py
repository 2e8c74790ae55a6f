from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("chat.urls")),
    path("", include("notifications.push.urls")),
    path("", include("messengers.urls")),
    path("", include("notifications.wishes.urls")),
    path("desk/welcome/", include("chat.welcome_urls")),
    path("desk/settings/", include("accounts.settings_urls")),
    path("desk/settings/", include("tickets.settings_urls")),
    path("desk/settings/", include("chat.settings_urls")),
    path("desk/settings/", include("notifications.webhooks.urls")),
    path("desk/settings/", include("messengers.settings_urls")),
    path("desk/", include("automation.urls")),
    path("desk/notices/", include("notifications.notices.urls")),
    path("desk/", include("tickets.urls")),
    path("desk/", include("tickets.installing_urls")),
    path("desk/settings/", include("notifications.settings_urls")),
    path("notifications/", include("notifications.urls")),
    path("notifications/", include("notifications.mailing_urls")),
    path("analytics/", include("analytics.urls")),
    path("accounts/", include("accounts.urls")),
    path("api/v1/", include("helpdesk.api")),
    path("admin/", admin.site.urls),
]
