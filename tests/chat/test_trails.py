"""R5, R6: where the customer was, before the first word and during the chat; P-12, P-13: and nothing beyond that."""

from itertools import pairwise
from urllib.parse import unquote

import pytest

from chat.directory import directory
from chat.models import Site, Visitor
from core.models import Event
from tickets.models import PageVisit, Session

pytestmark = [pytest.mark.requirement("R5"), pytest.mark.requirement("R6")]

PLANTED = "token=s3cret&email=dave%40demo.test&sessionid=abc"


def page(path, title=None):
    return {"url": f"https://heron.example{path}", "title": title or path.strip("/").title() or "Home"}


def walk(browser, *paths):
    for path in paths:
        assert browser.ask("POST", "page", page(path)).status_code == 204


def titles():
    return list(PageVisit.objects.order_by("pk").values_list("title", flat=True))


def set_up(**fields):
    Site.objects.update(**fields)
    directory.forget()


def test_the_way_to_the_first_word_goes_into_its_session(browser):
    walk(browser, "/", "/cards", "/cards", "/payments")
    assert not PageVisit.objects.exists()
    browser.write(page=page("/payments"))
    assert titles() == ["Home", "Cards", "Payments"]
    visits = list(PageVisit.objects.order_by("pk"))
    assert all(before.left_at == after.visited_at for before, after in pairwise(visits))
    assert visits[-1].left_at is None and all(visit.is_before for visit in visits)
    assert Visitor.objects.get().pages == []


def test_what_comes_during_the_chat_follows(browser):
    walk(browser, "/")
    browser.write()
    browser.ask("POST", f"conversations/{browser.conversation}/page", page("/tariffs"))
    first, second = PageVisit.objects.order_by("pk")
    assert (first.title, second.title) == ("Home", "Tariffs")
    assert first.left_at is not None and second.left_at is None and not second.is_before


def test_pages_between_two_chats_go_into_the_second(browser, alice):
    browser.write()
    browser.ticket.resolve(by=alice)
    walk(browser, "/loans")
    browser.ask("POST", f"conversations/{browser.conversation}/page", page("/help"))
    assert not PageVisit.objects.exists()
    browser.write("One more thing")
    later = Session.objects.latest("pk")
    assert titles() == ["Loans", "Help"] and set(PageVisit.objects.values_list("session", flat=True)) == {later.pk}


def test_the_last_thirty_wait(browser):
    walk(browser, *(f"/{number}" for number in range(35)))
    browser.write()
    assert titles() == [str(number) for number in range(5, 35)]


def test_a_repeated_first_message_takes_them_once(browser, new_id):
    walk(browser, "/", "/cards")
    once = str(new_id())
    browser.write(client_id=once)
    browser.write(client_id=once)
    assert titles() == ["Home", "Cards"]


def test_two_that_hand_over_at_once_hand_over_once(heron, at_once, transactional_db):
    from chat.looking import take_along
    from tests.chat.conftest import Browser

    browser = Browser(heron)
    browser.arrive()
    browser.write()
    walk(browser, "/", "/cards")
    at_once(4, lambda _number: take_along(Visitor.objects.get(), browser.ticket))
    assert len(titles()) == 2


def test_agents_see_the_chain_with_its_stays(browser, alice, desk_of):
    walk(browser, "/", "/payments")
    browser.write()
    browser.ask("POST", f"conversations/{browser.conversation}/page", page("/tariffs"))
    PageVisit.objects.filter(title="Home").update(visited_at="2026-11-20T10:00Z", left_at="2026-11-20T10:03Z")
    panel = desk_of(alice).get(f"/desk/tickets/{browser.ticket.pk}/customer/panel/").text
    trail = panel[panel.index('id="customer-pages"') :]
    assert trail.index("Tariffs") < trail.index("Before the chat") < trail.index("Payments") < trail.index("Home")
    assert "3 min" in trail


