from django.urls import path

from automation.views import macros, runs
from core.http import resource
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "macros"
urlpatterns = [
    path("tickets/<number:number>/macros/", resource(GET=runs.choose, POST=runs.create), name="run"),
    path("macros/", resource(GET=runs.choose_for_many, POST=runs.create_for_many), name="many"),
    path("macros/undo/", resource(POST=runs.undo), name="undo"),
    path("settings/macros/", resource(GET=macros.index, POST=macros.create), name="macros"),
    path("settings/macros/new/", resource(GET=macros.new), name="new"),
    path("settings/macros/steps/", resource(POST=macros.arrange), name="steps"),
    path("settings/macros/preview/", resource(POST=macros.preview), name="preview"),
    path("settings/macros/<int:pk>/", resource(GET=macros.edit, POST=macros.update), name="macro"),
    path("settings/macros/<int:pk>/activation/", resource(POST=macros.switch), name="activation"),
]
