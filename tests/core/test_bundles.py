"""All styles in one answer, kept for as long as they say the same."""

import gzip
import re

import pytest
from django.template import Context, Template
from django.test import override_settings

from core.bundles import styles_in_order
from core.templatetags.assets import stylesheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    stylesheets.cache_clear()
    yield
    stylesheets.cache_clear()


def links():
    return re.findall(r'href="([^"]+)"', Template("{% load assets %}{% stylesheets %}").render(Context()))


def test_a_page_asks_for_its_styles_once(client, settings):
    [address] = links()

    answer = client.get(address)

    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert answer.text.startswith((settings.BASE_DIR / "static/css/layers.css").read_text())
    for name in styles_in_order():
        assert (settings.BASE_DIR / "static/css" / name).read_text() in answer.text


def test_it_comes_packed_to_who_takes_it_so(client):
    [address] = links()
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == client.get(address).content


def test_the_address_of_an_earlier_release_brings_the_present_styles_and_is_not_kept(client):
    [address] = links()
    answer = client.get("/styles-0123456789abcdef.css")
    assert answer.content == client.get(address).content
    assert answer["Cache-Control"] == "no-store"


@override_settings(DEBUG=True)
def test_who_works_on_them_gets_them_one_by_one():
    assert links()[0] == "/static/css/layers.css"
    assert len(links()) == len(styles_in_order())
