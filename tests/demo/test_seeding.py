"""`manage.py seed_demo`: the demo company stands, once, alive, and never in somebody's real installation."""

from collections import Counter
from datetime import timedelta

import jwt
import pytest
from django.contrib.auth import authenticate
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import Department, User
from chat.arriving import claims_of, customer_of
from chat.models import Lead, Site
from chat.toy_bank import identity_of_dave
from chat.views.bank import SITE_KEY
from core.models import Event
from customers.models import Customer, Organisation
from helpdesk.demo import company as house
from helpdesk.demo.ageing import rewriting_history, shift
from helpdesk.demo.scripts import scripts
from helpdesk.demo.telling import told
from tickets.models import Attachment, Card, Feedback, Message, PageVisit, Session, Ticket

# `company` first: it is played before the database of a test begins.
pytestmark = [pytest.mark.usefixtures("company"), pytest.mark.django_db]


# What is said of a conversation that is over.
AFTERWARDS = {"said_solved", "rated", "commented", "summarised"}


def counts() -> dict:
    models = (
        User, Department, Customer, Organisation, Site, Ticket, Message, Attachment, Session, PageVisit, Feedback,
        Event, Lead,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.requirement("R147")
def test_the_accounts_of_the_contract_sign_in(rf):
    for key in ("alice", "bob", "carol", "sam", "admin"):
        assert authenticate(rf.post("/"), username=f"{key}@demo.test", password="demo").email == f"{key}@demo.test"
    departments = {user.email: {d.slug for d in user.departments.all()} for user in User.objects.all()}
    assert departments["alice@demo.test"] == departments["bob@demo.test"] == {"cards"}
    assert departments["carol@demo.test"] == {"transfers"}
    assert departments["sam@demo.test"] == {"cards", "transfers"}
    assert User.objects.get(email="sam@demo.test").role == "supervisor"
    assert User.objects.get(email="admin@demo.test").is_staff


def test_operators_have_faces(seed):
    seed()
    for user in User.objects.exclude(role="admin"):
        assert user.photo.size < 8_000, user
        assert user.photo_url


def test_the_bank_knows_dave(client):
    site, dave = Site.objects.get(key=SITE_KEY), Customer.objects.get(name="Dave Okafor")
    claims = claims_of(identity_of_dave(site), site=site)
    assert customer_of(claims, site=site, language="en") == dave
    known = dict(dave.identities.verified().values_list("kind", "value"))
    assert known == {"widget": f"{SITE_KEY}:dave", "email": "dave@demo.test", "phone": "+380440000001"}
    assert client.get("/demo/bank/").status_code == 200
    assert jwt.decode(identity_of_dave(site), options={"verify_signature": False})["name"] == dave.name


def test_every_state_and_channel_is_there():
    tickets = Ticket.objects.all()
    assert set(tickets.values_list("status", flat=True)) == set(Ticket.Status.values)
    assert tickets.filter(assignee=None).count() >= 3
    assert tickets.living().filter(department=None).exists()
    assert tickets.filter(follow_up_of__status="closed").exists()
    assert tickets.filter(unread_count__gt=0).exists()
    assert tickets.living().filter(unread_count=0).exists()
    assert tickets.filter(customer__organisation__name="Okafor Ceramics").count() >= 4
    channels = Counter(Ticket.objects.filter(customer__name="Dave Okafor").values_list("channel", flat=True))
    assert set(channels) == {"widget", "email", "phone", "telegram"}
    assert Attachment.objects.exclude(thumbnail="").exists()


def test_numbers_are_those_of_the_scripts():
    first = {script.steps[0].id: script.number for script in scripts()}
    for message in Message.objects.filter(client_id__in=first):
        assert message.ticket_id == first[message.client_id]


def test_times_agree_with_each_other():
    for ticket in Ticket.objects.prefetch_related("messages", "sessions"):
        messages = sorted(ticket.messages.all(), key=lambda message: message.seq)
        times = [message.created_at for message in messages]
        assert times == sorted(times), ticket
        assert ticket.created_at == times[0]
        spoken = [m for m in messages if m.is_public and not m.happening and not m.is_automatic]
        assert ticket.last_message_at == spoken[-1].created_at
        assert ticket.updated_at >= times[-1]
        if ticket.waiting_since:
            answered = max((m.seq for m in spoken if m.author_kind == "agent"), default=0)
            assert ticket.waiting_since == next(m.created_at for m in spoken if m.seq > answered), ticket
        for session in ticket.sessions.all():
            moments = [m for m in (session.opened_at, session.joined_at, session.closed_at) if m]
            assert moments == sorted(moments)
        acted = [message.created_at for message in messages if message.happening not in AFTERWARDS][-1]
        over = {"solved": ticket.solved_at, "closed": ticket.closed_at}.get(ticket.status, acted)
        assert over == acted
    newest = Ticket.objects.aggregate(at=Max("updated_at"))["at"]
    assert timezone.now() - newest < timedelta(minutes=10)


def test_events_are_as_old_as_what_they_tell_of():
    for ticket in Ticket.objects.all():
        events = list(Event.objects.of(f"ticket:{ticket.pk}"))
        times = [event.happened_at for event in events]
        assert times == sorted(times)
        assert (times[0], times[-1]) == (ticket.created_at, ticket.updated_at)
        assert events[-1].payload["version"] == ticket.version


@pytest.mark.requirement("R20", "R21", "R22", "R26")
def test_customers_have_said_what_they_think_of_it():
    assert set(Feedback.objects.exclude(stars=None).values_list("stars", flat=True)) == {1, 2, 3, 4, 5}
    assert Feedback.objects.filter(stars__lt=3).exclude(comment="").count() == 3
    assert set(Ticket.objects.values_list("mood", flat=True)) == {"", "good", "bad"}
    reviewed = Feedback.objects.low().reviewed().get()
    assert reviewed.reasons == ["fault", "wait"] and reviewed.review_note
    assert reviewed.rated_at < reviewed.reviewed_at < timezone.now() - timedelta(days=100)
    assert Feedback.objects.of_ended().low().unreviewed().count() >= 2


def test_offers_were_asked_for_by_strangers_and_by_dave():
    leads = Lead.objects.all()

    assert {lead.language for lead in leads} == {"en", "ru"}
    assert [lead.created_at for lead in leads] == sorted((lead.created_at for lead in leads), reverse=True)
    assert [lead.customer.name for lead in leads.filter(vouched=True)] == ["Dave Okafor"]
    assert leads.filter(customer=None).agreed().exists() and leads.filter(agreed_at=None).exists()


def test_pages_come_before_the_first_word_and_in_order():
    visits = PageVisit.objects.filter(session__ticket=2041).order_by("pk")
    assert [visit.title for visit in visits] == ["Home", "Help: Holds on a card", "Card ·· 4821", "Payments"]
    times = [visit.visited_at for visit in visits]
    assert times == sorted(times)
    assert times[-1] < Ticket.objects.get(pk=2041).created_at
    assert [visit.left_at for visit in visits] == [*times[1:], None]


@pytest.mark.requirement("R4")
def test_daves_question_shows_the_payment_of_the_toy_bank():
    card = Card.objects.get(ticket=2041)
    assert (card.external_id, card.verified, card.messages.get().seq) == ("P-77120934", True, 1)
    assert card.created_at == Ticket.objects.get(pk=2041).created_at
    assert not Card.objects.get(ticket=2030).verified


def test_a_second_run_changes_nothing(seed):
    before, state = counts(), list(Ticket.objects.order_by("pk").values())
    assert "0 tickets added, 0 brought up to date" in seed()
    assert counts() == before
    assert list(Ticket.objects.order_by("pk").values()) == state


def test_what_people_did_in_the_demo_stays(seed):
    alice, dave = User.objects.get(email="alice@demo.test"), Ticket.objects.get(pk=2041)
    dave.take(by=alice, seen_assignee_id=dave.assignee_id)
    alice.set_password("mine")
    alice.save()
    User.objects.create_user("newcomer@bank.example", "secret", name="New")
    seed()
    dave.refresh_from_db()
    assert dave.assignee == alice
    assert User.objects.get(pk=alice.pk).check_password("mine")


def test_a_removed_ticket_comes_back(seed):
    Ticket.objects.filter(pk=2044).delete()
    assert "1 tickets added" in seed()
    assert Ticket.objects.filter(customer__name="Emma Clarke", status="new").exists()


def test_an_old_demo_is_brought_up_to_date_but_for_what_was_touched(seed, grow_old, new_id):
    touched = Ticket.objects.get(pk=2041)
    touched.note(text="Mine", client_id=new_id(), by=touched.assignee)
    grow_old(timedelta(days=3))
    old = Ticket.objects.get(pk=2041).created_at
    seed()
    newest = Ticket.objects.get(pk=2044)
    assert timezone.now() - newest.last_message_at < timedelta(minutes=3)
    assert newest.messages.get(seq=1).created_at == newest.created_at
    assert Event.objects.of("ticket:2044").first().happened_at == newest.created_at
    assert Ticket.objects.get(pk=2041).created_at == old
    follow_up = Ticket.objects.get(follow_up_of=1788)
    assert follow_up.created_at > follow_up.follow_up_of.closed_at
    assert "0 brought up to date" in seed()


@pytest.fixture
def grow_old():
    """As if the last seeding had been that long ago."""

    def move(by):
        with rewriting_history():
            shift(list(Ticket.objects.values_list("pk", flat=True)), by=-by)

    return move


@pytest.mark.parametrize("email", ["alice@demo.test", "bob@demo.test", "carol@demo.test", "sam@demo.test"])
def test_everyone_has_something_to_do(client, email):
    agent = User.objects.get(email=email)
    visible = Ticket.objects.visible_to(agent)
    assert visible.living().filter(Q(assignee=agent) | Q(assignee=None)).exists()
    client.force_login(agent)
    assert client.get("/desk/", follow=True).status_code == 200
    ticket = visible.living().latest_first().first()
    assert client.get(f"/desk/tickets/{ticket.pk}/").status_code == 200


def test_what_was_told_goes_on_however_often_a_day_the_demo_starts():
    morning = (timezone.now() + timedelta(days=1)).replace(hour=9)
    for hours in (0, 4, 8):
        assert told(house.found(), now=morning + timedelta(hours=hours))
