"""A secret that a customer writes is hidden from everybody, and what the shield cannot know an operator takes out."""

import pytest

from tests.browser.test_looks import findings
from tests.browser.test_talking import wait_for_ticket, write
from tickets.models import Message

SELECT = """([text, words]) => {
  const walker = document.createTreeWalker(document.getElementById("conversation"), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words)
    if (at < 0 || !walker.currentNode.data.includes(text)) continue
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length)
  }
}"""


@pytest.mark.requirement("P-08", "P-10")
def test_secrets_are_hidden_and_words_taken_out(at_bank, at_desk, alice):
    customer = at_bank()
    write(customer, "My card 5555 5555 5555 4444 and my passport FA 482913")
    ours = customer.get_by_role("log", name="Messages")
    ours.get_by_text("5555 55•• •••• 4444").wait_for()
    assert "5555 5555" not in ours.text_content()

    desk = at_desk(alice, f"/desk/tickets/{wait_for_ticket().pk}/")
    talk = desk.get_by_role("log", name="Conversation")
    said = talk.get_by_text("my passport FA 482913")
    talk.get_by_text("card number").wait_for()
    desk.evaluate(SELECT, ["my passport", "FA 482913"])
    said.hover()
    desk.get_by_role("toolbar", name="Message actions").get_by_role("button", name="More about this message").click()
    desk.get_by_role("menuitem", name="Redact").click()
    dialog = desk.get_by_role("dialog")
    assert dialog.get_by_role("textbox", name="Words").input_value() == "FA 482913"
    assert findings(desk) == []
    dialog.get_by_role("button", name="Redact for good").click()
    talk.get_by_text("and my passport").get_by_role("img", name="Redacted").wait_for()
    ours.get_by_text("and my passport ████").wait_for()
    assert Message.objects.get(seq=1).text == "My card 5555 55•• •••• 4444 and my passport ████"


@pytest.mark.requirement("P-08")
def test_the_writer_is_told_what_will_be_hidden(at_bank, at_desk, alice):
    customer = at_bank()
    write(customer, "Hello?")
    desk = at_desk(alice, f"/desk/tickets/{wait_for_ticket().pk}/")
    desk.get_by_role("textbox", name="Reply").press_sequentially("Is it 4111 1111 1111 1111?")
    desk.get_by_text("Will be hidden when you send it: card number.").wait_for()
    desk.get_by_role("textbox", name="Reply").fill("")
    desk.get_by_text("Will be hidden when you send it").wait_for(state="hidden")
