"""S-12: lists, counts, badges and choosers of one department are the same whatever happens in another."""

import re
import uuid

import pytest

from accounts.models import Department
from tests.conftest import person
from tests.security.conftest import picture
from tickets.models import Attachment, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

PAGES = [
    "/desk/",
    "/desk/?view=mine",
    "/desk/?view=unassigned",
    "/desk/?view=over",
    "/desk/queue/",
    "/desk/queue/?rows=200",
]
SECRET = "Zanzibar"


def seen_by(browser, *more) -> dict[str, str]:
    """All that this person's lists show, without what is new in every answer."""
    return {address: steady(browser.get(address).text) for address in [*PAGES, *more]}


def steady(page: str) -> str:
    return re.sub(r'(nonce=|value=|content=)"[\w+/=-]{20,}"', "", page)


def happens_elsewhere(customer, department, carol):
    """Thirty tickets of another department, of all states and of the very customer one talks with."""
    for number in range(30):
        ticket, _ = Ticket.open(
            customer=customer, channel="email", text=f"{SECRET} {number}", by=customer, department=department
        )
        if number % 3 == 1:
            ticket.take(by=carol)
            ticket.reply(text=f"{SECRET} answer", client_id=uuid.uuid4(), by=carol)
        if number % 3 == 2:
            ticket.resolve(by=carol)


@pytest.fixture
def alices(session_of, alice, tickets):
    tickets.cards.take(by=alice)
    return session_of(alice)


def test_what_happens_in_another_department_changes_nothing_here(alices, tickets, dave, carol, transfers):
    number = tickets.cards.pk
    more = [
        f"/desk/tickets/{number}/",
        f"/desk/tickets/{number}/customer/panel/",
        f"/desk/tickets/{number}/changes/?after=0",
        f"/desk/tickets/{number}/assignment/",
        f"/desk/tickets/{number}/transfer/",
    ]
    before = seen_by(alices, *more)
    happens_elsewhere(dave, transfers, carol)
    after = seen_by(alices, *more)
    assert [address for address in before if before[address] != after[address]] == []
    assert not any(SECRET in page for page in after.values())


def test_the_same_test_sees_what_happens_here(alices, dave, carol, cards, alice):
    before = seen_by(alices)
    happens_elsewhere(dave, cards, alice)
    after = seen_by(alices)
    assert all(before[address] != after[address] for address in before)


@pytest.mark.parametrize(
    "view", ["department-{transfers}", "department-0", "all", "nonsense", "__proto__", "' OR 1=1 --"]
)
def test_no_name_of_a_list_opens_a_list_of_others(alices, tickets, transfers, view):
    page = alices.get("/desk/queue/", {"view": view.format(transfers=transfers.pk)}).text
    assert "A transfer is late" not in page
    assert f"/desk/tickets/{tickets.transfers.pk}/" not in page


@pytest.mark.parametrize("before", ["{at}-{pk}", "99999999999999999-{pk}", "{at}-999999999999999999"])
def test_no_place_in_a_list_brings_rows_of_others(alices, tickets, before):
    late = tickets.transfers
    place = before.format(at=int(late.last_message_at.timestamp() * 1e6) + 1, pk=late.pk + 1)
    page = alices.get("/desk/queue/", {"before": place}).text
    assert "A transfer is late" not in page


def test_choosers_name_colleagues_of_the_department_and_nobody_else(alices, tickets, bob, carol, nina, gone):
    gone.is_active = False
    gone.save()
    page = alices.get(f"/desk/tickets/{tickets.cards.pk}/assignment/").text
    assert "Bob" in page
    assert not any(name in page for name in ("Carol", "Nina", "Gone", "@demo.test"))


def test_choosers_name_departments_that_answer(alices, tickets, loans):
    Department.objects.create(name="Dissolved", slug="dissolved", is_active=False)
    page = alices.get(f"/desk/tickets/{tickets.cards.pk}/transfer/").text
    assert "Loans" in page
    assert "Dissolved" not in page


def test_a_choice_that_is_not_offered_is_refused(alices, tickets, carol, gone):
    gone.is_active = False
    gone.save()
    for stranger in (carol.pk, gone.pk, 10**12, "x", ""):
        answer = alices.post(f"/desk/tickets/{tickets.cards.pk}/assignment/", {"agent": stranger})
        assert answer.status_code == 422
        assert "Carol" not in answer.text


def test_earlier_tickets_are_counted_without_those_of_others(alices, tickets, dave, transfers, carol):
    def earlier():
        page = alices.get(f"/desk/tickets/{tickets.cards.pk}/customer/panel/").text
        return re.search(r'Earlier tickets <span class="section__count">([^<]*)<', page).group(1)

    assert earlier() == "0"
    happens_elsewhere(dave, transfers, carol)
    assert earlier() == "0"
    Ticket.open(customer=dave, channel="email", text="Mine too", by=dave, department=tickets.cards.department)
    assert earlier() == "1"


