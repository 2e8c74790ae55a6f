import re

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tickets.models import Message
from tickets.words import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(double_charge, alice, bob, carol, dave, transfers, new_id):
    """One message of every sort there is."""
    double_charge.take(by=alice)
    double_charge.reply(text="Hello", client_id=new_id(), by=alice)
    double_charge.note(text="Between us", client_id=new_id(), by=bob)
    double_charge.assign(bob, by=alice)
    double_charge.hold(reason="DEV-118", by=bob)
    double_charge.receive(text="And now?", client_id=new_id(), by=dave)
    double_charge.transfer(transfers, note="Yours", by=bob)
    double_charge.resolve(by=carol)
    double_charge.reopen(by=carol)
    double_charge.close(by=carol)
    return Message.objects.for_reading().select_related("ticket__customer").order_by("seq")


def rendered(messages, language, zone):
    with translation.override(language), timezone.override(zone):
        return [render_to_string("tickets/ticket.html#message", {"message": message}) for message in messages]


def test_what_is_pushed_is_the_same_for_every_reader(everything):
    english = rendered(everything, "en", "UTC")
    assert rendered(everything, "ru", "Asia/Vladivostok") == english
    assert len(english) == len(everything) >= 12


def test_a_visitor_without_a_name_is_the_same_for_every_reader(everything, dave):
    type(dave).objects.update(name="")
    assert rendered(everything.all(), "ru", "UTC") == rendered(everything.all(), "en", "UTC")


def test_each_is_one_element_with_its_identity_and_its_places(everything):
    for message, html in zip(everything, rendered(everything, "en", "UTC"), strict=True):
        opening = re.match(r"<(\w+)([^>]*)>", html)
        assert f'id="message-{message.client_id}"' in opening[2]
        assert f'data-seq="{message.seq}"' in opening[2]
        assert f'data-version="{message.version}"' in opening[2]
        assert html.strip().endswith(f"</{opening[1]}>")


def test_every_happening_has_its_words_in_both_languages(everything):
    kinds = {message.happening for message in everything if message.happening}
    assert {"joined", "assigned", "transferred", "held", "resolved", "reopened", "closed"} <= kinds
    for language in ("en", "ru"):
        with translation.override(language):
            for kind in kinds:
                assert {kind, f"{kind}_by_me", f"{kind}_by_itself"} <= words().keys()
