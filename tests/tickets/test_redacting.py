"""P-10: words and files are taken out for good. Who did it, and when, is known; what it was is known to nobody."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chat.models import Conversation
from core.live import publishing
from core.models import Event
from tests.conftest import person
from tests.everywhere import files_with, rows_with
from tests.security.conftest import picture
from tickets.models import Attachment, Draft, Message, Ticket
from tickets.models.redacting import BAR
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P-10")]
TOKEN = "purple-Elephant 77"


def now(message):
    return Message.objects.get(pk=message.pk)


def counters(ticket):
    return Ticket.objects.values_list("version", "public_version").get(pk=ticket.pk)


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def at(ticket, message) -> str:
    return f"/desk/tickets/{ticket.pk}/messages/{message.client_id}/blackout/"


@pytest.fixture
def told(dave, cards):
    """Dave's ticket, which begins with what should not have been written."""
    ticket, message = Ticket.open(
        customer=dave, channel="widget", text=f"Take {TOKEN} as my word", by=dave, department=cards
    )
    message.ticket = ticket
    return message


@pytest.fixture
def upload(new_id):
    def upload(name, content, by):
        return Attachment.upload(SimpleUploadedFile(name, content), client_id=new_id(), by=by)[0]

    return upload


def test_the_words_leave_a_bar_and_nothing_else(told, alice):
    assert told.ticket.redact_words(told, TOKEN, by=alice) == 1
    assert now(told).text == f"Take {BAR} as my word"
    fresh = Ticket.objects.get(pk=told.ticket.pk)
    assert (fresh.subject, fresh.last_text) == (f"Take {BAR} as my word",) * 2


def test_they_are_nowhere_afterwards(
    told, dave, alice, bob, upload, new_id, settings, caplog, after_commit, cards, django_capture_on_commit_callbacks
):
    """P-02: every column of every table, every file, the log."""
    ticket = told.ticket
    with after_commit():
        answer, _ = ticket.reply(text=f"You wrote {TOKEN}", client_id=new_id(), reply_to=told.client_id, by=alice)
        ticket.edit(answer, f"You wrote\n{TOKEN.replace(' ', chr(10))}!", by=alice)
        ticket.edit(answer, "You wrote something", by=alice)
        ticket.note(text=f"He said {TOKEN} twice, {TOKEN}", client_id=new_id(), by=bob)
        ticket.hold(reason=f"asks about {TOKEN}", by=alice)
        gone, _ = ticket.reply(text=f"{TOKEN} was wrong", client_id=new_id(), by=alice)
        ticket.redact(gone, by=alice)
        ticket.receive(text="", client_id=new_id(), attachments=[upload(f"{TOKEN}.txt", b"hello", dave)], by=dave)
        ticket.visit(url="https://heron.example/", title=f"About {TOKEN}", by=dave)
        ticket.resolve(resolution=f"Was {TOKEN}", by=alice)
        ticket.close(by=alice)
        follow_up = ticket.receive(text="And now?", client_id=new_id(), by=dave)[0].ticket
        Draft.keep(ticket, visibility="public", text=f"Is {TOKEN} right?", seen_at=None, by=bob)
    assert len(set(rows_with("Elephant"))) >= 6
    assert follow_up.subject == f"Take {TOKEN} as my word"

    with after_commit():
        ticket.redact_words(told, TOKEN, by=alice)
    assert rows_with("Elephant") == rows_with("elephant") == []
    assert files_with(b"Elephant", settings.MEDIA_ROOT) == []
    assert "Elephant" not in caplog.text
    assert Ticket.objects.get(pk=follow_up.pk).subject == f"Take {BAR} as my word"


def test_a_subject_and_a_preview_that_were_cut_in_the_middle_keep_no_half(dave, cards, alice, new_id):
    text = "x" * 66 + f" {TOKEN} " + "y" * 60 + f" {TOKEN} and so on"
    ticket, message = Ticket.open(customer=dave, channel="widget", text=text, by=dave, department=cards)
    ticket.close(by=alice)
    follow_up = ticket.receive(text="More", client_id=new_id(), by=dave)[0].ticket
    assert (ticket.subject[-6:], ticket.last_text[-6:]) == ("Eleph…", "Eleph…")
    ticket.redact_words(message, TOKEN, by=alice)
    assert rows_with("Eleph") == []
    assert Ticket.objects.get(pk=follow_up.pk).subject == Ticket.objects.get(pk=ticket.pk).subject


