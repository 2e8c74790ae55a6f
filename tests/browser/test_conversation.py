"""The conversation in the desk: what is done to a message, where the reader stays, how far back one can go."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways
from tests.browser.test_under_the_hand import told
from tickets.models import Attachment, Message, Ticket

pytestmark = pytest.mark.requirement("R3")
PLACE = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"
AT_THE_END = """() => {
    const { scrollTop, scrollHeight, clientHeight } = document.getElementById("conversation")
    return scrollHeight - clientHeight - scrollTop < 2
}"""


def log(page):
    return page.get_by_role("log", name="Conversation")


def message(page, text):
    return log(page).locator(".message[data-seq]", has_text=text)


def element(message) -> str:
    return f"message-{message.client_id}"


@pytest.fixture
def say(double_charge, dave):
    """`say("Hello")`: Dave writes, in this process; pages hear of it."""

    def write(text, **more):
        return Ticket.objects.get(pk=double_charge.pk).receive(text=text, client_id=uuid.uuid4(), by=dave, **more)[0]

    return write


@pytest.fixture
def in_hand(at_desk, double_charge, alice):
    """Alice's page of the ticket, which she has taken."""
    double_charge.take(by=alice)
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    page.locator("message-log[ticket]").wait_for()
    return page


@pytest.mark.requirement("R15")
def test_a_colleagues_change_takes_no_button_from_under_the_pointer(in_hand, double_charge, bob):
    in_hand.get_by_role("button", name="Resolve").hover()

    in_hand.mouse.down()
    with in_hand.expect_response(lambda answer: "/changes/" in answer.url and "for coffee" in answer.text()):
        Ticket.objects.get(pk=double_charge.pk).rename("Charged twice for coffee", by=bob)
    # What the answer brings would be shown by now.
    in_hand.evaluate("new Promise((done) => setTimeout(done, 200))")
    assert in_hand.get_by_role("heading", name="Charged twice for coffee").count() == 0
    in_hand.mouse.up()

    in_hand.get_by_role("button", name="Reopen").wait_for()
    assert Ticket.objects.get(pk=double_charge.pk).subject == "Charged twice for coffee"


@pytest.mark.requirement("R15")
def test_a_colleagues_change_leaves_the_focus_where_it_is(in_hand, double_charge, bob):
    in_hand.get_by_role("button", name="Resolve").focus()

    Ticket.objects.get(pk=double_charge.pk).rename("Charged twice for coffee", by=bob)

    in_hand.get_by_role("heading", name="Charged twice for coffee").wait_for()
    assert in_hand.evaluate("document.activeElement.textContent.trim()") == "Resolve"


@pytest.fixture
def long_talk(double_charge, say):
    """A hundred and sixty messages, four pages of them."""
    for number in range(2, 161):
        say(f"Line {number}. " + "I was charged twice. " * (number % 4))
    return double_charge


def test_a_message_is_edited_and_removed_before_the_customers_eyes(at_bank, at_desk, alice):
    customer = at_bank()
    customer.get_by_role("textbox", name="Message").fill("I was charged twice")
    customer.get_by_role("button", name="Send", exact=True).click()
    ticket = wait_until(Ticket.objects.first, what="the ticket")
    ticket.reply(text="It is back by six", client_id=uuid.uuid4(), by=alice)
    page = at_desk(alice, f"/desk/tickets/{ticket.pk}/")
    told = customer.get_by_role("log", name="Messages")
    told.get_by_text("It is back by six").wait_for()

    message(page, "by six").hover()
    page.get_by_role("button", name="Edit message").click()
    page.get_by_role("textbox", name="Message", exact=True).fill("It is back by eight")
    page.get_by_role("button", name="Save").click()

    told.get_by_text("It is back by eight").wait_for()
    assert told.get_by_text("It is back by six").count() == 0

    message(page, "by eight").hover()
    page.get_by_role("button", name="More about this message").click()
    page.get_by_role("menuitem", name="Remove message").click()
    page.get_by_role("button", name="Remove", exact=True).click()

    log(page).get_by_text("This message was removed.").wait_for()
    wait_until(lambda: told.get_by_text("It is back by eight").count() == 0, what="the customer's screen")


