import uuid

import pytest

from tickets.models import Message, Ticket


@pytest.fixture
def talk(browser, alice):
    """Three messages of the customer's, one of Alice's."""
    for number in (1, 2, 3):
        browser.write(f"message {number}")
    browser.ticket.reply(text="Hello", client_id=uuid.uuid4(), by=alice)
    return browser


def texts(response):
    return [message["text"] or message["happening"]["kind"] for message in response.json()["messages"]]


def test_all_of_it(talk):
    response = talk.read(after=0)
    assert texts(response) == ["message 1", "message 2", "message 3", "joined", "Hello"]
    assert response.json()["more"] is False
    assert response.json()["conversation"]["agent"] == {"name": "Alice", "photo": None}
    assert response.json()["conversation"]["status"] == "joined"
    assert response.json()["conversation"]["unread"] == 1


def test_what_changed_after_a_version(talk):
    version = talk.read(after=0).json()["messages"][2]["version"]
    assert texts(talk.read(after=version)) == ["joined", "Hello"]
    assert texts(talk.read(after=999)) == []


def test_what_stands_before_a_place(talk):
    assert texts(talk.read(before=3)) == ["message 1", "message 2"]
    assert texts(talk.read(before=1)) == []


def test_long_conversations_come_in_pages(browser):
    browser.write("first")
    ticket = Ticket.objects.get()
    for number in range(2, 253):
        places = {"seq": number, "public_seq": number, "version": number, "public_version": number + 1}
        Message.objects.create(ticket=ticket, author_kind="customer", text=str(number), **places)
    Ticket.objects.update(last_seq=252, last_public_seq=252, public_version=253, version=253)

    first = browser.read(after=0).json()
    second = browser.read(after=max(message["version"] for message in first["messages"])).json()
    assert (len(first["messages"]), first["more"], len(second["messages"]), second["more"]) == (200, True, 52, False)
    last = browser.read(before=253).json()
    assert [message["seq"] for message in last["messages"]] == list(range(203, 253))
    assert last["more"] is True


def test_marks_only_go_forward(talk):
    path = f"conversations/{talk.conversation}/seen"
    assert talk.ask("POST", path, {"delivered": 5, "read": 4}).status_code == 204
    assert talk.ask("POST", path, {"delivered": 1, "read": 1}).status_code == 204
    assert talk.ask("POST", path, {"delivered": 5, "read": 4}).status_code == 204
    assert talk.read(after=0).json()["conversation"]["seen"] == {"delivered": 5, "read": 4}
    talk.ask("POST", path, {"delivered": 9999, "read": 9999})
    conversation = talk.read(after=0).json()["conversation"]
    assert conversation["seen"] == {"delivered": 5, "read": 5}
    assert conversation["unread"] == 0


def test_the_agents_reading_shows(talk, alice):
    assert talk.read(after=0).json()["conversation"]["agents_seen"] == {"read": 5}


@pytest.mark.requirement("R5")
def test_the_page_goes_along_without_its_query(browser):
    browser.write(page={"url": "https://heron.example/pay?card=4821#x", "title": "Payments"})
    session = browser.ticket.sessions.get()
    assert [(page.url, page.title) for page in session.pages.all()] == [("https://heron.example/pay", "Payments")]

    path = f"conversations/{browser.conversation}/page"
    for _ in range(2):
        assert browser.ask("POST", path, {"url": "https://heron.example/cards", "title": "Cards"}).status_code == 204
    browser.write("Here", page={"url": "https://heron.example/cards?again", "title": "Cards"})
    assert [page.title for page in session.pages.all()] == ["Payments", "Cards"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "not a url", "http://[", "data:text/html,x", "//x"])
def test_what_is_no_page_is_passed_over(browser, url):
    assert browser.write(page={"url": url, "title": "x"}).status_code == 201
    assert not browser.ticket.sessions.get().pages.exists()


def test_the_session_answer_tells_how_the_site_looks(heron, browser):
    from tests.chat.conftest import Browser

    site = Browser(heron).arrive(language="ru-RU").json()["site"]
    assert site["greeting"] == "Чем помочь?"
    assert site["title"] == "Heron Bank"
    assert site["bot"] == {"name": "Heron assistant", "photo": None}
    assert site["max_text"] == 10_000
    assert heron.identity_secret not in str(site)


def test_a_returning_visitor_gets_conversations_newest_first(browser):
    ids = []
    for _ in range(3):
        browser.conversation = None
        browser.write()
        ids.append(browser.conversation)
    assert [each["id"] for each in browser.arrive().json()["conversations"]] == ids[::-1]


def test_the_number_of_questions_does_not_grow(browser, django_assert_max_num_queries):
    for _ in range(6):
        browser.conversation = None
        browser.write()
    with django_assert_max_num_queries(8):
        browser.arrive()
    with django_assert_max_num_queries(5):
        browser.read(after=0)
