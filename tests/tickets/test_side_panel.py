"""Who writes to us, beside the talk: history, identities, organisation, notes, and what a role may see of it."""

import uuid

import pytest

from customers.models import Customer, Identity, Organisation
from tests.conftest import person
from tickets.models import Field, Ticket

pytestmark = pytest.mark.django_db
PHONE = "+380440000001"


@pytest.fixture
def phone(dave, alice):
    return dave.identify("phone", PHONE, by=alice)


@pytest.fixture
def trainees_desk(desk_of, cards):
    return desk_of(person("Tim", cards, role="trainee"))


def earlier(dave, department, channel="email", **fields):
    ticket, _ = Ticket.open(
        customer=dave, channel=channel, text="Before", by=dave, department=department, client_id=uuid.uuid4(), **fields
    )
    return ticket


@pytest.mark.requirement("R7")
def test_earlier_tickets_of_all_channels_stand_with_their_outcome(alices_desk, alice, dave, cards, act):
    told = earlier(dave, cards, "phone", subject="Limit for a trip")
    told.resolve(resolution="Raised for five days", by=alice)
    earlier(dave, cards, "telegram", subject="New phone")
    page = alices_desk.get(act("customer/panel/")).text
    for words in ("Limit for a trip", "Solved", "Phone", "Raised for five days", "New phone", "Telegram"):
        assert words in page
    assert f'hx-get="/desk/tickets/{told.pk}/"' in page, "one click opens it"


@pytest.mark.requirement("R7")
def test_history_goes_on_page_by_page_and_shows_only_what_one_may_see(alices_desk, dave, cards, transfers, act):
    numbers = [earlier(dave, cards, subject=f"Number {number}").pk for number in range(12)]
    hidden = earlier(dave, transfers, subject="Not for Cards")
    page, seen = alices_desk.get(act("customer/panel/")).text, []
    while True:
        seen += [number for number in numbers if f'href="/desk/tickets/{number}/" hx-get' in page]
        assert str(hidden.pk) not in page
        if "/customer/tickets/?before=" not in page:
            break
        place = page.split("/customer/tickets/?before=")[1].split('"')[0]
        page = alices_desk.get(act("customer/tickets/"), {"before": place}).text
    assert sorted(seen) == numbers


@pytest.mark.requirement("R149")
def test_a_trainee_sees_masks_and_the_reason_and_nothing_behind_them(trainees_desk, alices_desk, dave, phone, act):
    Customer.objects.filter(pk=dave.pk).update(notes="Owes money")
    for key, kind in (("amount", "payments"), ("plan", "sales")):
        Field.objects.create(key=key, label=key.title(), information=kind)
    Ticket.objects.filter(customer=dave).update(values={"amount": "18.40", "plan": "Gold"})
    page = trainees_desk.get(act("customer/panel/")).text
    assert "+380 •• ••• ••01" in page
    assert "Your role sees these only in part." in page
    assert page.count("Hidden from your role") == 2
    for secret in ("000 0001", PHONE, "Owes money", "18.40", "Gold"):
        assert secret not in page
        assert secret in alices_desk.get(act("customer/panel/")).text or secret == PHONE


