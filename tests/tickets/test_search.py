"""What an agent finds, in both languages, mistyped too, and what stays hidden from him."""

import re
import uuid

import pytest
from django.db import connection

from customers.models import Customer, Organisation
from tickets.models import CannedReply, Message, Tag, Ticket, Word
from tickets.search.answering import answer
from tickets.search.learning import fill_words, learn_house_words, learn_words
from tickets.search.narrowing import Narrowing


@pytest.fixture
def ask(alice):
    """`ask("refund", status="open")`: what Alice finds."""
    return lambda text, by=alice, **given: answer(by, text, Narrowing.read(given))


@pytest.fixture
def said(cards):
    """`said("Where is my refund?")`: a ticket of a new customer of Cards, opened by these words."""

    def write(text, *, name="Somebody", department=cards, **fields):
        customer = Customer.objects.create(name=name)
        fields = {"channel": "email", "by": customer} | fields
        return Ticket.open(customer=customer, text=text, department=department, **fields)[0]

    return write


def texts(found):
    return [row.text for row in found.messages.rows]


@pytest.mark.requirement("R143")
@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Деньги за возвраты так и не пришли", "возврат"),
        ("Платёж списали дважды", "платежи"),
        ("They charged me twice at the Café", "cafe charging"),
        ("Мой IBAN и refund", "REFUNDS iban"),
    ],
)
def test_any_form_of_a_word_is_found_in_either_language(ask, said, written, asked):
    said(written)
    said("About something else altogether")

    assert texts(ask(asked)) == [written]


def test_the_newest_message_comes_first(ask, said):
    first, second = said("A refund, please"), said("Another refund, please")
    Message.objects.filter(ticket=second).update(created_at="2020-01-01T00:00Z")

    assert [row.ticket_id for row in ask("refund").messages.rows] == [first.pk, second.pk]


def test_words_phrases_and_what_is_not_wanted(ask, said):
    said("The card was charged twice in a hotel")
    said("Twice I asked why it was charged")

    assert len(texts(ask("charged twice"))) == 2
    assert texts(ask('"charged twice"')) == ["The card was charged twice in a hotel"]
    assert texts(ask("charged -hotel")) == ["Twice I asked why it was charged"]


def test_an_or_is_a_word_like_any_other(ask, said):
    said("A refund was promised")

    assert ask("refund or chargeback").count == 0


def test_who_wrote_it_narrows_a_search(ask, said, double_charge, alice, new_id):
    double_charge.reply(text="The refund is on its way", client_id=new_id(), by=alice)
    said("Where is the refund?", name="Oksana Lytvyn")

    assert texts(ask("refund from:me")) == ["The refund is on its way"]
    assert texts(ask("refund from:oksana")) == ["Where is the refund?"]


def test_a_number_brings_its_ticket_before_all(ask, said, double_charge):
    said(f"As I said in {double_charge.pk}")

    for asked in (f"#{double_charge.pk}", str(double_charge.pk)):
        found = ask(asked)
        assert found.tickets.rows[0].pk == double_charge.pk
        assert texts(found) == [f"As I said in {double_charge.pk}"]


def test_tickets_are_found_by_subject_and_by_tag(ask, said, double_charge):
    named = said("Hello", subject="Chargeback for a hotel")
    double_charge.tags.add(Tag.objects.create(name="Chargeback"))

    assert {row.pk for row in ask("chargeback").tickets.rows} == {named.pk, double_charge.pk}


@pytest.mark.parametrize("asked", ["okafor", "ОКАФОР", "Ceramics", "DAVE@demo", "044 000 00 01", "+380 (44) 000-00-01"])
def test_customers_are_found_by_whatever_names_them(ask, dave, double_charge, alice, asked):
    dave.organisation = Organisation.objects.create(name="Okafor Ceramics")
    dave.preferred_name = "Окафор"
    dave.save()
    dave.identify("email", "dave@demo.test", by=alice)
    dave.identify("phone", "+380440000001", by=alice)

    assert [row.pk for row in ask(asked).customers.rows] == [dave.pk]


