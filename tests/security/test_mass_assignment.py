"""S-16: what a form did not ask for is refused by name and changes nothing. The widget's side: chat/test_payloads."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from customers.models import Customer
from tickets.models import Attachment, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

FORBIDDEN = [
    "id", "pk", "role", "is_staff", "is_superuser", "is_active", "session_epoch", "password", "email", "department_id",
    "owner", "assignee", "assignee_id", "author", "author_id", "author_kind", "created_at", "is_internal", "visibility",
    "status", "priority", "version", "public_version", "customer", "customer_id", "organisation", "verified_at",
    "hmac_verified", "tenant", "bcc", "webhook_secret", "preferred_name_source", "uploaded_by", "content_type", "key",
    "__proto__", "constructor", "name[]", "happening", "details",
]  # fmt: skip
PROFILE = {"name": "Alice", "public_name": "", "language": "en", "time_zone": "UTC", "notify_about": "mine"}


def forms_of_a_ticket(ticket, sam, loans):
    """Each form of the desk as a page sends it, with the status it then gets."""
    there = f"/desk/tickets/{ticket.pk}"
    return {
        f"{there}/replies/": (201, lambda: {"client_id": uuid.uuid4(), "text": "Hello", "seen_seq": 1}),
        f"{there}/notes/": (201, lambda: {"client_id": uuid.uuid4(), "text": "Hello", "seen_seq": 1}),
        f"{there}/uploads/": (201, lambda: {"client_id": uuid.uuid4(), "file": SimpleUploadedFile("a.txt", b"x")}),
        f"{there}/seen/": (204, lambda: {"read": 1}),
        f"{there}/ownership/": (200, lambda: {"seen_assignee": ""}),
        f"{there}/assignment/": (200, lambda: {"agent": sam.pk}),
        f"{there}/customer/": (200, lambda: {"name": "Dave", "preferred_name": ""}),
        f"{there}/customer/notes/": (200, lambda: {"notes": "Calls on Mondays", "before": ""}),
        f"{there}/customer/identities/": (200, lambda: {"kind": "email", "value": "dave@demo.test"}),
        f"{there}/customer/organisation/": (200, lambda: {"name": "Okafor Ceramics"}),
        f"{there}/following/": (200, dict),
        f"{there}/snooze/": (200, lambda: {"until": "customer"}),
        f"{there}/priority/": (200, lambda: {"priority": 4}),
        f"{there}/subject/": (200, lambda: {"subject": "Another"}),
        f"{there}/summary/": (200, lambda: {"text": "Left content"}),
        f"{there}/tags/": (200, lambda: {"name": "refund"}),
        f"{there}/values/": (200, dict),
        f"{there}/split/": (422, lambda: {"subject": "Another", "request_id": uuid.uuid4()}),
        f"{there}/macros/": (422, lambda: {"macro": 1, "run_id": uuid.uuid4()}),
        f"{there}/merge/": (422, lambda: {"into": ticket.pk}),
        "/desk/tickets/new/": (
            201,
            lambda: {"client_id": uuid.uuid4(), "who": "Anna", "text": "Hello", "channel": "phone"},
        ),
        f"{there}/resolution/": (200, dict),
        f"{there}/closure/": (200, dict),
        f"{there}/escalation/": (200, lambda: {"experienced": "on", "reason": "Beyond me"}),
        f"{there}/transfer/": (200, lambda: {"department": loans.pk, "note": ""}),
    }


def everything():
    models = (User, Customer, Ticket, Message, Attachment)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_no_form_of_the_desk_takes_a_field_more(session_of, alice, sam, loans, tickets):
    desk = session_of(alice)
    before, wrong = everything(), []
    for address, (_good, data) in forms_of_a_ticket(tickets.cards, sam, loans).items():
        asked_for = set(data())
        for field in FORBIDDEN:
            if field in asked_for:
                continue
            answer = desk.post(address, {**data(), field: "1"})
            if answer.status_code != 422 or field not in answer.text:
                wrong.append((address, field, answer.status_code))
    assert wrong == []
    assert everything() == before


def test_the_same_forms_without_it_are_taken(session_of, alice, sam, loans, tickets):
    """The test above could not fail if its forms were broken anyway; nor may the token against forgery count."""
    desk = session_of(alice)
    for address, (good, data) in forms_of_a_ticket(tickets.cards, sam, loans).items():
        answer = desk.post(address, {**data(), "csrfmiddlewaretoken": "x" * 64})
        over = address.endswith(("/transfer/", "/escalation/"))
        assert answer.status_code == (409 if over else good), address


@pytest.mark.parametrize("field", [each for each in FORBIDDEN if each != "file"])
def test_the_profile_takes_no_field_more(session_of, alice, field):
    desk = session_of(alice)
    answer = desk.post("/accounts/profile/", {**PROFILE, "name": "Somebody else", field: "admin"})
    assert answer.status_code == 422
    assert field in answer.text
    assert "Somebody else" in answer.text, "what was typed is kept"
    after = User.objects.get(pk=alice.pk)
    assert (after.name, after.role, after.email) == ("Alice", "operator", alice.email)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("/accounts/login/", {"login": "alice@demo.test", "password": "demo"}),
        (
            "/accounts/password/change/",
            {"oldpassword": "demo", "password1": "A heron 4 us", "password2": "A heron 4 us"},
        ),
    ],
)
def test_nor_do_the_forms_of_signing_in(session_of, client, alice, address, good):
    browser = client if address.endswith("login/") else session_of(alice)
    before = everything()
    answer = browser.post(address, {**good, "role": "admin"})
    assert answer.status_code in (200, 422)
    assert "role" in answer.text
    assert everything() == before
    assert browser.post(address, {**good, "next": "/desk/"}).status_code == 302


def test_a_file_under_another_name_is_refused_as_well(session_of, alice, tickets):
    desk = session_of(alice)
    form = {"client_id": uuid.uuid4(), "text": "Hello", "photo": SimpleUploadedFile("a.txt", b"x")}
    assert desk.post(f"/desk/tickets/{tickets.cards.pk}/replies/", form).status_code == 422


def test_the_name_that_is_said_back_is_short_and_text(session_of, alice, tickets):
    field = "<script>alert(1)</script>" + "x" * 500
    answer = session_of(alice).post(f"/desk/tickets/{tickets.cards.pk}/transfer/", {field: "1"})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "x" * 100 not in answer.text
