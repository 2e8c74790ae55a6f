"""What an agent has begun to write: kept on the server, never silently replaced, gone together with the sending."""

import pytest

from tickets.models import Draft, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts(double_charge):
    return f"/desk/tickets/{double_charge.pk}/drafts/"


@pytest.fixture
def keep(alices_desk, drafts):
    def kept(text, *, visibility="public", seen_at="", **more):
        return alices_desk.post(drafts, {"visibility": visibility, "text": text, "seen_at": seen_at, **more})

    return kept


def test_a_draft_is_there_on_every_device_of_its_writer_alone(alices_desk, desk_of, alice, bob, drafts, keep):
    kept = keep("I have looked at").json()
    elsewhere = desk_of(alice).get(drafts).json()
    assert elsewhere["drafts"] == {"public": {"text": "I have looked at", "kept_at": kept["kept_at"], "quote": None}}
    assert desk_of(bob).get(drafts).json()["drafts"] == {}


def test_reply_and_note_are_drafts_of_their_own(keep, alices_desk, drafts):
    keep("For Dave")
    keep("For Bob", visibility="internal")
    kept = alices_desk.get(drafts).json()["drafts"]
    assert {where: draft["text"] for where, draft in kept.items()} == {"public": "For Dave", "internal": "For Bob"}


def test_the_newest_words_win_and_the_others_come_back(keep):
    first = keep("On the phone")
    second = keep("At the computer", seen_at="")
    assert first.json()["displaced"] == ""
    assert second.json()["displaced"] == "On the phone"
    assert Draft.objects.get().text == "At the computer"


def test_going_on_with_the_same_words_displaces_nothing(keep):
    kept_at = keep("On the ph").json()["kept_at"]
    assert keep("On the phone", seen_at=kept_at).json()["displaced"] == ""


def test_an_emptied_draft_is_gone(keep):
    keep("Never mind")
    assert keep("  \n").json() == {"kept_at": "", "displaced": "Never mind", "masked": []}
    assert not Draft.objects.exists()


def test_sending_takes_the_draft_away(keep, alices_desk, double_charge, new_id):
    kept_at = keep("Let me look").json()["kept_at"]
    form = {"client_id": new_id(), "text": "Let me look", "seen_seq": 1, "draft": kept_at}
    assert alices_desk.post(f"/desk/tickets/{double_charge.pk}/replies/", form).status_code == 201
    assert not Draft.objects.exists()


def test_what_was_begun_after_pressing_send_stays(keep, alices_desk, double_charge, new_id):
    kept_at = keep("Let me look").json()["kept_at"]
    keep("And one more thing", seen_at=kept_at)
    form = {"client_id": new_id(), "text": "Let me look", "seen_seq": 1, "draft": kept_at}
    alices_desk.post(f"/desk/tickets/{double_charge.pk}/replies/", form)
    assert Draft.objects.get().text == "And one more thing"


def test_a_draft_whose_keeping_was_never_answered_goes_by_its_words(keep, alices_desk, double_charge, new_id):
    keep("Let me look")
    form = {"client_id": new_id(), "text": "Let me look", "draft": "unanswered"}
    assert alices_desk.post(f"/desk/tickets/{double_charge.pk}/notes/", form).status_code == 201
    assert Draft.objects.get().visibility == "public"
    form = {"client_id": new_id(), "text": "Let me look", "draft": "unanswered", "seen_seq": 99}
    alices_desk.post(f"/desk/tickets/{double_charge.pk}/replies/", form)
    assert not Draft.objects.exists()


def test_a_refused_reply_leaves_the_draft(keep, alices_desk, bob, double_charge, new_id):
    kept_at = keep("Me too").json()["kept_at"]
    double_charge.reply(text="Bob was quicker", client_id=new_id(), by=bob)
    form = {"client_id": new_id(), "text": "Me too", "seen_seq": 1, "draft": kept_at}
    assert alices_desk.post(f"/desk/tickets/{double_charge.pk}/replies/", form).status_code == 409
    assert Draft.objects.get().text == "Me too"


def test_a_draft_keeps_what_it_quotes(keep, alices_desk, drafts, double_charge):
    question = double_charge.messages.get()
    keep("", reply_to=question.client_id)
    quote = alices_desk.get(drafts).json()["drafts"]["public"]["quote"]
    assert quote == {"client_id": str(question.client_id), "author": "Dave Okafor", "text": question.text}


@pytest.mark.parametrize(
    "change", [{"visibility": "secret"}, {"text": "x" * 10_001}, {"reply_to": "no uuid"}, {"owner": "7"}]
)
def test_a_broken_draft_is_refused_in_a_sentence(alices_desk, drafts, change):
    answer = alices_desk.post(drafts, {"visibility": "public", "text": "Hello"} | change)
    assert answer.status_code == 422
    assert answer.content
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_keepings_at_once_leave_one_draft(double_charge, alice, at_once):
    outcomes = at_once(
        20, lambda n: Draft.keep(double_charge, visibility="public", text=str(n), quoted=None, seen_at=None, by=alice)
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Draft.objects.count() == 1


def test_a_reply_and_its_resolving_are_one_step(alices_desk, double_charge, new_id):
    form = {"client_id": new_id(), "text": "Done", "seen_seq": 1, "resolve": "on"}
    address = f"/desk/tickets/{double_charge.pk}/replies/"
    assert alices_desk.post(address, form).status_code == 201
    double_charge.refresh_from_db()
    assert double_charge.status == "solved"
    double_charge.receive(text="Not quite", client_id=new_id(), by=double_charge.customer)
    assert alices_desk.post(address, form).status_code == 200
    double_charge.refresh_from_db()
    assert double_charge.status == "open", "a repeat resolves nothing again"
    assert Message.objects.filter(happening="resolved").count() == 1
