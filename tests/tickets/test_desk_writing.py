import pytest

from tickets.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def replies(double_charge):
    return f"/desk/tickets/{double_charge.pk}/replies/"


@pytest.fixture
def notes(double_charge):
    return f"/desk/tickets/{double_charge.pk}/notes/"


@pytest.mark.requirement("R2")
def test_a_reply_is_stored_and_comes_back_as_its_bubble(alices_desk, replies, double_charge, new_id):
    client_id = new_id()
    answer = alices_desk.post(replies, {"client_id": client_id, "text": "Let me look", "seen_seq": 1})
    assert answer.status_code == 201
    assert f'id="message-{client_id}"' in answer.content.decode()
    message = Message.objects.get(client_id=client_id)
    assert (message.text, message.visibility, message.author_kind) == ("Let me look", "public", "agent")


def test_the_same_reply_again_is_answered_the_same_and_stored_once(alices_desk, replies, new_id):
    form = {"client_id": new_id(), "text": "Let me look", "seen_seq": 1}
    assert alices_desk.post(replies, form).status_code == 201
    again = alices_desk.post(replies, form)
    assert again.status_code == 200
    assert Message.objects.filter(client_id=form["client_id"]).count() == 1


def test_a_reply_on_a_stale_view_is_stopped_and_shows_what_was_missed(alices_desk, bob, replies, double_charge, new_id):
    double_charge.reply(text="Bob was quicker", client_id=new_id(), by=bob)
    answer = alices_desk.post(replies, {"client_id": new_id(), "text": "Me too", "seen_seq": 1})
    assert answer.status_code == 409
    assert "Bob was quicker" in answer.content.decode()
    assert "Somebody wrote meanwhile" in answer.content.decode()
    assert not Message.objects.filter(text="Me too").exists()


def test_a_note_is_for_colleagues_and_never_stale(alices_desk, bob, notes, double_charge, new_id):
    double_charge.reply(text="Bob was quicker", client_id=new_id(), by=bob)
    answer = alices_desk.post(notes, {"client_id": new_id(), "text": "Between us"})
    assert answer.status_code == 201
    assert "message--note" in answer.content.decode()
    assert Message.objects.get(text="Between us").public_version is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "Write something, or attach a file."),
        ({"text": " \n "}, "Write something, or attach a file."),
        ({"text": "x" * 10_001}, "A message holds at most 10000 characters; this one has 10001."),
        ({"client_id": ""}, "The message came without its id. Reload the page."),
        ({"client_id": "not-a-uuid"}, "Enter a valid UUID."),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"seen_seq": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"attachments": [str(n) for n in range(11)]}, "A message takes at most 10 files."),
    ],
)
def test_what_cannot_be_sent_is_said_in_one_sentence(alices_desk, replies, new_id, change, sentence):
    form = {"client_id": new_id(), "text": "Hello", "seen_seq": 1} | change
    answer = alices_desk.post(replies, form)
    assert (answer.status_code, answer.content.decode()) == (422, sentence)


def test_a_reply_to_a_closed_ticket_says_what_to_do(alices_desk, alice, replies, double_charge, new_id):
    double_charge.close(by=alice)
    answer = alices_desk.post(replies, {"client_id": new_id(), "text": "Hello", "seen_seq": 99})
    assert answer.status_code == 422
    assert answer.content.decode() == "This ticket is closed. Reopen it to write to the customer."


@pytest.mark.parametrize("part", ["replies/", "notes/"])
def test_another_department_cannot_write(carols_desk, double_charge, new_id, part):
    form = {"client_id": new_id(), "text": "Hello"}
    assert carols_desk.post(f"/desk/tickets/{double_charge.pk}/{part}", form).status_code == 404
    assert not Message.objects.filter(text="Hello").exists()


def test_only_post_writes(alices_desk, replies, notes):
    for address in (replies, notes):
        assert alices_desk.get(address).status_code == 405
        assert alices_desk.put(address).status_code == 405


def test_without_the_token_nothing_is_written(desk_of, alice, replies, new_id):
    browser = desk_of(alice, enforce_csrf_checks=True)
    answer = browser.post(replies, {"client_id": new_id(), "text": "Hello", "seen_seq": 1})
    assert answer.status_code == 403
    assert not Message.objects.filter(text="Hello").exists()


def test_a_line_break_stays_one(alices_desk, replies, new_id):
    form = {"client_id": new_id(), "text": "One\r\ntwo", "seen_seq": 1}
    alices_desk.post(replies, form)
    assert Message.objects.get(client_id=form["client_id"]).text == "One\ntwo"
