"""What admins keep of the words tickets are sorted by; mounted beside the settings' own pages."""

from django.urls import path

from core.http import resource
from tickets.views.settings import activations, fields, moods, questions, tags

app_name = "vocabulary"
urlpatterns = [
    path("tags/", resource(GET=tags.index), name="tags"),
    path("tags/new/", resource(GET=tags.new, POST=tags.create), name="new_tag"),
    path("tags/<int:pk>/", resource(GET=tags.edit, POST=tags.update), name="tag"),
    path(
        "tags/<int:pk>/activation/",
        resource(GET=activations.ask_tag, POST=activations.tag),
        name="tag_activation",
    ),
    path("fields/", resource(GET=fields.index), name="fields"),
    path("fields/new/", resource(GET=fields.new, POST=fields.create), name="new_field"),
    path("fields/<int:pk>/", resource(GET=fields.edit, POST=fields.update), name="field"),
    path(
        "fields/<int:pk>/activation/",
        resource(GET=activations.ask_field, POST=activations.field),
        name="field_activation",
    ),
    path("questions/", resource(GET=questions.index), name="questions"),
    path("questions/new/", resource(GET=questions.new, POST=questions.create), name="new_question"),
    path("questions/<int:pk>/", resource(GET=questions.edit, POST=questions.update), name="question"),
    path(
        "questions/<int:pk>/activation/",
        resource(GET=activations.ask_question, POST=activations.question),
        name="question_activation",
    ),
    path("moods/", resource(GET=moods.index, POST=moods.create), name="moods"),
    path("moods/trial/", resource(POST=moods.try_out), name="mood_trial"),
    path("moods/<int:pk>/", resource(GET=moods.edit, POST=moods.update), name="mood"),
    path("moods/<int:pk>/activation/", resource(POST=moods.activate), name="mood_activation"),
]
