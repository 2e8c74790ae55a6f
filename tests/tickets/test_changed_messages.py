"""What the desk and the customer are shown when a message was edited, removed or answered."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chat.serialising import message_json
from core.live import publishing
from tickets.linking import linked
from tickets.models import Attachment, Message, Ticket
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3")]
BOT = {"name": "Heron", "photo": None}


@pytest.fixture
def answer(double_charge, alice, new_id):
    return double_charge.reply(text="It is back by six", client_id=new_id(), by=alice)[0]


@pytest.fixture
def frames(monkeypatch):
    """Every frame that is told to an open socket, with its group."""
    told = []
    monkeypatch.setattr(publishing, "packed", lambda frame: frame)
    monkeypatch.setattr(publishing, "_published", lambda messages: told.extend(messages) or True)
    return lambda group: [frame for channel, frame in told if channel.endswith(group)]


def at(ticket, message, part) -> str:
    return f"/desk/tickets/{ticket.pk}/messages/{message.client_id}/{part}/"


def customers(message):
    return message_json(Message.objects.for_reading().get(pk=message.pk), visitor_id=1, bot=BOT)


def test_an_edit_that_a_page_missed_comes_with_the_changes(alices_desk, double_charge, answer, alice):
    version = Ticket.objects.get(pk=double_charge.pk).version
    double_charge.edit(answer, "It is back by eight", by=alice)
    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/changes/", {"after": version}).content.decode()
    assert "It is back by eight" in page
    assert "It is back by six" not in page
    assert f'<ticket-changes version="{version + 1}">' in page


def test_both_sides_are_told_at_once_and_under_their_own_numbers(after_commit, frames, heron_talk, alice, new_id):
    ticket = heron_talk.ticket
    message, _ = ticket.reply(text="By six", client_id=new_id(), by=alice)
    with after_commit():
        ticket.edit(message, "By eight", by=alice)
    [fragment] = [frame for frame in frames(f"ticket.{ticket.pk}.agents") if frame["type"] == "fragment"]
    assert (fragment["id"], fragment["version"]) == (f"message-{message.client_id}", ticket.version)
    assert "By eight" in fragment["html"]
    [told] = frames(f"ticket.{ticket.pk}.customer")
    assert (told["type"], told["version"], told["message"]["text"]) == ("message", ticket.public_version, "By eight")
    assert told["message"]["edited_at"]


def test_what_happens_to_a_note_is_told_to_colleagues_alone(after_commit, frames, heron_talk, alice, bob, new_id):
    ticket = heron_talk.ticket
    note, _ = ticket.note(text="He is angry", client_id=new_id(), by=alice)
    with after_commit():
        ticket.edit(note, "He is sad", by=alice)
        ticket.react(note, "👍", by=bob)
        ticket.redact(note, by=alice)
    assert [frame["type"] for frame in frames(f"ticket.{ticket.pk}.agents")] == ["fragment"] * 3 + ["poke"]
    assert frames(f"ticket.{ticket.pk}.customer") == []


def test_the_customer_sees_that_it_was_edited_and_never_what_it_said(double_charge, answer, alice):
    double_charge.edit(answer, "It is back by eight", by=alice)
    seen = customers(answer)
    assert seen["text"] == "It is back by eight"
    assert seen["edited_at"]
    assert "six" not in str(seen)


def test_a_removed_message_is_empty_for_the_customer_with_its_files_and_its_quotes(double_charge, alice, dave, new_id):
    file, _ = Attachment.upload(SimpleUploadedFile("a.txt", b"hello"), client_id=new_id(), by=alice)
    message, _ = double_charge.reply(text="Secret", client_id=new_id(), attachments=[file], by=alice)
    answer, _ = double_charge.receive(text="Thanks", client_id=new_id(), reply_to=message.client_id, by=dave)
    assert customers(answer)["quote"]["text"] == "Secret"
    double_charge.react(message, "👍", by=dave)

    double_charge.redact(message, by=alice)

    seen = customers(message)
    assert (seen["text"], seen["attachments"], seen["reactions"], seen["redacted"]) == ("", [], [], True)
    quote = customers(answer)["quote"]
    assert (quote["text"], quote["file"], quote["redacted"]) == ("", "", True)


def test_a_removed_message_and_its_files_are_gone_from_the_desk(alices_desk, double_charge, alice, new_id):
    file, _ = Attachment.upload(SimpleUploadedFile("a.txt", b"hello"), client_id=new_id(), by=alice)
    message, _ = double_charge.reply(text="Secret", client_id=new_id(), attachments=[file], by=alice)
    assert alices_desk.get(f"/desk/attachments/{file.key}/").status_code == 200
    assert alices_desk.post(at(double_charge, message, "redaction")).status_code == 200

    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/").content.decode()
    assert "Secret" not in page
    assert "data-redacted" in page
    assert alices_desk.get(f"/desk/attachments/{file.key}/").status_code == 404


def test_colleagues_read_the_former_words_in_the_history(desk_of, alices_desk, bob, double_charge, answer):
    alices_desk.post(at(double_charge, answer, "revisions"), {"text": "It is back by eight"})
    alices_desk.post(at(double_charge, answer, "redaction"))
    history = desk_of(bob).get(at(double_charge, answer, "revisions")).content.decode()
    assert history.index("It is back by eight") < history.index("It is back by six")
    assert "Removed by Alice" in history
    assert "Edited by Alice" in history


def test_a_refused_edit_keeps_what_was_typed(desk_of, bob, double_charge, answer):
    page = desk_of(bob).post(at(double_charge, answer, "revisions"), {"text": "Not mine to change"})
    assert page.status_code == 422
    assert "Not mine to change" in page.content.decode()
    assert "Only its author can change a message." in page.content.decode()


def test_an_emoji_of_ours_and_no_other(alices_desk, double_charge, answer, alice):
    page = alices_desk.post(at(double_charge, answer, "reactions"), {"emoji": "👍", "on": "on"})
    assert f'data-who="agent:{alice.pk}"' in page.content.decode()
    assert alices_desk.post(at(double_charge, answer, "reactions"), {"emoji": "<b>", "on": "on"}).status_code == 422
    assert (
        "emoji-marks" not in alices_desk.post(at(double_charge, answer, "reactions"), {"emoji": "👍"}).content.decode()
    )


def test_the_customer_is_told_how_many_and_whether_he_is_one_of_them(double_charge, answer, alice, bob, dave):
    for who in (alice, bob):
        double_charge.react(answer, "👍", by=who)
    assert customers(answer)["reactions"] == [{"emoji": "👍", "count": 2, "mine": False}]
    double_charge.react(answer, "👍", by=dave)
    assert customers(answer)["reactions"] == [{"emoji": "👍", "count": 3, "mine": True}]


def test_a_note_is_never_quoted_to_the_customer(double_charge, alice, dave, new_id):
    note, _ = double_charge.note(text="Between us", client_id=new_id(), by=alice)
    for write, by in ((double_charge.reply, alice), (double_charge.receive, dave)):
        with pytest.raises(Refused):
            write(text="Look", client_id=new_id(), reply_to=note.client_id, by=by)
    # And were it so in the row, the second lock would still hold.
    answer, _ = double_charge.reply(text="Look", client_id=new_id(), by=alice)
    Message.objects.filter(pk=answer.pk).update(reply_to=note)
    assert customers(answer)["quote"] is None


def test_a_page_around_a_message_and_one_after_a_place(alices_desk, double_charge, written):
    written(200)
    wanted = double_charge.messages.get(seq=60)
    address = f"/desk/tickets/{double_charge.pk}/messages/"

    def seqs(**query):
        return [int(seq) for seq in re.findall(r'data-seq="(\d+)"', alices_desk.get(address, query).content.decode())]

    assert seqs(around=wanted.client_id) == list(range(35, 85))
    assert seqs(after=84) == list(range(85, 135))
    assert seqs(after=201) == []
    assert alices_desk.get(address, {"around": "x"}).status_code == 404
    assert alices_desk.get(address, {"around": "00000000-0000-4000-8000-000000000000"}).status_code == 404


def test_a_picture_keeps_its_shape_before_it_has_come(alices_desk, double_charge, dave, new_id, picture):
    file, _ = Attachment.upload(picture(1200, 800), client_id=new_id(), by=dave)
    double_charge.receive(text="", client_id=new_id(), attachments=[file], by=dave)
    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/").content.decode()
    assert re.search(r'<img src="/desk/attachments/[^"]+/thumbnail/" width="272" height="181"', page)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://heron.example/a?b=1&c=2.", ["https://heron.example/a?b=1&amp;c=2"]),
        ("(www.heron.example/help_(holds))", ["https://www.heron.example/help_(holds)"]),
        ("Write to dave@demo.test, please", ["mailto:dave@demo.test"]),
        ("Call +380 (44) 000-00-01 today", ["tel:+380440000001"]),
        ("1+1=2, a@b, javascript:alert(1), data:text/html,x", []),
        ("ftp://x.example file:///etc/passwd", []),
    ],
)
def test_what_can_be_followed_is_a_link(text, links):
    html = linked(text)
    assert re.findall(r'href="([^"]*)"', html) == links
    assert html.count('rel="noopener noreferrer nofollow"') == len(links)


@pytest.mark.parametrize("part", ["a", "a@", "+1 ", "www.", "https://", "a.b-", "(", "@a.", "+", "1-"])
def test_no_text_makes_the_search_for_links_slow(part):
    from time import perf_counter

    started = perf_counter()
    linked("@+" + part * (10_000 // len(part)))
    assert perf_counter() - started < 0.3


def test_called_colleagues_are_marked_in_a_note(alices_desk, double_charge, alice, bob, new_id):
    double_charge.note(text="@Bob <b>look</b>, not bob@Bob.example", client_id=new_id(), by=alice)
    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/").content.decode()
    assert f'<b class="mention" data-called="{bob.pk}">@Bob</b> &lt;b&gt;look' in page
    assert page.count('class="mention"') == 1
