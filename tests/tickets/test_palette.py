"""What the command palette finds on the server, and the one list of keys."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from customers.models import Customer
from tickets.keymap import keymap
from tickets.models import Ticket

TEMPLATES = [
    *Path(settings.BASE_DIR, "templates/desk").glob("*.html"),
    *Path(settings.BASE_DIR, "templates/tickets").glob("*.html"),
]


@pytest.fixture
def offered(alices_desk):
    return lambda **given: strip_tags(alices_desk.get("/desk/palette/", given).content.decode())


def test_a_ticket_is_offered_by_the_beginning_of_its_number(offered, double_charge):
    assert f"#{double_charge.pk}" in offered(q=f"#{str(double_charge.pk)[:2]}")
    assert f"#{double_charge.pk}" in offered(q=str(double_charge.pk))
    assert f"#{double_charge.pk}" not in offered(q="#99")


def test_a_ticket_is_offered_by_the_beginning_of_a_word_of_its_subject(offered, double_charge):
    assert "I was charged twice." in offered(q="char")


def test_people_are_offered_after_an_at_sign(offered, double_charge, bob):
    assert "Dave Okafor" in offered(q="@oka")
    assert "Bob" in offered(q="@bo")
    assert "I was charged" not in offered(q="@charged")


def test_recent_tickets_are_those_that_may_still_be_seen(offered, double_charge, transfers, dave):
    other, _ = Ticket.open(customer=dave, channel="email", text="Not yours", by=dave, department=transfers)

    page = offered(recent=f"{other.pk},{double_charge.pk},x,")

    assert "I was charged twice." in page
    assert "Not yours" not in page


def test_nobody_of_another_department_is_offered(carols_desk, double_charge):
    for asked in ("okafor", "charged", f"#{double_charge.pk}", "@dave"):
        assert "option" not in carols_desk.get("/desk/palette/", {"q": asked}).content.decode()


def test_a_name_is_escaped(alices_desk, cards):
    eve = Customer.objects.create(name="<img src=x>")
    Ticket.open(customer=eve, channel="email", text="<u>Tricky</u>", by=eve, department=cards)

    page = alices_desk.get("/desk/palette/", {"q": "tricky"}).content.decode()

    assert "&lt;u&gt;" in page
    assert "<img" not in page


def shortcuts():
    return [shortcut for _title, shortcuts in keymap() for shortcut in shortcuts]


def on_the_pages():
    return {keys for path in TEMPLATES for keys in re.findall(r'aria-keyshortcuts="([^"{]+)"', path.read_text())}


@pytest.mark.requirement("R143")
def test_the_sheet_of_keys_shows_what_the_pages_bear_and_nothing_else():
    pressed = {shortcut.keys for shortcut in shortcuts() if not shortcut.does}
    spoken = {shortcut.keys for shortcut in shortcuts()} | {"Shift+?"}

    assert pressed <= on_the_pages(), "a key on the sheet that nothing on the pages bears"
    assert on_the_pages() <= spoken, "a key on a page that the sheet does not show"


def test_no_two_commands_share_a_key():
    keys = [shortcut.keys for shortcut in shortcuts() if shortcut.does != "itself"]
    assert len(keys) == len(set(keys))
    first = {key.split()[0] for key in keys if " " in key}
    assert first.isdisjoint(keys), "the first key of a sequence does something by itself"


def test_single_keys_can_be_switched_off(alices_desk, alice):
    assert 'data-single-keys="off"' not in alices_desk.get("/desk/").content.decode()

    alice.single_keys = False
    alice.save()

    assert 'data-single-keys="off"' in alices_desk.get("/desk/").content.decode()
