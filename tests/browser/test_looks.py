"""Every page and state through axe, on a desk and on a phone, light and dark; nothing may scroll sideways."""

import uuid
from pathlib import Path

import pytest

from core.actors import SYSTEM

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SIZES = {"desk": (1440, 900), "phone": (360, 740)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
    const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })
    const places = nodes => nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | ")
    return found.violations.map(({ impact, id, nodes }) => `${impact} ${id}: ${places(nodes)}`)
}"""


# What enters or changes is looked at once it has done so; what turns for ever is not waited for.
SETTLED = """() => Promise.allSettled(
    document.getAnimations().filter(one => one.effect.getTiming().iterations < Infinity).map(one => one.finished))"""


def findings(page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        # Through the debugger, as a tester's extension would: our own policy refuses foreign scripts.
        page.evaluate(AXE.read_text())
    page.evaluate(SETTLED)
    return page.evaluate(RUN, RULES)


def assert_clean_and_fits(page, name: str) -> None:
    """In light and in dark, as the page changes under somebody's eyes when the system does."""
    page.wait_for_load_state("networkidle")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not (found := findings(page)), (name, scheme, found)
        assert not scrolls_sideways(page), (name, scheme)


def scrolls_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def busy_ticket(double_charge, alice, bob, new_id):
    double_charge.take(by=alice)
    double_charge.reply(text="I see both payments: https://bank.test/holds", client_id=new_id(), by=alice)
    double_charge.note(text="The café cancelled one", client_id=new_id(), by=bob)
    answer = double_charge.messages.get(text__startswith="I see both")
    double_charge.edit(answer, "I see both payments, Dave: https://bank.test/holds", by=alice)
    double_charge.react(answer, "👍", by=bob)
    double_charge.redact(double_charge.reply(text="For another", client_id=new_id(), by=alice)[0], by=alice)
    told, _ = double_charge.receive(
        text="Card 4111 1111 1111 1111, passport FA 482913", client_id=new_id(), by=double_charge.customer
    )
    double_charge.redact_words(told, "FA 482913", by=alice)
    double_charge.receive(text="And when?", client_id=new_id(), reply_to=answer.client_id, by=double_charge.customer)
    double_charge.summarise("Dave was charged twice and is upset.", by=alice)
    double_charge.receive(text="Спасибо! And if it isn’t back by then?", client_id=new_id(), by=double_charge.customer)
    double_charge.messages.filter(seq=double_charge.last_seq).update(mood="good")
    double_charge.sound(by=SYSTEM)
    return double_charge


PAGES = {
    "queue": "/desk/",
    "empty queue": "/desk/?view=closed",
    "ticket": "/desk/tickets/{ticket}/",
    "search": "/desk/search/?q=twice",
    "empty search": "/desk/search/?q=zzzz",
    "profile": "/accounts/profile/",
}


@pytest.mark.requirement("R145")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_staff_pages_are_clean_and_fit(at_desk, web, busy_ticket, alice, size, language):
    alice.language = language
    alice.save()
    width, height = SIZES[size]
    page = at_desk(alice, width=width, height=height)

    for name, path in PAGES.items():
        page.goto(web.url + path.format(ticket=busy_ticket.pk))
        assert_clean_and_fits(page, name)


@pytest.mark.parametrize("size", SIZES)
def test_open_pages_are_clean_and_fit(new_page, web, site, faults, size):
    width, height = SIZES[size]
    page = new_page(width=width, height=height)

    for path in ("/", "/accounts/login/", "/accounts/password/reset/", f"/{uuid.uuid4()}/"):
        page.context.clear_cookies()
        page.goto(web.url + path)
        assert_clean_and_fits(page, path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_widget_in_talk_is_clean(at_bank, alice, size, scheme):
    width, height = SIZES[size]
    page = at_bank(width=width, height=height, color_scheme=scheme)
    page.get_by_role("textbox", name="Message").fill("Hello")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("log", name="Messages").get_by_text("Hello").wait_for()

    own = [finding for finding in findings(page) if "helpdesk-widget" in finding]
    assert own == []
    assert not scrolls_sideways(page)


@pytest.mark.requirement("R143")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_moves_when_the_bell_comes(at_desk, alice, language):
    alice.language = language
    alice.save()
    page = at_desk(alice)
    bell = page.locator(".desk__brand > .slot")
    bell.get_by_role("button").first.wait_for()
    places = [page.locator(one) for one in ("#nav", ".desk__brand > b")]
    with_it = [place.bounding_box() for place in places]

    bell.evaluate("slot => slot.replaceChildren()")

    assert [place.bounding_box() for place in places] == with_it