@pytest.mark.requirement("R39")
def test_who_sees_no_contacts_finds_nobody_by_them(ask, dave, double_charge, alice):
    dave.identify("email", "dave@demo.test", by=alice)
    alice.role = "trainee"
    alice.save()

    assert ask("dave@demo.test").customers.rows == []
    assert [row.pk for row in ask("dave").customers.rows] == [dave.pk]


@pytest.mark.parametrize("asked", ["chargeback", "okafor", "#{number}", "from:dave chargeback", "chargebakc"])
def test_what_is_not_his_an_agent_does_not_find(ask, dave, double_charge, carol, alice, asked):
    double_charge.subject = "Chargeback"
    double_charge.save()
    double_charge.receive(text="A chargeback", client_id=uuid.uuid4(), by=dave)
    Word.objects.create(word="chargeback")

    asked = asked.format(number=double_charge.pk)
    assert ask(asked, by=alice).count > 0
    assert ask(asked, by=carol).count == 0
    assert ask(asked, by=carol).meant == ""
    assert ask("", by=carol, customer=str(dave.pk)).count == 0


def test_filters_narrow_what_is_found(ask, said, cards, transfers, alice):
    old = said("Refund one")
    Message.objects.filter(ticket=old).update(created_at="2020-05-05T12:00Z")
    solved = said("Refund two", channel="telegram")
    solved.resolve(by=alice)

    assert len(texts(ask("refund"))) == 2
    assert texts(ask("refund", status="living")) == ["Refund one"]
    assert texts(ask("refund", status="solved")) == ["Refund two"]
    assert texts(ask("refund", channel="telegram")) == ["Refund two"]
    assert texts(ask("refund", until="2020-05-05")) == ["Refund one"]
    assert texts(ask("refund", since="2020-05-06")) == ["Refund two"]
    assert texts(ask("refund", customer=str(old.customer_id))) == ["Refund one"]
    assert texts(ask("refund", department=str(transfers.pk))) == []
    assert len(texts(ask("refund", status="what", since="yesterday", department="x"))) == 2


def test_one_word_of_a_customer_lists_all_his_tickets(ask, dave, double_charge):
    assert [row.pk for row in ask("", customer=str(dave.pk)).tickets.rows] == [double_charge.pk]


@pytest.mark.requirement("R143")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chargebak", "chargeback"), ("refnud", "refund"), ("возварт", "возврат"), ("djpdhfn", "возврат")],
)
def test_a_slip_of_the_keys_is_forgiven(ask, said, typed, meant):
    said(f"About the {meant} again")
    Word.objects.create(word=meant)

    found = ask(typed)

    assert texts(found) == [f"About the {meant} again"]
    assert (found.meant, found.is_corrected) == (meant, True)


def test_a_doubtful_spelling_is_only_asked_about(ask, said):
    said("My chargebak")
    said("A chargeback")
    Word.objects.create(word="chargeback")

    found = ask("chargebak")

    assert texts(found) == ["My chargebak"]
    assert (found.meant, found.is_corrected) == ("chargeback", False)


def test_a_mistyped_name_finds_its_customer(ask, said):
    said("Hello", name="Oksana Lytvyn")

    assert [row.name for row in ask("oksanna").customers.rows] == ["Oksana Lytvyn"]


def test_the_dictionary_learns_what_several_customers_say_and_no_secret(said):
    for name in ("One", "Two", "Three"):
        said("Das Lastschriftverfahren", name=name)
    said("My password is hunterhunter, code AB12CD, write to dave@demo.test")

    while learn_words():
        pass

    assert set(Word.objects.values_list("word", flat=True)) == {"lastschriftverfahren"}


