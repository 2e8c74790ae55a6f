"""R15: an answer written once and found again by its shortcut, filled in for this customer, counted when it is sent."""

from datetime import UTC, datetime

import pytest

from tests.conftest import person
from tickets.canned_variables import fill, unknown
from tickets.models import CannedReply

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R15")]
LIST = "/desk/settings/canned/"


@pytest.fixture
def canned(cards, alice):
    def make(shortcut, text="Text", **fields):
        return CannedReply.objects.create(shortcut=shortcut, title=fields.pop("title", shortcut), text=text, **fields)

    return make


@pytest.fixture
def offered(alices_desk, double_charge):
    def ask(words=""):
        html = alices_desk.get(f"/desk/tickets/{double_charge.pk}/canned/", {"q": words}).content.decode()
        return [part.split('"')[0] for part in html.split('data-text="')[1:]]

    return ask


def form(**change):
    return {"shortcut": "hold", "title": "Holds", "text": "Soon", "language": "", "audience": "mine"} | change


def test_shared_departmental_and_own_ones_are_offered(canned, offered, alice, bob, cards, transfers):
    canned("all", "Everybody’s")
    canned("cards", "Of Cards", department=cards)
    canned("mine", "My own", owner=alice)
    canned("bobs", "Bob’s own", owner=bob)
    canned("far", "Of Transfers", department=transfers)
    canned("old", "No longer used", is_active=False)
    assert set(offered()) == {"Everybody’s", "Of Cards", "My own"}


def test_the_nearest_name_comes_first_then_the_customers_language_then_use(canned, offered, dave):
    dave.language = "ru"
    dave.save()
    canned("often", "often", used_count=90, language="en")
    canned("rare", "rare", language="ru")
    canned("usual", "usual", used_count=9, language="ru")
    canned("hold", "exact")
    canned("holder", "prefix", used_count=99)
    canned("x", "in the text: hold", used_count=999)
    assert offered() == ["in the text: hold", "prefix", "usual", "exact", "rare", "often"]
    assert offered("hold") == ["exact", "prefix", "in the text: hold"]


def test_every_word_counts_and_the_other_keyboard_is_forgiven(canned, offered):
    canned("hold", "A hold drops off by itself", title="Holds")
    canned("refund", "Money back")
    assert offered("itself drops") == ["A hold drops off by itself"]
    assert offered("drops back") == []
    assert offered("рщдв") == ["A hold drops off by itself"]


def test_it_is_filled_in_for_this_customer_and_this_agent(double_charge, alice, dave, cards):
    dave.preferred_name, dave.time_zone = "Davey", "Asia/Tokyo"
    dave.save()
    alice.public_name = "Alice of Heron"
    filled = fill(
        "{greeting}, {customer}! {operator}, {department}, {ticket}, {time}, {Date}",
        language="en",
        ticket=double_charge,
        by=alice,
        now=datetime(2026, 11, 21, 23, 30, tzinfo=UTC),
    )
    assert filled.text == (f"Good morning, Davey! Alice of Heron, Cards, #{double_charge.pk}, 08:30, 22 November")
    assert filled.blanks == []


def test_a_russian_one_greets_in_russian(double_charge, alice):
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    filled = fill("{greeting}!", language="ru", ticket=double_charge, by=alice, now=now)
    assert filled.text != "{greeting}!"


def test_what_nobody_knows_stays_to_be_asked_for(double_charge, alice, dave):
    dave.name = ""
    dave.save()
    filled = fill(
        "{customer}, {amount} and {amount}", language="en", ticket=double_charge, by=alice, now=datetime.now(UTC)
    )
    assert filled.text == "{customer}, {amount} and {amount}"
    assert filled.blanks == ["customer", "amount"]
    assert unknown("{customer} {amount} {} {a-b} {7}") == ["amount"]


def test_markup_in_names_stays_text(canned, alices_desk, double_charge, dave):
    dave.name = '"><script>alert(1)</script>'
    dave.save()
    canned("hi", "Hi {customer}")
    html = alices_desk.get(f"/desk/tickets/{double_charge.pk}/canned/").content.decode()
    assert "<script" not in html


