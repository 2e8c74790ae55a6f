from django.urls import path

from analytics.views import board, handings, people, presences
from core.http import resource
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "analytics"
PERSON = "people/<number:pk>"
urlpatterns = [
    path("", resource(GET=board.show), name="board"),
    path("now/", resource(GET=board.refresh), name="now"),
    path(f"{PERSON}/", resource(GET=people.show), name="person"),
    path(f"{PERSON}/presence/", resource(POST=presences.update), name="presence"),
    path(f"{PERSON}/chats/", resource(GET=handings.ask, POST=handings.create), name="chats"),
]
