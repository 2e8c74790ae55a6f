from django.urls import path

from chat.doors import door
from chat.views import (
    answers,
    bank,
    card_states,
    conversations,
    emoji,
    endings,
    files,
    introductions,
    landing,
    leads,
    links,
    looks,
    marks,
    messages,
    pages,
    persons,
    sessions,
    uploads,
    viewers,
    widget_app,
    widget_script,
)
from core.http import resource
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "chat"

CONVERSATION = "widget/api/conversations/<uuid:public_id>"

urlpatterns = [
    path("", resource(GET=landing.show), name="landing"),
    path("demo/bank/", resource(GET=bank.show), name="bank"),
    path("demo/bank/connector/", resource(POST=bank.answer), name="bank-connector"),
    path("demo/bank/<slug:page>/", resource(GET=bank.show), name="bank-page"),
    path("widget/v1.js", resource(GET=widget_script.show), name="widget-script"),
    path("widget/<slug:name>-<slug:digest>.js", resource(GET=widget_app.show), name="widget-app"),
    path("widget/api/session", door(POST=sessions.create), name="session"),
    path("widget/looks/<slug:key>", resource(GET=looks.show), name="look"),
    path("widget/api/standing", door(GET=introductions.show), name="standing"),
    path("widget/api/introduction", door(POST=introductions.create), name="introduction"),
    path("widget/api/consent", door(POST=introductions.agree), name="consent"),
    path("widget/api/leads", door(GET=leads.show, POST=leads.create), name="leads"),
    path("widget/api/uploads", door(POST=uploads.create), name="uploads"),
    path(CONVERSATION, door(GET=conversations.show), name="conversation"),
    path(f"{CONVERSATION}/messages", door(POST=messages.create), name="messages"),
    path(f"{CONVERSATION}/reactions", door(POST=emoji.create), name="reactions"),
    path(f"{CONVERSATION}/answers", door(POST=answers.create), name="answers"),
    path(f"{CONVERSATION}/seen", door(POST=marks.create), name="seen"),
    path(f"{CONVERSATION}/person", door(POST=persons.create), name="person"),
    path(f"{CONVERSATION}/end", door(POST=endings.create), name="end"),
    path(f"{CONVERSATION}/page", door(POST=pages.create), name="page"),
    path("widget/api/page", door(POST=pages.create), name="page-before"),
    path("c/<slug:token>/", resource(GET=links.show, POST=links.open), name="link"),
    path("desk/viewers/", resource(GET=viewers.show), name="viewers"),
    path(
        "desk/tickets/<number:number>/cards/<number:pk>/",
        resource(GET=card_states.show, POST=card_states.refresh),
        name="card",
    ),
    path("files/<str:signed>/", resource(GET=files.show), name="file"),
]