def test_the_menu_of_messages_stands_ready_but_is_not_there_before_a_message_is_meant(at_desk, double_charge, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    # By role: what cannot be seen is not read out either.
    menu = page.get_by_role("toolbar", name="Message actions")
    quoted = page.locator(".composer__quote")
    expect(menu).to_have_count(0)
    log(page).focus()
    page.keyboard.press("q")
    expect(quoted).to_be_hidden()

    page.keyboard.press("ArrowUp")
    expect(menu).to_be_visible()
    page.keyboard.press("q")
    expect(quoted).to_be_visible()
    expect(menu).to_have_count(0)


def test_a_message_is_answered_by_keyboard_alone(at_desk, double_charge, alice, say):
    say("And the fee as well")
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    log(page).focus()

    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent").count("And the fee")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('message-menu') !== null")
    assert not (found := findings(page)), found
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent").count("charged twice")
    page.keyboard.press("q")
    page.keyboard.type("Both are on their way back")
    page.keyboard.press("Control+Enter")

    wait_until(lambda: Message.objects.filter(reply_to__seq=1).exists(), what="the quoting reply")
    quote = log(page).locator("a.quote")
    quote.get_by_text("I was charged twice.").wait_for()
    quote.click()
    assert page.evaluate("document.activeElement.dataset.seq") == "1"


def test_a_line_being_read_stays_where_it_is_whatever_comes(at_desk, long_talk, alice, say):
    page = at_desk(alice, f"/desk/tickets/{long_talk.pk}/")
    wait_until(lambda: page.evaluate(AT_THE_END), what="the end of the talk")
    page.evaluate("document.getElementById('conversation').scrollBy(0, -900)")
    read = element(Message.objects.get(seq=148))
    latest = page.get_by_role("button", name="To the latest message")
    latest.wait_for()
    before = page.evaluate(PLACE, read)

    for number in range(3):
        news = say(f"News {number}")
        page.locator(f"#{element(news)}").wait_for(state="attached")

    assert abs(page.evaluate(PLACE, read) - before) <= 1
    page.get_by_role("button", name="To the latest message, new: 3").click()
    wait_until(lambda: page.evaluate(AT_THE_END), what="the end of the talk")
    assert latest.is_hidden()
    last = say("And at the end one follows")
    page.locator(f"#{element(last)}").wait_for(state="attached")
    assert page.evaluate(AT_THE_END)


def test_what_is_new_is_marked_until_it_has_been_answered(at_desk, double_charge, alice, say):
    double_charge.seen_by_agents(read=1, by=alice)
    say("New to everybody")
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    mark = log(page).locator(".day--new")
    assert mark.evaluate("mark => mark.nextElementSibling.textContent").count("New to everybody")

    page.get_by_role("textbox", name="Reply").fill("I see it")
    page.keyboard.press("Control+Enter")

    log(page).locator(".day--new.day--gone").wait_for(state="attached")


def test_one_goes_back_to_the_first_message_and_to_any_other(at_desk, long_talk, alice):
    fifth, middle = Message.objects.get(seq=5), Message.objects.get(seq=60)
    page = at_desk(alice, f"/desk/tickets/{long_talk.pk}/")
    page.evaluate("id => document.dispatchEvent(new CustomEvent('desk:jump', { detail: { id } }))", element(fifth))
    page.locator(f"#{element(fifth)}").wait_for()
    assert page.evaluate("document.activeElement.id") == element(fifth)

    shown = "[...document.querySelectorAll('message-log [data-seq]')].map(line => Number(line.dataset.seq))"
    assert page.evaluate(shown)[:4] == [1, 2, 3, 4]
    log(page).get_by_role("button", name="Show what follows").click()
    page.locator(f"#{element(middle)}").wait_for(state="attached")
    seqs = page.evaluate(shown)
    assert seqs == sorted(set(seqs))
    wait_until(
        lambda: (
            page.locator(".log__gap").count() == 0
            or page.evaluate("document.querySelector('.log__gap').scrollIntoView()")
        ),
        what="all in between",
    )
    assert not page.locator(".log__older").count()


