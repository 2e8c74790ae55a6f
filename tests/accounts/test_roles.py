import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from accounts.roles import INFORMATION
from helpdesk import environment, settings


@pytest.mark.requirement("R149")
def test_the_settings_know_every_kind_of_information():
    assert set(settings.INFORMATION) == set(INFORMATION)


@pytest.mark.requirement("R149")
@pytest.mark.parametrize(("role", "sees"), [("trainee", 0), ("operator", 4), ("supervisor", 4), ("admin", 4)])
def test_what_each_role_sees_from_the_start(role, sees):
    user = User(role=role)
    assert sum(user.has_perm(right) for right in INFORMATION.values()) == sees
    assert user.has_perm("tickets.view_all") == (role == "admin")


def test_a_word_that_is_no_kind_of_information_stops_the_start(monkeypatch):
    monkeypatch.setenv("TRAINEES_SEE", "notes, salaries")
    with pytest.raises(ImproperlyConfigured, match=r"TRAINEES_SEE may name .*; not salaries"):
        environment.several("TRAINEES_SEE", "", known=settings.INFORMATION)
    monkeypatch.setenv("TRAINEES_SEE", "notes, contacts")
    assert environment.several("TRAINEES_SEE", "", known=settings.INFORMATION) == {"notes", "contacts"}
