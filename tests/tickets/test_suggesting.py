"""R15: canned replies that may fit what the customer wrote, offered and never sent."""

import re
import uuid

import pytest

from accounts.models import User
from tickets.models import CannedReply, CannedUse, Tag, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R15")]


@pytest.fixture
def canned(cards):
    def make(title, text="Text", **fields):
        return CannedReply.objects.create(shortcut=uuid.uuid4().hex[:8], title=title, text=text, **fields)

    return make


@pytest.fixture
def offered(alices_desk, act):
    def ask():
        answer = alices_desk.get(act("suggestions/"))
        assert answer.status_code == 200
        return re.findall(r'<span class="truncate">([^<]+)<', answer.text)

    return ask


def test_what_has_his_words_is_offered_whatever_their_form(canned, offered):
    canned("Charged twice")
    canned("A lost card", "Your card is blocked now.")
    canned("Opening hours", "From nine to six.")
    assert offered() == ["Charged twice"]


def test_russian_words_are_found_by_their_stems(canned, offered, dave, double_charge):
    dave.language = "ru"
    dave.save()
    double_charge.receive(text="У меня дважды списали деньги за подписку", client_id=uuid.uuid4(), by=dave)
    canned("Двойное списание", "Списаны деньги дважды за подписки: проверим.", language="ru")
    canned("Twice charged", language="en")
    assert offered() == ["Двойное списание"]


def test_one_common_word_of_a_text_is_not_enough(canned, offered):
    canned("Anything", "We can look at it.")
    assert offered() == []


def test_at_most_three_the_most_used_first_among_equals(canned, offered):
    for used in range(5):
        canned(f"Charged twice {used}", used_count=used)
    assert offered() == ["Charged twice 4", "Charged twice 3", "Charged twice 2"]


def test_what_was_used_in_similar_tickets_comes_first(canned, offered, double_charge, queue_of, alice):
    tag = Tag.named("subscription")
    double_charge.tag(tag, by=alice)
    canned("Charged twice")
    usual = canned("What we say then")
    for ticket in queue_of(30):
        ticket.tag(tag, by=alice)
        CannedUse.objects.create(reply=usual, ticket=ticket)
    assert offered() == ["What we say then", "Charged twice"]


def test_only_what_this_agent_may_use(canned, offered, bob, transfers):
    canned("Charged twice, Bob", owner=bob)
    canned("Charged twice, far", department=transfers)
    canned("Charged twice, old", is_active=False)
    assert offered() == []


def test_nothing_is_offered_while_it_is_the_customers_turn(canned, offered, double_charge, alice, dave):
    canned("Charged twice")
    double_charge.reply(text="We look into it", client_id=uuid.uuid4(), by=alice)
    assert offered() == []
    double_charge.receive(text="Charged twice, still", client_id=uuid.uuid4(), by=dave)
    assert offered() == ["Charged twice"]


def test_words_that_mean_something_to_a_database_are_words(canned, offered, double_charge, dave):
    canned("Charged twice")
    double_charge.receive(text="' | & ! ( <-> :* \\ '' charged", client_id=uuid.uuid4(), by=dave)
    assert offered() == ["Charged twice"]


def test_using_one_is_remembered_with_its_ticket(canned, alices_desk, act, double_charge):
    reply = canned("Charged twice")
    form = {"client_id": uuid.uuid4(), "text": "So it is", "seen_seq": 1, "canned": [reply.pk]}
    assert alices_desk.post(act("replies/"), form).status_code == 201
    assert alices_desk.post(act("replies/"), form).status_code == 200
    assert CannedUse.objects.get().ticket == double_charge


def test_an_operator_turns_them_off_and_on(canned, offered, alices_desk, act, alice):
    canned("Charged twice")
    assert "suggested=" in alices_desk.get(act("")).text
    assert "No more suggestions" in alices_desk.delete("/desk/suggestions/").text
    assert not User.objects.get(pk=alice.pk).suggestions
    assert offered() == [] and "suggested=" not in alices_desk.get(act("")).text
    alices_desk.post("/desk/suggestions/")
    assert offered() == ["Charged twice"]


def test_the_ticket_page_itself_asks_nothing_for_it(canned, alices_desk, act, django_assert_max_num_queries):
    canned("Charged twice")
    alices_desk.get(act(""))
    with django_assert_max_num_queries(30) as asked:
        alices_desk.get(act(""))
    assert not [query for query in asked.captured_queries if "cannedreply" in query["sql"]]


def test_asking_changes_nothing(canned, offered, double_charge):
    canned("Charged twice")
    before = Ticket.objects.get(pk=double_charge.pk).version
    offered()
    assert Ticket.objects.get(pk=double_charge.pk).version == before
    assert CannedReply.objects.get().used_count == 0
