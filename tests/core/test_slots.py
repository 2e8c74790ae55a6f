import pytest
from django.template import Context, Template

from core import slots


@pytest.fixture(autouse=True)
def _own_panels(monkeypatch):
    monkeypatch.setattr(slots, "_panels", {})


def render():
    return Template('{% load slots %}{% slot "lamp.side" 12 %}').render(Context())


def test_an_empty_slot_is_nothing():
    assert render() == ""


def test_panels_are_fetched_in_their_order():
    slots.panel("lamp.side", name="second", url=lambda lamp: f"/lamps/{lamp}/?a=1&b=2", position=2)
    slots.panel("lamp.side", name="first", url=lambda lamp: f"/halls/{lamp}/")
    html = render()
    assert html.index('hx-get="/halls/12/"') < html.index('hx-get="/lamps/12/?a=1&amp;b=2"')


def test_a_panel_for_others_is_left_out():
    slots.panel("lamp.side", name="secret", url=lambda lamp: "/", allowed=lambda user, lamp: False)
    assert render() == ""


def test_registering_again_replaces():
    for address in ("/old/", "/new/"):
        slots.panel("lamp.side", name="one", url=lambda lamp, address=address: address)
    assert render().count("hx-get") == 1
    assert "/new/" in render()
