"""Addresses of lists: what narrows them, what is kept of them, what is done to many tickets at once."""

from django.urls import path

from core.http import resource
from tickets.views import bulk, filters, loads, nexts, saved_views

urlpatterns = [
    path("filters/", resource(GET=filters.edit), name="filters"),
    path("views/", resource(GET=saved_views.new, POST=saved_views.create), name="views"),
    path(
        "views/<int:pk>/",
        resource(GET=saved_views.edit, POST=saved_views.update, DELETE=saved_views.destroy),
        name="view",
    ),
    path("next/", resource(POST=nexts.create), name="next"),
    path("load/", resource(GET=loads.show), name="load"),
    path("bulk/", resource(GET=bulk.ask, POST=bulk.create), name="bulk"),
    path("bulk/undo/", resource(POST=bulk.undo), name="bulk_undo"),
]