def test_a_refusal_does_not_tell_whether_the_ticket_exists(alices, tickets):
    pages = [alices.get(f"/desk/tickets/{number}/") for number in (tickets.transfers.pk, tickets.missing.pk)]
    assert {page.status_code for page in pages} == {404}
    assert steady(pages[0].text) == steady(pages[1].text)


class TestIdsWithinIds:
    """S-17: what is named inside a request belongs to what the address names, or it is not there."""

    def test_a_file_of_another_ticket_goes_out_with_no_message(self, alices, tickets):
        foreign = Attachment.objects.get(message__ticket=tickets.transfers)
        form = {"client_id": uuid.uuid4(), "text": "", "attachments": [foreign.key]}
        for part in ("replies", "notes"):
            answer = alices.post(f"/desk/tickets/{tickets.cards.pk}/{part}/", form)
            assert answer.status_code == 422
            assert foreign.key not in answer.text
        foreign.refresh_from_db()
        assert foreign.message.ticket_id == tickets.transfers.pk

    def test_a_message_of_another_ticket_is_never_an_answer(self, alices, tickets):
        """The sender's id of a message counts within its ticket alone."""
        foreign = Message.objects.filter(ticket=tickets.transfers).first()
        form = {"client_id": foreign.client_id, "text": "Mine"}
        answer = alices.post(f"/desk/tickets/{tickets.cards.pk}/replies/", form)
        assert answer.status_code == 201
        assert "A transfer is late" not in answer.text
        foreign.refresh_from_db()
        assert (foreign.ticket_id, foreign.text) == (tickets.transfers.pk, "A transfer is late")

    def test_who_has_it_is_read_from_the_row_and_not_from_the_form(self, alices, tickets, bob):
        tickets.nobodys.take(by=bob)
        alices.post(f"/desk/tickets/{tickets.nobodys.pk}/ownership/", {"seen_assignee": ""})
        assert Ticket.objects.get(pk=tickets.nobodys.pk).assignee == bob

    def test_a_customer_is_changed_through_a_ticket_one_may_see(self, alices, tickets, eve):
        form = {"name": "Changed", "preferred_name": "", "notes": ""}
        assert alices.post(f"/desk/tickets/{tickets.transfers.pk}/customer/", form).status_code == 404
        eve.refresh_from_db()
        assert eve.name == "Eve Stranger"

    def test_a_thumbnail_needs_the_same_right_as_its_file(self, alices, tickets, session_of, carol):
        [key] = Attachment.objects.filter(message__ticket=tickets.transfers).values_list("key", flat=True)
        assert alices.get(f"/desk/attachments/{key}/thumbnail/").status_code == 404
        assert session_of(carol).get(f"/desk/attachments/{key}/thumbnail/").status_code == 200

    def test_a_file_is_gone_with_the_right_the_message_or_the_person(self, alices, tickets, alice, transfers, admin):
        [key] = Attachment.objects.filter(message__ticket=tickets.cards).values_list("key", flat=True)
        address = f"/desk/attachments/{key}/"
        assert alices.get(address).status_code == 200
        Message.objects.filter(attachments__key=key).update(redacted_at="2026-01-01T00:00Z")
        assert alices.get(address).status_code == 404
        Message.objects.filter(attachments__key=key).update(redacted_at=None)
        tickets.cards.transfer(transfers, by=alice)
        assert alices.get(address).status_code == 404
        assert picture()  # a transfer alone took it away, not a broken file

    def test_an_upload_that_waits_is_its_uploaders_alone(self, alices, tickets, session_of, bob, admin):
        from django.core.files.uploadedfile import SimpleUploadedFile

        form = {"client_id": uuid.uuid4(), "file": SimpleUploadedFile("plan.txt", b"secret plan")}
        key = alices.post(f"/desk/tickets/{tickets.cards.pk}/uploads/", form).json()["key"]
        assert alices.get(f"/desk/attachments/{key}/").status_code == 200
        assert session_of(bob).get(f"/desk/attachments/{key}/").status_code == 404
        assert session_of(admin).get(f"/desk/attachments/{key}/").status_code == 404

    def test_the_upload_id_of_a_colleague_is_not_his_upload(self, alices, tickets, session_of, bob):
        """S-15: the same client_id from somebody else is another file."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        client_id, address = uuid.uuid4(), f"/desk/tickets/{tickets.cards.pk}/uploads/"
        first = alices.post(address, {"client_id": client_id, "file": SimpleUploadedFile("a.txt", b"a")})
        second = session_of(bob).post(address, {"client_id": client_id, "file": SimpleUploadedFile("b.txt", b"b")})
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["key"] != second.json()["key"]


def test_leaving_a_department_takes_its_lists_along(session_of, cards, tickets, admin):
    someone = person("Someone", cards)
    browser = session_of(someone)
    assert "A card is lost" in browser.get("/desk/").text
    someone.leave(cards, by=admin)
    page = browser.get("/desk/").text
    assert "A card is lost" not in page
    assert "Cards" not in page
    assert browser.get(f"/desk/tickets/{tickets.cards.pk}/").status_code == 404
