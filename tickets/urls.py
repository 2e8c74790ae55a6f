from django.urls import path, register_converter

from core.http import resource
from tickets.converters import Number
from tickets.views import (
    assignments,
    attachments,
    closures,
    customers,
    messages,
    ownerships,
    queues,
    replies,
    resolutions,
    sightings,
    tickets,
    transfers,
    uploads,
)

register_converter(Number, "number")

app_name = "tickets"
urlpatterns = [
    path("", resource(GET=queues.show), name="desk"),
    path("queue/", resource(GET=queues.refresh), name="queue"),
    path("tickets/<number:number>/", resource(GET=tickets.show), name="ticket"),
    path("tickets/<number:number>/changes/", resource(GET=messages.changes), name="changes"),
    path("tickets/<number:number>/messages/", resource(GET=messages.index), name="messages"),
    path("tickets/<number:number>/replies/", resource(POST=replies.create), name="replies"),
    path("tickets/<number:number>/notes/", resource(POST=replies.create_note), name="notes"),
    path("tickets/<number:number>/uploads/", resource(POST=uploads.create), name="uploads"),
    path("tickets/<number:number>/seen/", resource(POST=sightings.create), name="seen"),
    path("tickets/<number:number>/ownership/", resource(POST=ownerships.create), name="ownership"),
    path(
        "tickets/<number:number>/assignment/",
        resource(GET=assignments.edit, POST=assignments.create),
        name="assignment",
    ),
    path("tickets/<number:number>/transfer/", resource(GET=transfers.edit, POST=transfers.create), name="transfer"),
    path("tickets/<number:number>/resolution/", resource(POST=resolutions.create), name="resolution"),
    path("tickets/<number:number>/closure/", resource(POST=closures.create, DELETE=closures.destroy), name="closure"),
    path("tickets/<number:number>/customer/", resource(GET=customers.edit, POST=customers.update), name="customer"),
    path("tickets/<number:number>/customer/panel/", resource(GET=customers.show), name="customer_panel"),
    path("attachments/<slug:key>/", resource(GET=attachments.show), name="attachment"),
    path("attachments/<slug:key>/thumbnail/", resource(GET=attachments.thumbnail), name="thumbnail"),
]
