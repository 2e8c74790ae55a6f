"""What is done to a ticket from its header and its side panel."""

from django.urls import path

from core.http import resource
from tickets import converters  # noqa: F401 - the addresses below name numbers
from tickets.views import (
    assignments,
    closures,
    customers,
    escalations,
    followings,
    identities,
    merges,
    notes,
    organisations,
    ownerships,
    people,
    registrations,
    resolutions,
    snoozes,
    sorting,
    splits,
    summaries,
    tags,
    takeovers,
    talks,
    transfers,
    values,
)

TICKET = "tickets/<number:number>"
CUSTOMER = f"{TICKET}/customer"
IDENTITY = f"{CUSTOMER}/identities/<number:pk>"

urlpatterns = [
    path("customers/", resource(GET=people.index), name="customers"),
    path("tickets/new/", resource(GET=registrations.new, POST=registrations.create), name="new"),
    path(f"{TICKET}/ownership/", resource(POST=ownerships.create), name="ownership"),
    path(f"{TICKET}/takeover/", resource(POST=takeovers.create, DELETE=takeovers.destroy), name="takeover"),
    path(
        f"{TICKET}/assignment/",
        resource(GET=assignments.edit, POST=assignments.create, DELETE=assignments.destroy),
        name="assignment",
    ),
    path(f"{TICKET}/transfer/", resource(GET=transfers.edit, POST=transfers.create), name="transfer"),
    path(f"{TICKET}/escalation/", resource(GET=escalations.edit, POST=escalations.create), name="escalation"),
    path(f"{TICKET}/resolution/", resource(POST=resolutions.create), name="resolution"),
    path(f"{TICKET}/closure/", resource(POST=closures.create, DELETE=closures.destroy), name="closure"),
    path(f"{TICKET}/following/", resource(POST=followings.create, DELETE=followings.destroy), name="following"),
    path(f"{TICKET}/snooze/", resource(GET=snoozes.edit, POST=snoozes.create, DELETE=snoozes.destroy), name="snooze"),
    path(f"{TICKET}/priority/", resource(GET=sorting.edit_priority, POST=sorting.set_priority), name="priority"),
    path(f"{TICKET}/subject/", resource(GET=sorting.edit_subject, POST=sorting.rename), name="subject"),
    path(f"{TICKET}/summary/", resource(GET=summaries.edit, POST=summaries.create), name="summary"),
    path(f"{TICKET}/tags/", resource(GET=tags.index, POST=tags.create), name="tags"),
    path(f"{TICKET}/tags/<number:pk>/", resource(DELETE=tags.destroy), name="tag"),
    path(f"{TICKET}/merge/", resource(GET=merges.edit, POST=merges.create, DELETE=merges.destroy), name="merge"),
    path(f"{TICKET}/split/", resource(GET=splits.edit, POST=splits.create, DELETE=splits.destroy), name="split"),
    path(f"{TICKET}/talk/", resource(GET=talks.show), name="talk"),
    path(f"{TICKET}/values/", resource(POST=values.create), name="values"),
    path(f"{CUSTOMER}/", resource(GET=customers.edit, POST=customers.update), name="customer"),
    path(f"{CUSTOMER}/channel/", resource(POST=customers.prefer), name="preferred_channel"),
    path(f"{CUSTOMER}/panel/", resource(GET=customers.show), name="customer_panel"),
    path(f"{CUSTOMER}/tickets/", resource(GET=customers.tickets), name="customer_tickets"),
    path(f"{CUSTOMER}/notes/", resource(POST=notes.update), name="customer_notes"),
    path(
        f"{CUSTOMER}/organisation/",
        resource(GET=organisations.edit, POST=organisations.update),
        name="customer_organisation",
    ),
    path(f"{CUSTOMER}/identities/", resource(GET=identities.new, POST=identities.create), name="identities"),
    path(f"{IDENTITY}/", resource(GET=identities.show, DELETE=identities.destroy), name="identity"),
    path(f"{IDENTITY}/verification/", resource(GET=identities.ask, POST=identities.verify), name="verification"),
]
