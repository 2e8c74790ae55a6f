import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.introducing import Introduction
from customers.masking import masked, written


@pytest.mark.requirement("R149")
@pytest.mark.parametrize(
    ("kind", "value", "mask"),
    [
        ("phone", "+380440000001", "+380 •• ••• ••01"),
        ("phone", "+12015550123", "+1 •••-•••-••23"),
        ("email", "dave@demo.test", "d•••@d•••.test"),
        ("telegram", "@dave_okafor", "@d•••"),
        ("whatsapp", "380440000036", "3•••"),
        ("widget", "heron:dave", "h•••"),
        ("phone", "no number", "n•••"),
    ],
)
def test_a_mask_shows_only_what_helps_to_recognise_it(kind, value, mask):
    assert masked(kind, value) == mask


@given(st.emails())
def test_no_mask_gives_an_address_away(address):
    mailbox, _, domain = address.rpartition("@")
    if len(mailbox) > 1 and len(domain.partition(".")[0]) > 1:
        assert mailbox not in masked("email", address)
        assert domain not in masked("email", address)


def test_a_number_is_written_as_people_write_it():
    assert written("phone", "+380440000001") == "+380 44 000 0001"
    assert written("email", "a@b.test") == "a@b.test"


@pytest.mark.parametrize(
    ("typed", "name", "identities"),
    [
        ("Anna Petrenko", "Anna Petrenko", ()),
        ("Анна Петренко +380 (44) 000-12-34", "Анна Петренко", (("phone", "+380440001234"),)),
        ("anna@Demo.test", "", (("email", "anna@demo.test"),)),
        ("Anna <anna@demo.test>, +380440001234", "Anna", (("email", "anna@demo.test"), ("phone", "+380440001234"))),
        ("Flat 12, Anna", "Flat 12 Anna", ()),
    ],
)
def test_one_line_says_who_it_is(typed, name, identities):
    assert Introduction.read(typed) == Introduction(name, identities)