def test_everybody_hears_it_at_once_and_the_counters_have_no_hole(
    told, alice, heron_talk, new_id, after_commit, monkeypatch
):
    frames = []
    monkeypatch.setattr(publishing, "packed", lambda frame: frame)
    monkeypatch.setattr(publishing, "_published", lambda messages: frames.extend(messages) or True)
    ticket = heron_talk.ticket
    message, _ = ticket.reply(text=f"It is {TOKEN}", client_id=new_id(), by=alice)
    version, public = counters(ticket)
    with after_commit():
        ticket.redact_words(message, TOKEN, by=alice)
    assert counters(ticket) == (version + 1, public + 1)
    [fragment] = [frame for _group, frame in frames if frame["type"] == "fragment"]
    assert "Elephant" not in fragment["html"] and "data-struck" in fragment["html"]
    [customers] = [frame for group, frame in frames if group.endswith(f"ticket.{ticket.pk}.customer")]
    assert customers["message"]["text"] == f"It is {BAR}"
    assert customers["state"]["version"] == customers["version"] == public + 1


@pytest.mark.requirement("S-18")
def test_what_is_taken_out_of_a_note_leaves_the_customers_counter_alone(told, alice, new_id):
    note, _ = told.ticket.note(text="He is furious-9", client_id=new_id(), by=alice)
    public = counters(told.ticket)[1]
    told.ticket.redact_words(note, "furious-9", by=alice)
    assert counters(told.ticket)[1] == public
    assert now(note).public_version is None


def test_no_search_finds_them_any_more(alices_desk, told, alice):
    def finds(words):
        return f"/desk/tickets/{told.ticket.pk}/" in alices_desk.get("/desk/search/", {"q": words}).content.decode()

    assert finds("elephant")
    told.ticket.redact_words(told, TOKEN, by=alice)
    assert not finds("elephant")
    assert finds("word")


def test_the_event_says_who_and_when_and_never_what(told, alice):
    told.ticket.redact_words(told, TOKEN, by=alice)
    event = Event.objects.get(name="ticket.message_redacted")
    assert (event.actor_kind, event.actor_id) == ("agent", alice.pk)
    assert (event.payload["message_id"], event.payload["what"]) == (told.pk, "words")
    assert "Elephant" not in str(event.payload)


def test_the_history_says_who_did_it(alices_desk, told, alice):
    told.ticket.redact_words(told, TOKEN, by=alice)
    page = alices_desk.get(at(told.ticket, told).replace("blackout", "revisions")).content.decode()
    assert "Words were redacted by Alice" in page
    assert "never been changed" not in page


def test_words_are_found_however_they_are_spaced(told, alice, dave, new_id):
    message, _ = told.ticket.receive(text="say purple-Elephant\u00a0\n77 now", client_id=new_id(), by=dave)
    told.ticket.redact_words(message, TOKEN, by=alice)
    assert now(message).text == f"say {BAR} now"


@pytest.mark.parametrize("words", ["a.c", "(x)", "50% off", "[link]", "\\d", "x|y", "a#b&c~d", "$^*+?{}", "привет-2"])
def test_no_sign_means_anything_but_itself(told, alice, dave, new_id, words):
    message, _ = told.ticket.receive(text=f"<{words}> abc x y link 5", client_id=new_id(), by=dave)
    told.ticket.redact_words(message, words, by=alice)
    assert now(message).text == f"<{BAR}> abc x y link 5"


def test_words_that_nobody_said_are_refused(told, alice):
    before = counters(told.ticket)
    assert refusal(lambda: told.ticket.redact_words(told, "green cow", by=alice)) == "not_said"
    assert refusal(lambda: told.ticket.redact_words(told, "T", by=alice)) == "too_short"
    assert refusal(lambda: told.ticket.redact_words(told, BAR, by=alice)) == "too_short"
    assert counters(told.ticket) == before


def test_a_repeat_does_no_harm(told, alice):
    told.ticket.redact_words(told, TOKEN, by=alice)
    before = counters(told.ticket)
    assert refusal(lambda: told.ticket.redact_words(told, TOKEN, by=alice)) == "not_said"
    assert counters(told.ticket) == before


def test_a_file_goes_with_its_bytes_and_its_small_picture(told, dave, alice, upload, new_id, settings, after_commit):
    file = upload("cat.png", picture(), dave)
    message, _ = told.ticket.receive(text="", client_id=new_id(), attachments=[file], by=dave)
    assert len(files_with(b"", settings.MEDIA_ROOT)) == 2
    with after_commit():
        assert told.ticket.redact_file(message, file.key, by=alice)
        assert not told.ticket.redact_file(message, file.key, by=alice)
    assert files_with(b"", settings.MEDIA_ROOT) == []
    assert not Attachment.objects.exists()
    assert (now(message).text, now(message).has_files) == (BAR, False)
    assert rows_with("cat.png") == []


