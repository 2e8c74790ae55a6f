"""Files: chosen, pasted, dropped; on their way at once, and never lost with the message they belong to."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import Refused

pytestmark = pytest.mark.requirement("R3")
RECEIPT = {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"one coffee"}


def choose(page, *files):
    page.locator("helpdesk-widget input[type=file]").set_input_files(list(files))


def uploads(method, path):
    return path == "uploads"


def sent_files(far_side):
    return [[file["name"] for file in message["attachments"]] for message in far_side.only().messages]


def test_a_file_goes_with_the_message(visit, far_side):
    page = visit()

    choose(page, RECEIPT)
    page.get_by_text("receipt.txt").wait_for()
    write(page, "Here is the receipt")

    log(page).get_by_role("link", name="receipt.txt").wait_for()
    assert sent_files(far_side) == [["receipt.txt"]]


def test_a_file_alone_is_a_message(visit, far_side):
    page = visit()

    choose(page, RECEIPT)
    page.get_by_role("button", name="Send", exact=True).click()

    log(page).get_by_role("link", name="receipt.txt").wait_for()


def test_pasted_and_dropped_files_are_taken(visit, far_side):
    page = visit()
    page.evaluate("""() => {
      const root = document.querySelector('helpdesk-widget').shadowRoot
      const files = name => {
        const data = new DataTransfer()
        data.items.add(new File(['x'], name, {type: 'text/plain'}))
        return data
      }
      const event = {bubbles: true, cancelable: true}
      const paste = new ClipboardEvent('paste', {...event, clipboardData: files('pasted.txt')})
      const drop = new DragEvent('drop', {...event, dataTransfer: files('dropped.txt')})
      root.querySelector('textarea').dispatchEvent(paste)
      root.querySelector('dialog').dispatchEvent(drop) }""")

    page.get_by_text("dropped.txt").wait_for()
    wait_until(lambda: len(far_side.uploads) == 2, what="both uploads")
    page.get_by_role("button", name="Send", exact=True).click()

    wait_until(
        lambda: far_side.conversations and sent_files(far_side) == [["pasted.txt", "dropped.txt"]], what="the message"
    )


def test_a_refused_file_says_why_and_can_be_removed(visit, far_side, faults):
    page = visit()
    far_side.faults = [
        lambda method, path: Refused(422, "Files of this kind are not taken.") if uploads(method, path) else None
    ]

    choose(page, RECEIPT)
    page.get_by_text("Files of this kind are not taken.").wait_for()
    page.get_by_role("button", name="Remove receipt.txt").click()
    write(page, "Without it then")

    log(page).get_by_text("Sent", exact=True).wait_for()
    assert sent_files(far_side) == [[]]


def test_a_file_that_is_too_large_is_not_even_tried(visit, far_side):
    far_side.site["max_upload_bytes"] = 5
    page = visit()
    page.get_by_text("Ask us about").wait_for()

    choose(page, RECEIPT)

    page.get_by_text("The file is over 5 B.").wait_for()
    assert far_side.uploads == {}


def test_a_file_can_be_tried_again(visit, far_side, faults):
    page = visit()
    far_side.faults = [lambda method, path: Refused(503) if uploads(method, path) else None]
    choose(page, RECEIPT)
    page.get_by_role("button", name="Upload receipt.txt again").wait_for()
    far_side.faults = []

    page.get_by_role("button", name="Upload receipt.txt again").click()

    wait_until(lambda: len(far_side.uploads) == 1, what="the upload")


def test_a_message_with_a_file_survives_the_network_and_a_reload(visit, far_side, faults):
    page = visit()
    far_side.faults = [lambda method, path: Refused(503) if path != "session" else None]
    choose(page, RECEIPT)
    write(page, "With a receipt")
    log(page).get_by_text("Sending").wait_for()

    page.reload()
    far_side.faults = []

    wait_until(
        lambda: far_side.conversations and sent_files(far_side) == [["receipt.txt"]], what="the message with its file"
    )
    open_widget(page)
    log(page).get_by_role("link", name="receipt.txt").wait_for()
    assert far_side.stored == ["With a receipt"]
