"""What is kept of the ways tickets go and the words they are sorted by; mounted beside the settings' own pages."""

from django.urls import path

from core.http import resource
from tickets.views.settings import activations, chat_rules, fields, moods, questions, routing, rules, tags

app_name = "vocabulary"
urlpatterns = [
    path("chats/", resource(GET=chat_rules.index), name="chats"),
    path("chats/<int:pk>/", resource(GET=chat_rules.edit, POST=chat_rules.update), name="chat_rules"),
    path("chats/<int:pk>/preview/", resource(POST=chat_rules.preview), name="chat_preview"),
    path("routing/", resource(GET=routing.index), name="routings"),
    path("routing/<int:pk>/", resource(GET=routing.edit, POST=routing.update), name="routing"),
    path("routing/<int:pk>/seats/", resource(POST=routing.update_seats), name="seats"),
    path("rules/", resource(GET=rules.index), name="rules"),
    path("rules/new/", resource(GET=rules.new, POST=rules.create), name="new_rule"),
    path("rules/<int:pk>/", resource(GET=rules.edit, POST=rules.update), name="rule"),
    path(
        "rules/<int:pk>/activation/",
        resource(GET=activations.ask_rule, POST=activations.rule),
        name="rule_activation",
    ),
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