def test_a_ticket_that_began_with_a_file_forgets_its_name(dave, cards, alice, upload):
    file = upload("Elephant.txt", b"hello", dave)
    ticket, message = Ticket.open(
        customer=dave, channel="widget", text="", attachments=[file], by=dave, department=cards
    )
    ticket.redact_file(message, file.key, by=alice)
    assert rows_with("Elephant") == []
    assert Ticket.objects.get(pk=ticket.pk).subject == f"#{ticket.pk}"


def test_the_other_files_stay(told, dave, alice, upload, new_id):
    files = [upload("a.txt", b"a", dave), upload("b.txt", b"b", dave)]
    message, _ = told.ticket.receive(text="Two", client_id=new_id(), attachments=files, by=dave)
    told.ticket.redact_file(message, files[0].key, by=alice)
    assert [file.name for file in message.attachments.all()] == ["b.txt"]
    assert (now(message).text, now(message).has_files) == ("Two", True)


def test_who_has_no_right_is_refused(told, cards):
    trainee = person("Tina", cards, role="trainee")
    assert refusal(lambda: told.ticket.redact_words(told, TOKEN, by=trainee)) == "not_allowed"
    assert refusal(lambda: told.ticket.redact_file(told, "x", by=trainee)) == "not_allowed"
    assert TOKEN in now(told).text


def test_two_at_once_take_it_out_once(transactional_db, at_once, dave, cards, alice, bob):
    ticket, message = Ticket.open(customer=dave, channel="widget", text=f"Take {TOKEN}", by=dave, department=cards)
    people = [alice, bob]
    results = at_once(2, lambda n: Ticket.objects.get(pk=ticket.pk).redact_words(message, TOKEN, by=people[n]))
    assert sorted(str(type(each).__name__) for each in results) == ["Refused", "int"]
    assert Event.objects.filter(name="ticket.message_redacted").count() == 1


class TestDialog:
    def test_it_shows_the_words_and_the_files(self, alices_desk, told, dave, upload, new_id):
        file = upload("a.txt", b"a", dave)
        message, _ = told.ticket.receive(text="Look", client_id=new_id(), attachments=[file], by=dave)
        page = alices_desk.get(at(told.ticket, message)).content.decode()
        assert re.search(r"<textarea[^>]*name=\"words\"[^>]*>\s*Look", page)
        assert f'value="{file.key}"' in page and "a.txt" in page

    def test_of_a_removed_message_it_shows_what_colleagues_still_read(self, alices_desk, told, sam):
        told.ticket.redact(told, by=sam)
        assert TOKEN in alices_desk.get(at(told.ticket, told)).content.decode()
        assert alices_desk.post(at(told.ticket, told), {"words": TOKEN}).status_code == 200
        assert rows_with("Elephant") == []

    def test_words_and_files_go_together(self, alices_desk, told, dave, upload, new_id):
        file = upload("a.txt", b"a", dave)
        message, _ = told.ticket.receive(text="Look: Zanzibar", client_id=new_id(), attachments=[file], by=dave)
        answer = alices_desk.post(at(told.ticket, message), {"words": "Zanzibar", "attachments": [file.key]})
        assert answer.status_code == 200
        assert "Zanzibar" not in answer.content.decode()
        assert (now(message).text, Attachment.objects.count()) == (f"Look: {BAR}", 0)

    @pytest.mark.parametrize("form", [{}, {"words": " "}, {"words": "nobody said it"}, {"attachments": ["nonsense"]}])
    def test_what_cannot_be_done_is_said_and_what_was_typed_stays(self, alices_desk, told, form):
        answer = alices_desk.post(at(told.ticket, told), form)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'role="alert"' in page
        assert form.get("words", "").strip() in page

    def test_the_mark_is_named_for_those_who_cannot_see_it(self, alices_desk, told, alice):
        told.ticket.redact_words(told, TOKEN, by=alice)
        page = alices_desk.get(f"/desk/tickets/{told.ticket.pk}/").content.decode()
        assert f'role="img" aria-labelledby="word-struck">{BAR}<' in page
        assert '<span id="word-struck" hidden>Redacted</span>' in page


def test_a_conversation_of_the_widget_shows_no_subject_of_before(heron_talk, alice):
    ticket = heron_talk.ticket
    ticket.rename(f"About {TOKEN}", by=alice)
    ticket.redact_words(ticket.messages.get(seq=1), TOKEN, by=alice)
    assert Conversation.objects.get(pk=heron_talk.pk).ticket.subject == f"About {BAR}"
