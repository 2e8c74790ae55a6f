from django.urls import path

from core.http import resource
from notifications.views import categories, templates

app_name = "notification_settings"
CATEGORY = "notifications/<int:pk>/"
TEMPLATE = f"{CATEGORY}templates/<slug:channel>/<slug:language>/"
urlpatterns = [
    path("notifications/", resource(GET=categories.index), name="categories"),
    path("notifications/new/", resource(GET=categories.new, POST=categories.create), name="new_category"),
    path(CATEGORY, resource(GET=categories.edit, POST=categories.update), name="category"),
    path(f"{CATEGORY}activation/", resource(GET=categories.ask, POST=categories.switch), name="category_activation"),
    path(TEMPLATE, resource(GET=templates.edit, POST=templates.update), name="template"),
    path(f"{TEMPLATE}preview/", resource(POST=templates.preview), name="preview"),
    path(f"{TEMPLATE}removal/", resource(POST=templates.destroy), name="template_removal"),
]