def test_the_dictionary_knows_the_words_that_colleagues_share_from_the_first_day(ask, said, cards, alice, admin):
    CannedReply.objects.create(
        shortcut="rueck", title="Rückerstattung", text="{customer}, it is back in 3 days", department=cards
    )
    CannedReply.objects.create(shortcut="mine", title="Private", text="hunterhunter", owner=alice)
    Tag.make(name="lastschrift", by=admin)
    said("Eine Lastschrift, bitte")

    learn_house_words()
    learn_house_words()

    known = set(Word.objects.values_list("word", flat=True))
    assert known == {"ruckerstattung", "customer", "back", "days", "lastschrift"}
    assert texts(ask("lastschirft")) == ["Eine Lastschrift, bitte"]


def test_messages_from_before_are_given_their_words(ask, said):
    said("An early chargeback")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_message SET words = NULL")
    assert ask("chargeback").messages.rows == []

    fill_words()

    assert texts(ask("chargeback")) == ["An early chargeback"]


@pytest.mark.requirement("R11")
def test_what_was_taken_back_is_found_no_more(ask, double_charge, alice, new_id):
    message, _ = double_charge.reply(text="A secret word", client_id=new_id(), by=alice)
    assert texts(ask("secret"))

    double_charge.redact(message, by=alice)

    assert ask("secret").count == 0


def test_words_that_say_nothing_are_not_looked_for(ask, double_charge):
    assert ask("the and").is_too_common


@pytest.mark.parametrize(
    "asked",
    [
        "'",
        '"',
        "\\",
        "%",
        "_",
        "a:b",
        "!",
        "&|",
        "((",
        "-",
        '""',
        "from:",
        "-from:x",
        "\0",
        "😀",
        "*" * 300,
        "a " * 300,
        "#0",
    ],
)
def test_nothing_that_is_typed_breaks_the_search(alices_desk, double_charge, asked):
    for address in ("/desk/search/", "/desk/palette/"):
        assert alices_desk.get(address, {"q": asked, "customer": asked, "since": asked}).status_code == 200


def test_pages_of_messages_neither_repeat_nor_skip(alices_desk, said):
    tickets = {said(f"Refund {number}").pk for number in range(70)}
    Message.objects.filter(ticket__in=list(tickets)[:40]).update(created_at="2024-01-01T00:00Z")

    seen, address = [], "/desk/search/?q=refund"
    page = alices_desk.get(address).content.decode()
    page = page[page.index("found-messages") :]
    while True:
        seen += re.findall(r'data-number="(\d+)"', page)
        more = re.search(r'hx-get="([^"]*kind=messages[^"]*)"', page)
        if not more:
            break
        page = alices_desk.get(more[1].replace("&amp;", "&")).content.decode()

    assert len(seen) == len(set(seen)) == 70


def test_a_hit_is_marked_and_everything_else_escaped(alices_desk, said):
    said("<script>alert(1)</script> a refund & more", name="<b>Dave</b>", subject="<i>Refunds</i>")

    page = alices_desk.get("/desk/search/?q=refund").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; a <mark>refund</mark> &amp; more" in page
    assert "&lt;i&gt;<mark>Refunds</mark>&lt;/i&gt;" in page
    assert "<b>Dave</b>" not in page


def test_letters_typed_bring_the_results_alone(alices_desk, said):
    said("A refund")

    page = alices_desk.get("/desk/search/?q=refund", headers={"HX-Request": "true"}).content.decode()

    assert "<mark>refund</mark>" in page
    assert "<html" not in page


def test_a_search_asks_a_fixed_number_of_questions(alices_desk, said, django_assert_num_queries):
    for number in range(12):
        said(f"Refund {number}")
    alices_desk.get("/desk/search/?q=refund")

    with django_assert_num_queries(6):
        alices_desk.get("/desk/search/?q=refund")


def test_storing_a_message_is_one_insert_as_before(double_charge, dave, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        double_charge.receive(text="A refund", client_id=uuid.uuid4(), by=dave)