def test_what_changes_where_nobody_looks_is_found_changed(at_desk, long_talk, alice, bob):
    fifth, last = Message.objects.get(seq=5), Message.objects.get(seq=160)
    page = at_desk(alice, f"/desk/tickets/{long_talk.pk}/")
    jump = "id => document.dispatchEvent(new CustomEvent('desk:jump', { detail: { id } }))"
    page.evaluate(jump, element(fifth))
    line = page.locator(f"#{element(fifth)}")
    line.wait_for()
    page.evaluate(jump, element(last))
    line.wait_for(state="detached")

    with told(page, "fragment"):
        Ticket.objects.get(pk=long_talk.pk).react(fifth, "🎉", by=bob)
    page.evaluate(jump, element(fifth))

    line.locator(".mark", has_text="🎉").wait_for()


def test_the_desk_itself_is_never_scrolled(at_desk, long_talk, alice):
    Ticket.objects.get(pk=long_talk.pk).reply(text="I look at it now", client_id=uuid.uuid4(), by=alice)
    page = at_desk(alice, f"/desk/tickets/{long_talk.pk}/")
    message(page, "I look at it now").locator("message-ticks .visually-hidden").wait_for(state="attached")
    page.evaluate("document.querySelector('.desk').scrollTop = 500")
    page.evaluate("document.querySelector('.log__older').scrollIntoView()")
    assert page.evaluate("document.querySelector('.desk').scrollTop") == 0


def test_a_link_to_a_message_opens_the_ticket_at_it(at_desk, long_talk, alice):
    tenth = Message.objects.get(seq=10)
    page = at_desk(alice, f"/desk/tickets/{long_talk.pk}/")
    address = page.url
    page.goto("about:blank")
    page.goto(f"{address}#{element(tenth)}")
    wait_until(lambda: page.evaluate("document.activeElement.id") == element(tenth), what="the linked message")


@pytest.mark.parametrize("size", [(1440, 900), (360, 740)])
def test_pictures_are_looked_at_one_by_one(at_desk, double_charge, alice, dave, say, settings, running, size):
    settings.MEDIA_ROOT = running.env["MEDIA_ROOT"]
    for name in ("first.png", "second.png"):
        image = BytesIO()
        Image.new("RGB", (900, 600), "#7a6a50").save(image, "PNG")
        upload = SimpleUploadedFile(name, image.getvalue())
        say("", attachments=[Attachment.upload(upload, client_id=uuid.uuid4(), by=dave)[0]])
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/", width=size[0], height=size[1])

    log(page).get_by_role("link", name="first.png").click()
    box = page.get_by_role("dialog", name="Picture")
    box.get_by_text("1 of 2").wait_for()
    assert not (found := findings(page)), found
    page.keyboard.press("ArrowRight")
    box.get_by_text("2 of 2").wait_for()
    page.keyboard.press("+")
    assert box.get_by_role("button", name="Smaller").is_enabled()
    assert box.get_by_role("link", name="Download").get_attribute("download") == "second.png"
    page.keyboard.press("Escape")

    box.wait_for(state="hidden")
    wait_until(lambda: page.evaluate("document.activeElement.dataset.picture === 'second.png'"), what="the focus back")
    assert not scrolls_sideways(page)


def test_an_emoji_is_seen_by_the_colleague_at_once(at_desk, double_charge, alice, bob):
    address = f"/desk/tickets/{double_charge.pk}/"
    first, second = at_desk(alice, address), at_desk(bob, address)
    message(first, "charged twice").hover()
    first.get_by_role("button", name="React with 🙏").click()

    message(second, "charged twice").get_by_role("button", name="🙏").click()

    message(first, "charged twice").get_by_role("button", name="🙏").get_by_text("2").wait_for()
    wait_until(lambda: len(Message.objects.get(seq=1).reactions["🙏"]) == 2, what="both answers")
