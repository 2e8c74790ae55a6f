from django.urls import path

from core.http import resource
from tickets import acting_urls, converters, listing_urls  # noqa: F401 - the addresses below name numbers
from tickets.views import (
    attachments,
    blackouts,
    canned_replies,
    drafts,
    emoji,
    mentions,
    messages,
    news,
    palette,
    queues,
    reactions,
    redactions,
    replies,
    revisions,
    search,
    sightings,
    tickets,
    uploads,
)

app_name = "tickets"
urlpatterns = [
    *acting_urls.urlpatterns,
    *listing_urls.urlpatterns,
    path("", resource(GET=queues.show), name="desk"),
    path("queue/", resource(GET=queues.refresh), name="queue"),
    path("news/", resource(GET=news.show), name="news"),
    path("search/", resource(GET=search.show), name="search"),
    path("palette/", resource(GET=palette.show), name="palette"),
    path("search/nav/", resource(GET=search.nav), name="search_nav"),
    path("search/filters/", resource(GET=search.filters), name="search_filters"),
    path("tickets/<number:number>/", resource(GET=tickets.show), name="ticket"),
    path("tickets/<number:number>/changes/", resource(GET=messages.changes), name="changes"),
    path("tickets/<number:number>/messages/", resource(GET=messages.index), name="messages"),
    path(
        "tickets/<number:number>/messages/<uuid:message>/revisions/",
        resource(GET=revisions.index, POST=revisions.create),
        name="revisions",
    ),
    path("tickets/<number:number>/messages/<uuid:message>/revisions/new/", resource(GET=revisions.new), name="revise"),
    path(
        "tickets/<number:number>/messages/<uuid:message>/redaction/",
        resource(GET=redactions.edit, POST=redactions.create),
        name="redaction",
    ),
    path(
        "tickets/<number:number>/messages/<uuid:message>/blackout/",
        resource(GET=blackouts.edit, POST=blackouts.create),
        name="blackout",
    ),
    path(
        "tickets/<number:number>/messages/<uuid:message>/reactions/",
        resource(POST=reactions.create),
        name="reactions",
    ),
    path("tickets/<number:number>/replies/", resource(POST=replies.create), name="replies"),
    path("tickets/<number:number>/notes/", resource(POST=replies.create_note), name="notes"),
    path("tickets/<number:number>/uploads/", resource(POST=uploads.create), name="uploads"),
    path("tickets/<number:number>/drafts/", resource(GET=drafts.index, POST=drafts.create), name="drafts"),
    path("tickets/<number:number>/mentions/", resource(POST=mentions.create), name="mentions"),
    path("tickets/<number:number>/colleagues/", resource(GET=mentions.colleagues), name="colleagues"),
    path("tickets/<number:number>/canned/", resource(GET=canned_replies.choose), name="canned_choice"),
    path("tickets/<number:number>/seen/", resource(POST=sightings.create), name="seen"),
    path("emoji/", resource(GET=emoji.show), name="emoji"),
    path("settings/canned/", resource(GET=canned_replies.index, POST=canned_replies.create), name="canned_replies"),
    path("settings/canned/new/", resource(GET=canned_replies.new), name="new_canned_reply"),
    path(
        "settings/canned/<int:pk>/",
        resource(GET=canned_replies.edit, POST=canned_replies.update, DELETE=canned_replies.destroy),
        name="canned_reply",
    ),
    path("attachments/<slug:key>/", resource(GET=attachments.show), name="attachment"),
    path("attachments/<slug:key>/thumbnail/", resource(GET=attachments.thumbnail), name="thumbnail"),
]
