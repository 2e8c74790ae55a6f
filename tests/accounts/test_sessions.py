import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from core.models import Event

PROFILE = "/accounts/profile/"


@pytest.fixture
def everywhere(alice):
    clients = [Client() for _ in range(3)]
    for client in clients:
        client.force_login(alice)
        assert client.get(PROFILE).status_code == 200
    return clients


def all_out(clients) -> bool:
    return {client.get(PROFILE).status_code for client in clients} == {302}


def events(name):
    return Event.objects.filter(name=name)


def test_deactivating_ends_every_session_and_tells_it_once(everywhere, alice, admin):
    alice.deactivate(by=admin)
    alice.deactivate(by=admin)
    assert all_out(everywhere)
    [event] = events("agent.deactivated")
    assert (event.stream, event.actor_id) == (f"agent:{alice.pk}", admin.pk)


def test_activating_again_revives_no_old_session(everywhere, alice, admin):
    alice.deactivate(by=admin)
    alice.activate(by=admin)
    assert alice.is_active
    assert all_out(everywhere)


def test_another_role_means_signing_in_again(everywhere, alice, admin):
    alice.change_role("supervisor", by=admin)
    assert all_out(everywhere)
    assert alice.has_perm("tickets.supervise")
    alice.change_role("supervisor", by=admin)
    assert events("agent.role_changed").count() == 1


def test_signing_out_everywhere_is_everywhere(everywhere, alice):
    assert everywhere[0].post("/accounts/sign-out-everywhere/").status_code == 302
    assert all_out(everywhere)
    assert events("agent.signed_out_everywhere").count() == 1


def test_signing_out_everywhere_takes_a_post_of_somebody(everywhere, client):
    assert everywhere[0].get("/accounts/sign-out-everywhere/").status_code == 405
    assert client.post("/accounts/sign-out-everywhere/").status_code == 302
    assert not events("agent.signed_out_everywhere").exists()


def test_nobody_locks_himself_out(admin):
    with pytest.raises(ValidationError):
        admin.deactivate(by=admin)
    with pytest.raises(ValidationError):
        admin.change_role("operator", by=admin)
    assert User.objects.get(pk=admin.pk).is_staff


def test_joining_and_leaving_a_department_are_told_once(alice, transfers, admin):
    assert transfers.pk not in alice.department_ids
    alice.join(transfers, by=admin)
    alice.join(transfers, by=admin)
    assert transfers.pk in alice.department_ids
    alice.leave(transfers, by=admin)
    alice.leave(transfers, by=admin)
    assert transfers.pk not in alice.department_ids
    assert events("agent.department_joined").count() == events("agent.department_left").count() == 1
