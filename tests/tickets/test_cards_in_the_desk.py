"""R4 in the desk: the card stands in the conversation and beside it, the same HTML for every reader."""

import uuid
from dataclasses import replace

import pytest
from django.utils import translation

from core.models import Event
from tickets.models import Card, Message
from tickets.models.card import Shown
from tickets.templatetags.bubbles import bubble, card

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4")]

COFFEE = Shown(
    type="payment",
    id="P-77120934",
    title="Corner Café, −€18.40",
    fields=(("Status", "Held twice"), ("Time", "2026-11-20T11:47:00+00:00")),
    url="https://heron.example/payments/1",
    verified=True,
)


@pytest.fixture
def asked(double_charge, dave):
    """`asked(title="...")`: Dave asks about a card; the message as pages read it."""

    def ask(text="What is this?", **changes):
        shown = replace(COFFEE, **changes)
        message, _new = double_charge.receive(text=text, client_id=uuid.uuid4(), card=shown, by=dave)
        return Message.objects.for_reading().select_related("ticket__customer").get(pk=message.pk)

    return ask


def test_the_conversation_shows_it_alike_to_every_reader(asked):
    message = asked()
    english = bubble(message)
    with translation.override("ru"):
        assert bubble(message) == english
    assert "Corner Café" in english and 'word="signed_card"' in english
    assert '<local-time form="exact" datetime="2026-11-20T11:47:00+00:00">' in english
    assert 'href="https://heron.example/payments/1"' in english and 'rel="noopener noreferrer"' in english


def test_what_is_not_signed_is_no_link(asked):
    html = bubble(asked(verified=False))
    assert 'href="https' not in html and 'word="unsigned_card"' in html


def test_nothing_of_it_is_markup(asked):
    evil = '"><img src=x onerror=alert(1)>'
    html = bubble(asked(title=evil, id=evil, fields=((evil, evil),), url=f"https://x/{evil}", type='"><b>'))
    assert "<img" not in html and "<b>" not in html.replace("<b>&", "").replace('<b><a href="https', "").replace(
        "<b>Dave", ""
    )


def test_a_card_alone_is_a_whole_message(asked, alices_desk, act, double_charge):
    message = asked(text="")
    assert f'id="message-{message.client_id}"' in alices_desk.get(act("messages/")).text
    double_charge.refresh_from_db()
    assert double_charge.last_text == COFFEE.title
    answer, _new = double_charge.receive(
        text="This one", client_id=uuid.uuid4(), reply_to=message.client_id, by=message.ticket.customer
    )
    quoting = Message.objects.for_reading().select_related("ticket__customer").get(pk=answer.pk)
    assert COFFEE.title in bubble(quoting)


def test_the_panel_shows_each_thing_once_the_newest_first(asked, alices_desk, act):
    asked()
    asked(fields=(("Status", "Booked"),))
    asked(id="P-2", title="City transport", fields=())
    panel = alices_desk.get(act("customer/panel/"))
    assert [each.title for each in panel.context["cards"]] == ["City transport", COFFEE.title]
    assert "Booked" in panel.text and "Held twice" not in panel.text
    assert panel.text.count("/cards/") == 2


def test_cards_cost_no_more_however_many_there_are(asked, alices_desk, act, django_assert_max_num_queries):
    for number in range(8):
        asked(id=str(number))
    with django_assert_max_num_queries(7):
        alices_desk.get(act(""))


def test_its_words_are_in_no_event(asked):
    asked()
    assert COFFEE.title not in str(list(Event.objects.values_list("payload", flat=True)))


def test_open_panels_hear_of_it(asked, double_charge, dave, after_commit, monkeypatch):
    from tickets import telling

    pokes = []
    monkeypatch.setattr(telling, "push", lambda group, frame: pokes.append((group, frame["topic"])))
    with after_commit():
        double_charge.receive(text="Plain", client_id=uuid.uuid4(), by=dave)
    assert pokes == []
    with after_commit():
        asked()
    assert (f"ticket.{double_charge.pk}.agents", "panel") in pokes


def test_a_value_that_only_looks_like_a_moment_stays_text():
    shown = Card(type="order", external_id="1", title="x", fields=[["Due", "2026-11-20"], ["At", "2026-11-20T11:47"]])
    assert "<local-time" not in card(shown)
