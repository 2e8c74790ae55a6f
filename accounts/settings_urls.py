"""The settings' own pages; upper apps put theirs beside them and name them in their panels.py."""

from django.urls import path

from accounts.views.settings import activations, departments, holidays, index, people, person, tokens
from core.http import resource

app_name = "settings"
urlpatterns = [
    path("", resource(GET=index.show), name="index"),
    path("departments/", resource(GET=departments.index), name="departments"),
    path("departments/new/", resource(GET=departments.new, POST=departments.create), name="new_department"),
    path("departments/<int:pk>/", resource(GET=departments.edit, POST=departments.update), name="department"),
    path(
        "departments/<int:pk>/activation/",
        resource(GET=activations.ask_department, POST=activations.department),
        name="department_activation",
    ),
    path("holidays/", resource(GET=holidays.edit, POST=holidays.update), name="holidays"),
    path("people/", resource(GET=people.index), name="people"),
    path("people/new/", resource(GET=people.new, POST=people.create), name="new_person"),
    path("people/<int:pk>/", resource(GET=person.edit, POST=person.update), name="person"),
    path("people/<int:pk>/invitation/", resource(POST=person.invite), name="invitation"),
    path("people/<int:pk>/second-factor/", resource(POST=person.remove_second_factor), name="second_factor"),
    path("people/<int:pk>/sign-out/", resource(POST=person.sign_out), name="sign_out"),
    path(
        "people/<int:pk>/activation/",
        resource(GET=activations.ask_person, POST=activations.person),
        name="person_activation",
    ),
    path("tokens/", resource(GET=tokens.index), name="tokens"),
    path("tokens/new/", resource(GET=tokens.new, POST=tokens.create), name="new_token"),
    path("tokens/<int:pk>/", resource(GET=tokens.ask, POST=tokens.revoke), name="token"),
]
