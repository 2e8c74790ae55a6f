"""Voices, quotes, signs and changed messages between a real widget and a real server, out of the served bundle."""

import uuid

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.test_talking_richly import MICROPHONE
from tickets.models import Attachment, Message, Ticket


@pytest.mark.requirement("R3", "R11")
def test_a_voice_a_quote_a_sign_and_a_change_of_mind(at_bank, alice):
    page = at_bank(open_chat=False, permissions=["microphone"])
    page.add_init_script(MICROPHONE)
    page.reload()
    page.get_by_role("button", name="Open chat").click()
    head, talk = page.locator("helpdesk-widget .widget__who b"), page.get_by_role("log", name="Messages")
    page.get_by_role("textbox", name="Message").fill("I was charged twice 🙏")
    page.get_by_role("textbox", name="Message").press("Enter")
    talk.get_by_text("Sent", exact=True).wait_for()
    head.get_by_text("Heron Bank").wait_for()

    ticket = wait_until(Ticket.objects.first, what="the ticket")
    question = ticket.messages.first()
    answer, _ = ticket.reply(text="By whom?", client_id=uuid.uuid4(), reply_to=question.client_id, by=alice)
    head.get_by_text("Alice").wait_for()
    talk.locator("article", has_text="By whom?").get_by_role("button", name="You I was charged twice").wait_for()
    ticket.react(question, "👍", by=alice)
    talk.get_by_role("button", name="👍", pressed=False).wait_for()
    ticket.edit(answer, "Which shop?", by=alice)
    talk.get_by_text("Which shop?").wait_for()
    talk.get_by_text("edited").wait_for()

    talk.locator("article", has_text="Which shop?").hover()
    page.get_by_role("button", name="React").click()
    page.get_by_role("button", name="✅").click()
    talk.get_by_role("button", name="✅", pressed=True).wait_for()
    talk.locator("article", has_text="Which shop?").hover()
    page.get_by_role("button", name="Quote", exact=True).click()
    page.get_by_role("button", name="Record a voice message").click()
    page.get_by_role("timer", name="Recording").get_by_text("0:01").wait_for()
    page.get_by_role("group", name="Voice message").get_by_role("button", name="Send").click()
    play = talk.get_by_role("button", name="Play the voice message")
    play.click()
    talk.get_by_role("button", name="Pause").wait_for()

    voice = wait_until(lambda: Message.objects.filter(has_files=True).first(), what="the voice")
    assert voice.reply_to == answer
    file = Attachment.objects.get(message=voice)
    assert file.content_type == "audio/webm"
    assert file.duration_ms >= 500
    answer.refresh_from_db()
    assert list(answer.reactions) == ["✅"]
    ticket.redact(answer, by=alice)
    talk.get_by_text("This message was removed").first.wait_for()
    assert "Which shop?" not in talk.inner_text()