@pytest.mark.requirement("P-13")
def test_of_a_query_nothing_stays_but_what_the_site_names(browser):
    set_up(page_parameters=["tab"])
    walk(browser, f"/?{PLANTED}&tab=2")
    browser.write(page=page(f"/pay?{PLANTED}&tab=3#frag"))
    browser.ask("POST", f"conversations/{browser.conversation}/page", page(f"/x?{PLANTED}&tab=a@b.c"))
    urls = list(PageVisit.objects.order_by("pk").values_list("url", flat=True))
    assert urls == ["https://heron.example/?tab=2", "https://heron.example/pay?tab=3", "https://heron.example/x"]
    everywhere = str([list(model.objects.values()) for model in (Visitor, PageVisit, Event)])
    assert not any(secret in everywhere for secret in ("s3cret", "dave%40", "sessionid"))


@pytest.mark.requirement("P-08")
@pytest.mark.parametrize("place", ["/pay/4539%201488%200343%206467", "/x?tab=4539+1488+0343+6467", "/4539148803436467"])
def test_a_card_number_in_an_address_is_hidden_however_it_is_written_there(browser, place):
    set_up(page_parameters=["tab"])
    browser.write(page=page(place))
    url = unquote(PageVisit.objects.get().url)
    assert "•" in url and "0343" not in url


@pytest.mark.requirement("P-13")
@pytest.mark.parametrize("name", ["token", "email", "sessionid", "access_token", "phone", "code", "a b", "x" * 41])
def test_what_sounds_like_a_secret_cannot_be_kept(name, admin, heron, desk_of):
    office, address = desk_of(admin), f"/desk/settings/sites/{heron.pk}/"
    assert office.post(address, {"name": "Heron", "page_parameters": f"tab, {name}"}).status_code == 422
    heron.refresh_from_db()
    assert heron.page_parameters == []


@pytest.mark.requirement("P-12")
def test_before_a_yes_nothing_is_kept_and_a_no_takes_all_away(browser):
    set_up(asks_consent=True)
    walk(browser, "/secret")
    browser.write(page=page("/secret"))
    assert not PageVisit.objects.exists() and Visitor.objects.get().pages == []

    browser.ask("POST", "consent", {"pages": True, "text": "2026-11"})
    visitor = Visitor.objects.get()
    assert visitor.agreed_at and visitor.agreed_text == "2026-11"
    browser.ask("POST", f"conversations/{browser.conversation}/page", page("/cards"))
    walk(browser, "/loans")
    assert titles() == ["Cards"] and len(Visitor.objects.get().pages) == 1

    browser.ask("POST", "consent", {"pages": False})
    visitor = Visitor.objects.get()
    assert (visitor.agreed_at, visitor.page_url, visitor.pages, visitor.agreed_text) == (None, "", [], "1")
    assert not PageVisit.objects.exists()
    walk(browser, "/cards")
    assert Visitor.objects.get().pages == []


@pytest.mark.requirement("P-12")
def test_a_withdrawal_is_told_to_open_desks(browser, heron):
    browser.write(page=page("/cards"))
    before = browser.ticket.version
    browser.ask("POST", "consent", {"pages": False})
    assert browser.ticket.version == before + 1
    browser.ask("POST", "consent", {"pages": False})
    assert browser.ticket.version == before + 1
    assert Event.objects.filter(name="ticket.pages_forgotten").count() == 1


def test_another_persons_conversation_is_not_reached(browser, another):
    browser.write()
    answer = another.ask("POST", f"conversations/{browser.conversation}/page", page("/x"))
    assert answer.status_code == 404 and not PageVisit.objects.exists()
    assert browser.ask("GET", "page").status_code == 405
    browser.token = "wrong"
    assert browser.ask("POST", "page", page("/x")).status_code == 401


def test_the_widget_is_told_which_parameters_to_send(browser):
    set_up(page_parameters=["tab"])
    assert browser.arrive().json()["site"]["page_parameters"] == ["tab"]
