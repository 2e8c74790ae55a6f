"""The other end of `Driver`: one JSON line in names a function of this file, one JSON line out is its answer."""

import json
import sys
import time
import traceback
import uuid

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import OperationalError, close_old_connections, connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Department, Membership, User  # noqa: E402
from bench import timers  # noqa: E402
from bench.cascades import planning  # noqa: E402
from chat.models import Site  # noqa: E402
from core.actors import SYSTEM  # noqa: E402
from notifications.bench.door import Door  # noqa: E402
from tickets.models import ChatRules, Ticket  # noqa: E402


def found(origin):
    """The company: one department, its site and its admin."""
    cards = Department.objects.create(name="Cards", slug="cards")
    # These tests count every word, so nothing may be said by itself.
    quiet = dict.fromkeys(("welcomes", "greets", "nudges", "ends"), False)
    ChatRules.objects.create(department=cards, **quiet)
    site = Site.objects.create(name="Heron Bank", origins=[origin], department=cards)
    return {"site": site.key, "department": cards.pk}


def hire(names):
    cards = Department.objects.get(slug="cards")
    for name in names:
        user = User.objects.create_user(f"{name.lower()}@demo.test", "demo", name=name)
        Membership.objects.create(user=user, department=cards)


def sessions(names):
    """The session cookies of these people, signed in."""
    return {name: _session(_agent(name)) for name in names}


def reply(name, ticket, text):
    message, _ = Ticket.objects.get(pk=ticket).reply(text=text, client_id=uuid.uuid4(), by=_agent(name))
    return message.seq


def receive(ticket, text):
    ticket = Ticket.objects.get(pk=ticket)
    message, _ = ticket.receive(text=text, client_id=uuid.uuid4(), attachments=[], by=ticket.customer)
    return message.seq


def plan_chats(count, begins, over):
    """So many chats of a department of their own in which something falls due: its kind and time by the ticket."""
    loans, _ = Department.objects.get_or_create(slug="loans", defaults={"name": "Loans"})
    site, _ = Site.objects.get_or_create(name="Loans", defaults={"department": loans})
    agent = User.objects.filter(memberships__department__slug="cards").first()
    planned = timers.plan(site, agent, count=count, begins=begins, over=over)
    return {ticket: [kind, due.isoformat()] for ticket, (kind, due) in planned.items()}


def tell_cascades(count, rate, gone):
    """So many customers are told something at this rate; answers what their devices were to do."""
    people = planning.found(count)
    plans = planning.targets(count, gone=gone)
    Door(settings.TEST_PROVIDERS_URL).plan(plans)
    planning.tell_all(people, rate)
    return plans


def deactivate(name):
    _agent(name).deactivate(by=SYSTEM)


def change_password(name, password):
    _agent(name).change_password(password, by=SYSTEM)


def sign_out_everywhere(name):
    _agent(name).sign_out_everywhere(by=SYSTEM)


def leave(name):
    _agent(name).leave(Department.objects.get(slug="cards"), by=SYSTEM)


def owner(ticket):
    return Ticket.objects.get(pk=ticket).assignee.name


def _agent(name):
    return User.objects.get(email=f"{name.lower()}@demo.test")


def _session(user):
    client = Client()
    client.force_login(user)
    return client.session.session_key


def connected(patience=20):
    """After an outage the pool may need a second try; what a test asks for waits until it has one."""
    end = time.monotonic() + patience
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > end:
                raise


def main():
    for line in sys.stdin:
        verb, values = json.loads(line)
        close_old_connections()
        try:
            connected()
            answer = {"value": globals()[verb](**values)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