def test_use_is_counted_once_for_each_message_sent(canned, alices_desk, double_charge, new_id, bob):
    mine, bobs = canned("hold"), canned("bobs", owner=bob)
    message = {"client_id": new_id(), "text": "Soon", "seen_seq": 1, "canned": [mine.pk, mine.pk, bobs.pk, "x"]}
    for _ in range(2):
        alices_desk.post(f"/desk/tickets/{double_charge.pk}/replies/", message)
    mine.refresh_from_db()
    bobs.refresh_from_db()
    assert (mine.used_count, bobs.used_count) == (1, 0)
    assert mine.last_used_at is not None and bobs.last_used_at is None


@pytest.mark.django_db(transaction=True)
def test_twenty_uses_at_once_are_twenty(canned, alice, at_once):
    one, two = canned("one"), canned("two")
    outcomes = at_once(20, lambda n: CannedReply.use([one.pk, two.pk][:: 1 if n % 2 else -1], by=alice))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert set(CannedReply.objects.values_list("used_count", flat=True)) == {20}


def test_an_operator_keeps_her_own(alices_desk, alice):
    answer = alices_desk.post(LIST, form())
    assert answer.status_code == 201
    assert "/hold" in answer.content.decode()
    reply = CannedReply.objects.get()
    assert reply.owner == alice
    assert alices_desk.post(f"{LIST}{reply.pk}/", form(text="Tomorrow")).status_code == 200
    reply.refresh_from_db()
    assert reply.text == "Tomorrow"
    deleted = alices_desk.delete(f"{LIST}{reply.pk}/")
    assert deleted.status_code == 200 and "Undo" in deleted.content.decode()
    assert not CannedReply.objects.exists()


@pytest.mark.parametrize(
    ("who", "mine", "cards_", "transfers_", "everybody"),
    [
        ("alice", True, False, False, False),
        ("nina", True, True, False, False),
        ("admin", True, True, True, True),
    ],
)
def test_who_may_write_for_whom(request, desk_of, cards, transfers, who, mine, cards_, transfers_, everybody):
    nina = person("Nina", cards, role="supervisor")
    user = nina if who == "nina" else request.getfixturevalue(who)
    desk = desk_of(user)
    wanted = {"mine": mine, str(cards.pk): cards_, str(transfers.pk): transfers_, "everybody": everybody}
    got = {audience: desk.post(LIST, form(audience=audience)).status_code == 201 for audience in wanted}
    assert got == wanted


def test_nobody_edits_anothers(alices_desk, canned, bob, cards):
    for reply in (canned("b", owner=bob), canned("c", department=cards), canned("d")):
        for verb in (alices_desk.get, alices_desk.post, alices_desk.delete):
            assert verb(f"{LIST}{reply.pk}/").status_code == 404
    assert CannedReply.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"shortcut": ""}, "This field is required."),
        ({"shortcut": "two words"}, "without spaces"),
        ({"text": " "}, "This field is required."),
        ({"shortcut": "HOLD"}, "already one with this shortcut"),
        ({"audience": "everybody"}, "is not one of the available choices"),
        ({"used_count": "7"}, "has no field"),
    ],
)
def test_a_broken_form_comes_back_with_its_reasons(alices_desk, canned, alice, change, sentence):
    canned("hold", owner=alice)
    answer = alices_desk.post(LIST, form(shortcut="other") | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert CannedReply.objects.count() == 1


def test_the_settings_list_finds_and_narrows(alices_desk, canned, django_assert_max_num_queries):
    for number in range(20):
        canned(f"en{number}", f"English {number}", language="en")
    canned("ru", "Русский текст", language="ru")
    with django_assert_max_num_queries(9):
        page = alices_desk.get(LIST).content.decode()
    assert "English 19" in page and "Русский текст" in page
    narrowed = alices_desk.get(LIST, {"language": "ru"}, headers={"HX-Request": "true"}).content.decode()
    assert "English" not in narrowed and "Русский текст" in narrowed
    assert "Nothing found" in alices_desk.get(LIST, {"q": "zzz"}).content.decode()
