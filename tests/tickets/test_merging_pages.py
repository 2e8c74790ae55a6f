"""The dialogs of merging and splitting: what they offer, what they show before, what they refuse."""

import html
import re
import uuid

import pytest

from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(dave, cards):
    """A second ticket of Dave's."""
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Twice charged, again", by=dave, department=cards)
    return ticket


@pytest.fixture
def far(dave, transfers):
    """A ticket of his that Alice may not see."""
    ticket, _ = Ticket.open(customer=dave, channel="email", text="A transfer is late", by=dave, department=transfers)
    return ticket


def text_of(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_customers_other_tickets_come_first(alices_desk, act, another, far, eve, cards):
    hers, _ = Ticket.open(customer=eve, channel="email", text="Twice charged as well", by=eve, department=cards)
    shown = text_of(alices_desk.get(act("merge/")))
    assert f"#{another.pk}" in shown and f"#{hers.pk}" not in shown and f"#{far.pk}" not in shown
    for words in (str(hers.pk), f"#{hers.pk}", "Eve"):
        found = text_of(alices_desk.get(act("merge/"), {"q": words}))
        assert f"#{hers.pk}" in found and "Another customer" in found, words
    assert f"#{far.pk}" not in text_of(alices_desk.get(act("merge/"), {"q": str(far.pk)}))


def test_over_ones_and_itself_are_not_offered(alices_desk, act, double_charge, another, alice):
    another.close(by=alice)
    for words in ("", str(double_charge.pk), str(another.pk)):
        assert "combo__option" not in alices_desk.get(act("merge/"), {"q": words}).text


def test_both_are_shown_before_anything_happens(alices_desk, act, another):
    shown = text_of(alices_desk.get(act("merge/"), {"into": another.pk}))
    assert "I was charged twice." in shown and "Twice charged, again" in shown
    assert not Ticket.objects.filter(merged_into__isnull=False).exists()


def test_one_is_merged_and_parted_again(alices_desk, act, now, another):
    answer = alices_desk.post(act("merge/"), {"into": another.pk})
    assert answer.status_code == 200
    assert answer["HX-Push-Url"] == f"/desk/tickets/{another.pk}/"
    assert now().merged_into_id == another.pk
    page = alices_desk.get(act("")).text
    assert f'href="/desk/tickets/{another.pk}/"' in page and "Part them again" in page
    assert f"Merged into #{another.pk}" in text_of(alices_desk.get("/desk/queue/", {"view": "over"}))
    assert alices_desk.delete(act("merge/")).status_code == 200
    assert (now().merged_into_id, now().status) == (None, "new")


def test_a_refusal_comes_back_with_both_still_on_the_screen(alices_desk, act, another, alice):
    another.resolve(by=alice)
    answer = alices_desk.post(act("merge/"), {"into": another.pk})
    assert answer.status_code == 422
    assert f"#{another.pk} is over." in text_of(answer) and "Twice charged, again" in answer.text


def test_none_is_merged_into_what_one_may_not_see(alices_desk, carols_desk, act, far, double_charge):
    assert alices_desk.get(act("merge/"), {"into": far.pk}).status_code == 404
    assert alices_desk.post(act("merge/"), {"into": far.pk}).status_code == 404
    assert carols_desk.post(act("merge/"), {"into": far.pk}).status_code == 404
    assert alices_desk.post(act("merge/"), {}).status_code == 422
    assert Ticket.objects.filter(merged_into=None).count() == 2


def test_what_was_said_there_is_read_here_by_who_may_see_it(alices_desk, carols_desk, another):
    assert "Twice charged, again" in alices_desk.get(f"/desk/tickets/{another.pk}/talk/").text
    assert carols_desk.get(f"/desk/tickets/{another.pk}/talk/").status_code == 404


def test_a_part_is_split_off_and_goes_back(alices_desk, act, double_charge, dave):
    second, _ = double_charge.receive(text="And my card is lost", client_id=uuid.uuid4(), by=dave)
    form = alices_desk.get(act("split/"), {"from": second.client_id}).text
    assert "And my card is lost" in form and "I was charged twice." not in form
    asked = {"message": [second.client_id], "subject": "A lost card", "request_id": uuid.uuid4()}
    answer = alices_desk.post(act("split/"), asked)
    assert answer.status_code == 201
    new = Ticket.objects.get(split_from=double_charge)
    assert (new.subject, answer["HX-Push-Url"]) == ("A lost card", f"/desk/tickets/{new.pk}/")
    assert alices_desk.delete(f"/desk/tickets/{new.pk}/split/").status_code == 200
    assert Ticket.objects.get(pk=new.pk).merged_into_id == double_charge.pk


def test_without_a_message_nothing_is_split_and_the_subject_is_kept(alices_desk, act):
    answer = alices_desk.post(act("split/"), {"subject": "My own words", "request_id": uuid.uuid4()})
    assert answer.status_code == 422
    assert "Choose the messages" in text_of(answer) and "My own words" in answer.text
    assert alices_desk.post(act("split/"), {"message": "x", "request_id": uuid.uuid4()}).status_code == 422
    assert Ticket.objects.count() == 1


def test_a_message_of_another_ticket_is_no_beginning(alices_desk, act, another):
    theirs = another.messages.get(seq=1).client_id
    assert alices_desk.get(act("split/"), {"from": theirs}).status_code == 404
    answer = alices_desk.post(act("split/"), {"message": [theirs], "request_id": uuid.uuid4()})
    assert (answer.status_code, "no longer there" in text_of(answer)) == (422, True)