@pytest.mark.requirement("R149")
def test_a_trainee_is_refused_by_the_server_as_well(trainees_desk, dave, phone, act):
    Field.objects.create(key="amount", label="Amount", information="payments")
    there = act(f"customer/identities/{phone.pk}/")
    answers = [
        trainees_desk.get(there),
        trainees_desk.delete(there),
        trainees_desk.get(f"{there}verification/"),
        trainees_desk.post(f"{there}verification/"),
        trainees_desk.post(act("customer/identities/"), {"kind": "email", "value": "a@b.test"}),
        trainees_desk.post(act("customer/notes/"), {"notes": "x", "before": ""}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 6
    assert all(PHONE not in answer.text for answer in answers)
    assert trainees_desk.post(act("values/"), {"values-amount": "1"}).status_code == 422
    phone.refresh_from_db()
    assert not phone.is_verified


@pytest.mark.requirement("R149")
def test_a_trainee_finds_customers_by_name_but_never_by_their_addresses(
    trainees_desk, alices_desk, double_charge, phone
):
    assert "Dave Okafor" in alices_desk.get("/desk/customers/", {"q": "440000001"}).text
    assert "Dave Okafor" not in trainees_desk.get("/desk/customers/", {"q": "440000001"}).text
    page = trainees_desk.get("/desk/customers/", {"q": "okafor"}).text
    assert "Dave Okafor" in page and "••01" in page and PHONE not in page


@pytest.mark.requirement("R149")
def test_what_each_role_sees_is_a_setting(settings, desk_of, alice, phone, act):
    settings.SEEN_BY = {"operator": frozenset({"notes"})}
    page = desk_of(alice).get(act("customer/panel/")).text
    assert "••01" in page and "side-notes" in page


def test_an_identity_is_added_checked_and_removed(alices_desk, dave, act):
    page = alices_desk.post(act("customer/identities/"), {"kind": "phone", "value": "+380 44 000 00 01"}).text
    identity = dave.identities.get()
    assert (identity.value, identity.is_verified) == (PHONE, False)
    assert "not verified" in page
    assert "Have you checked it?" in alices_desk.get(act(f"customer/identities/{identity.pk}/verification/")).text
    assert "by an operator" in alices_desk.post(act(f"customer/identities/{identity.pk}/verification/")).text
    assert alices_desk.delete(act(f"customer/identities/{identity.pk}/")).status_code == 200
    assert not dave.identities.exists()


def test_what_another_customer_has_proved_is_told_and_stays_theirs(alices_desk, alice, eve, phone, act):
    eve.identify("phone", PHONE, how="code", by=alice)
    answer = alices_desk.post(act(f"customer/identities/{phone.pk}/verification/"))
    assert answer.status_code == 422
    assert "Another customer has proved that this address is theirs." in answer.text
    assert Identity.objects.verified().get().customer == eve


def test_a_broken_address_comes_back_with_its_sentence(alices_desk, dave, act):
    answer = alices_desk.post(act("customer/identities/"), {"kind": "phone", "value": "044"})
    assert (answer.status_code, "country code" in answer.text) == (422, True)
    assert not dave.identities.exists()


def test_notes_keep_themselves_and_never_bury_a_colleagues(alices_desk, desk_of, bob, dave, act):
    first = {"notes": "Calls on Mondays\r\nor Tuesdays", "before": ""}
    assert alices_desk.post(act("customer/notes/"), first).json() == {"notes": "Calls on Mondays\nor Tuesdays"}
    answer = desk_of(bob).post(act("customer/notes/"), {"notes": "Travels", "before": ""})
    assert answer.status_code == 409
    assert answer.json() == {"notes": "Calls on Mondays\nor Tuesdays"}
    dave.refresh_from_db()
    assert dave.notes == "Calls on Mondays\nor Tuesdays"
    kept = {"notes": "Travels", "before": "Calls on Mondays\r\nor Tuesdays"}
    assert desk_of(bob).post(act("customer/notes/"), kept).status_code == 200
    assert desk_of(bob).post(act("customer/notes/"), kept).status_code == 200, "a retry whose answer was lost"


def test_an_organisation_is_chosen_made_and_left(alices_desk, dave, act):
    known = Organisation.objects.create(name="Okafor Ceramics")
    assert "New organisation" in alices_desk.get(act("customer/organisation/"), {"q": "Heron"}).text
    assert "New organisation" not in alices_desk.get(act("customer/organisation/"), {"q": "okafor ceramics"}).text
    for given, chosen in (({"organisation": known.pk}, known.name), ({"name": "Kiln Ltd"}, "Kiln Ltd")):
        assert chosen in alices_desk.post(act("customer/organisation/"), given).text
    assert Organisation.objects.count() == 2
    alices_desk.post(act("customer/organisation/"), {"name": ""})
    dave.refresh_from_db()
    assert dave.organisation is None


def test_colleagues_panels_are_poked_when_the_customer_changes(double_charge, alice, dave, after_commit, monkeypatch):
    from tickets import telling

    told = []
    monkeypatch.setattr(telling, "push_many", lambda frames: told.extend(frames))
    with after_commit():
        dave.write_notes("New", before="", by=alice)
    frame = {"type": "poke", "topic": "panel", "ticket": double_charge.pk}
    assert told == [(f"ticket.{double_charge.pk}.agents", frame)]
