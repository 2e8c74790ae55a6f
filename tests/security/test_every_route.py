"""S-12, S-17: who gets what at every address there is. An address that stands in no table fails the test."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from accounts.models import User
from automation.models import Macro
from chat.models import Lead, Visitor
from chat.models.visitor import digest
from customers.models import Identity
from notifications.models import Category, Mailing, Segment
from tests.security.conftest import Browser, signed
from tests.security.marketing_table import MARKETING
from tests.security.routes import every_route
from tests.security.settings_table import SETTINGS
from tickets.models import Attachment, Card, Message, Tag, Ticket
from tickets.models.card import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here")]

SIGN_IN = "/accounts/login/"
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SEES = {
    "alice": {"cards", "nobodys"},
    "carol": {"transfers", "nobodys"},
    "sam": {"cards", "transfers", "nobodys"},
    "nina": {"transfers", "nobodys"},
    "admin": {"cards", "transfers", "nobodys"},
}
OUTSIDE = ("stranger", "gone", "customer")
EVERYBODY = (*SEES, *OUTSIDE)


def words(**more):
    return lambda company: {"client_id": str(uuid.uuid4()), "text": "Let me look", **more}


def upload(company):
    return {"client_id": str(uuid.uuid4()), "file": SimpleUploadedFile("a.txt", b"hello")}


# What each verb answers to whoever may see the ticket; to all others the ticket does not exist.
TICKET = "desk/tickets/<number:number>/"
DESK = {
    TICKET: {"GET": 200},
    f"{TICKET}changes/": {"GET": 200},
    f"{TICKET}messages/": {"GET": 200},
    f"{TICKET}replies/": {"POST": (201, words(seen_seq=1))},
    f"{TICKET}notes/": {"POST": (201, words())},
    f"{TICKET}uploads/": {"POST": (201, upload)},
    f"{TICKET}drafts/": {"GET": 200, "POST": (200, lambda company: {"visibility": "internal", "text": "I begin"})},
    f"{TICKET}mentions/": {"POST": 204},
    f"{TICKET}colleagues/": {"GET": 200},
    f"{TICKET}canned/": {"GET": 200},
    f"{TICKET}seen/": {"POST": (204, lambda company: {"read": 1})},
    f"{TICKET}ownership/": {"POST": (200, lambda company: {"seen_assignee": ""})},
    f"{TICKET}assignment/": {
        "GET": 200,
        "POST": (200, lambda company: {"agent": company["sam"].pk}),
        "DELETE": 200,
    },
    f"{TICKET}transfer/": {"GET": 200, "POST": (200, lambda company: {"department": company["loans"].pk, "note": "x"})},
    f"{TICKET}escalation/": {
        "GET": 200,
        "POST": (200, lambda company: {"department": company["loans"].pk, "reason": "Beyond me"}),
    },
    f"{TICKET}resolution/": {"POST": 200},
    f"{TICKET}closure/": {"POST": 200, "DELETE": 200},
    f"{TICKET}following/": {"POST": 200, "DELETE": 200},
    f"{TICKET}snooze/": {"GET": 200, "POST": (200, lambda company: {"until": "customer"}), "DELETE": 200},
    f"{TICKET}priority/": {"GET": 200, "POST": (200, lambda company: {"priority": 4})},
    f"{TICKET}subject/": {"GET": 200, "POST": (200, lambda company: {"subject": "Another"})},
    f"{TICKET}summary/": {"GET": 200, "POST": (200, lambda company: {"text": "Left content"})},
    f"{TICKET}tags/": {"GET": 200, "POST": (200, lambda company: {"name": "refund"})},
    f"{TICKET}merge/": {"GET": 200, "POST": 422, "DELETE": 200},
    f"{TICKET}split/": {"GET": 200, "POST": (422, lambda company: {"subject": "Another"}), "DELETE": 409},
    f"{TICKET}talk/": {"GET": 200},
    f"{TICKET}suggestions/": {"GET": 200},
    f"{TICKET}macros/": {
        "GET": 200,
        "POST": (200, lambda company: {"macro": company["macro"].pk, "run_id": str(uuid.uuid4())}),
    },
    f"{TICKET}values/": {"POST": 200},
    f"{TICKET}customer/": {"GET": 200, "POST": (200, lambda company: {"name": "D", "preferred_name": ""})},
    f"{TICKET}customer/channel/": {"POST": (200, lambda company: {"channel": "sms"})},
    f"{TICKET}customer/panel/": {"GET": 200},
    f"{TICKET}customer/tickets/": {"GET": 200},
    f"{TICKET}customer/notes/": {"POST": (200, lambda company: {"notes": "Calls on Mondays", "before": ""})},
    f"{TICKET}customer/organisation/": {"GET": 200, "POST": (200, lambda company: {"name": "Okafor Ceramics"})},
    "notifications/tickets/<number:number>/": {"GET": 200},
    f"{TICKET}customer/identities/": {
        "GET": 200,
        "POST": (200, lambda company: {"kind": "email", "value": "a@b.test"}),
    },
}
# What hangs on a ticket under a number of its own.
PARTS = {
    f"{TICKET}tags/<number:pk>/": {"DELETE": 200},
    f"{TICKET}customer/identities/<number:pk>/": {"GET": 200, "DELETE": 200},
    f"{TICKET}customer/identities/<number:pk>/verification/": {"GET": 200, "POST": 200},
    f"{TICKET}cards/<number:pk>/": {"GET": 200, "POST": 200},
}
THINGS = {"tag": "tags/", "identity": "identities/", "card": "cards/"}
# What is done to a message. That it is somebody else's is another matter: tickets/test_mending.py.
MESSAGE = f"{TICKET}messages/<uuid:message>/"
MESSAGES = {
    f"{MESSAGE}revisions/": {"GET": 200, "POST": (422, lambda company: {"text": "Other words"})},
    f"{MESSAGE}revisions/new/": {"GET": 200},
    f"{MESSAGE}redaction/": {"GET": 200, "POST": (422, lambda company: {"reason": "None is asked for"})},
    f"{MESSAGE}blackout/": {"GET": 200, "POST": (422, lambda company: {"words": ""})},
    # That of a whisper to somebody else, or of none.
    f"{TICKET}whispers/<uuid:message>/": {"DELETE": 404},
    f"{MESSAGE}reactions/": {"POST": (200, lambda company: {"emoji": "👍", "on": "on"})},
}
# A supervisor's hand in a ticket that he may see; to whoever supervises nothing there is no such door.
SUPERVISED = {
    # Nobody has these tickets, so nobody would hear it.
    f"{TICKET}whispers/": {"POST": (422, words())},
    f"{TICKET}takeover/": {"POST": 200, "DELETE": 200},
}
SUPERVISORS = ("sam", "nina", "admin")
BOARD = {"analytics/": {"GET": 200}, "analytics/now/": {"GET": 200}}
# Of Alice, who works in Cards.
PEOPLE = {
    "analytics/people/<number:pk>/": {"GET": 200},
    "analytics/people/<number:pk>/presence/": {"POST": (200, lambda company: {"status": "away"})},
    "analytics/people/<number:pk>/chats/": {"GET": 200, "POST": (200, lambda company: {"to": "queue"})},
}
FILES = {"desk/attachments/<slug:key>/": {"GET": 200}, "desk/attachments/<slug:key>/thumbnail/": {"GET": 200}}
# What belongs to nobody else: the answer to a person of ours; strangers are led to the sign-in.
OWN = {
    "desk/": {"GET": 200},
    "desk/queue/": {"GET": 200},
    "desk/filters/": {"GET": 200},
    "desk/views/": {"GET": 200, "POST": 422},
    "desk/views/<int:pk>/": {"GET": 404, "POST": 404, "DELETE": 404},
    "desk/bulk/": {"GET": 404, "POST": 422},
    "desk/bulk/undo/": {"POST": 200},
    "desk/next/": {"POST": 200},
    "desk/load/": {"GET": 200},
    "desk/macros/": {"GET": 200, "POST": 422},
    "desk/macros/undo/": {"POST": 200},
    "desk/suggestions/": {"POST": 200, "DELETE": 200},
    # Whose a macro is decides; automation/test_macro_pages.py tells.
    "desk/settings/macros/": {"GET": 200, "POST": 422},
    "desk/settings/macros/new/": {"GET": 200},
    "desk/settings/macros/steps/": {"POST": 200},
    "desk/settings/macros/preview/": {"POST": 200},
    "desk/settings/macros/<int:pk>/": {"GET": 404, "POST": 404},
    "desk/settings/macros/<int:pk>/activation/": {"POST": 404},
    "desk/viewers/": {"GET": 200},
    "desk/news/": {"GET": 200},
    "desk/push/devices/": {"POST": 422, "DELETE": 422},
    "desk/notices/": {"GET": 200},
    "desk/notices/bell/": {"GET": 200},
    "desk/notices/count/": {"GET": 200},
    "desk/notices/readings/": {"POST": 422},
    "desk/notices/wishes/": {"GET": 200, "POST": 422},
    "desk/settings/": {"GET": 200},
    "desk/palette/": {"GET": 200},
    "desk/search/": {"GET": 200},
    "desk/search/filters/": {"GET": 200},
    "desk/search/nav/": {"GET": 200},
    "desk/customers/": {"GET": 200},
    "desk/tickets/new/": {"GET": 302, "POST": 422},
    "desk/emoji/": {"GET": 200},
    "desk/settings/canned/": {"GET": 200, "POST": 422},
    "desk/settings/canned/new/": {"GET": 200},
    # Whose it is decides; tickets/test_canned_replies.py tells.
    "desk/settings/canned/<int:pk>/": {"GET": 404, "POST": 404, "DELETE": 404},
    "accounts/profile/": {"GET": 200, "POST": 422},
    "accounts/presence/": {"GET": 200, "POST": 422},
    "accounts/presence/notice/": {"GET": 200},
    "accounts/sign-out-everywhere/": {"POST": 302},
    "accounts/password/change/": {"GET": 200, "POST": 200},
    "accounts/reauthenticate/": {"GET": 200, "POST": 200},
    "accounts/2fa/": {"GET": 200},
    "accounts/2fa/reauthenticate/": {"GET": 302, "POST": 302},
    "accounts/2fa/totp/activate/": {"GET": 302, "POST": 302},
    "accounts/2fa/totp/deactivate/": {"GET": 404, "POST": 404},
    "accounts/2fa/recovery-codes/": {"GET": 404},
    "accounts/2fa/recovery-codes/generate/": {"GET": 302, "POST": 302},
    "accounts/2fa/recovery-codes/download/": {"GET": 404},
}
# Open to strangers; nothing here is anybody's. An example address where the pattern is none, and what it answers.
OPEN = {
    "health/live": ("", {"GET": 200}),
    "health/ready": ("", {"GET": (200, 503)}),
    "metrics": ("", {"GET": 200}),
    "": ("", {"GET": 200}),
    "demo/bank/": ("", {"GET": 404}),
    "demo/bank/connector/": ("", {"POST": 404}),
    "demo/bank/<slug:page>/": ("/demo/bank/cards/", {"GET": 404}),
    "styles-<slug:digest>.css": ("/styles-0123456789abcdef.css", {"GET": 200, "POST": 405}),
    "widget/v1.js": ("", {"GET": 200}),
    "widget/looks/<slug:key>": ("/widget/looks/nobody", {"GET": 404}),
    "desk/manifest.webmanifest": ("", {"GET": 200}),
    "desk/worker.js": ("", {"GET": 200}),
    "desk/offline/": ("", {"GET": 200}),
    "push/receipt": ("", {"POST": 400, "OPTIONS": 204}),
    "push/renewed": ("", {"POST": 400, "OPTIONS": 204}),
    "notifications/bench/callback/": ("", {"POST": 403}),
    "push/worker.js": ("", {"GET": 200}),
    "push/key": ("", {"GET": 200}),
    "accounts/login/": ("", {"GET": (200, 302), "POST": (302, 422)}),
    "accounts/logout/": ("", {"GET": (200, 302), "POST": 302}),
    "accounts/language/": ("", {"POST": 302}),
    "accounts/password/reset/": ("", {"GET": 200, "POST": 200}),
    "accounts/password/reset/done/": ("", {"GET": 200}),
    "accounts/password/reset/key/done/": ("", {"GET": 200}),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9a-z]{1,100})/$": (
        "/accounts/password/reset/key/a-b/",
        {"GET": 200, "POST": 200},
    ),
    "accounts/2fa/authenticate/": ("", {"GET": 302, "POST": 302}),
    "accounts/^photos/(?P<name>[-\\w]{32})\\.webp$": ("/accounts/photos/" + "x" * 32 + ".webp", {"GET": 404}),
    "api/v1/docs": ("", {"GET": 200}),
    "api/v1/openapi.json": ("", {"GET": 200}),
    # All below asks for a token of its own: test_every_api_path.py goes through what the API describes.
    "api/v1/notifications": ("", {"GET": 405, "POST": 401}),
    "api/v1/notifications/batch": ("", {"POST": 401}),
    "api/v1/notifications/<id>": (f"/api/v1/notifications/{uuid.UUID(int=1)}", {"GET": 401}),
    "api/v1/devices": ("", {"POST": 401}),
    "api/v1/devices/<id>": ("/api/v1/devices/1", {"DELETE": 401}),
    "api/v1/customers": ("", {"POST": 401}),
    "api/v1/<path:rest>": ("/api/v1/tickets", {"GET": 401, "POST": 401}),
    "files/<str:signed>/": ("/files/x/", {"GET": 404}),
    "c/<slug:token>/": ("/c/x/", {"GET": 404, "POST": 404}),
    # Their own tests tell what a signature opens: messengers/test_hooks.py, notifications/test_wishes.py.
    "hooks/<slug:kind>/<slug:key>/": ("/hooks/sms/x/", {"GET": 405, "POST": 403}),
    "w/<str:token>/": ("/w/1-x/", {"GET": 404, "POST": 404}),
}
CONVERSATION = "widget/api/conversations/<uuid:public_id>"
PAGE = {"url": "https://heron.example/", "title": "Heron"}


def no_stars():
    return {"kind": "rating", "session": 1, "value": None}


def reaction_to(message):
    return {"client_id": str(message.client_id), "emoji": "👍", "on": True}


# With a token: the answer to the visitor whose conversation it is. Cookies count for nothing here.
WIDGET = {
    CONVERSATION: ("GET", 200, None),
    f"{CONVERSATION}/messages": ("POST", 201, lambda: {"client_id": str(uuid.uuid4()), "text": "Hello"}),
    f"{CONVERSATION}/reactions": ("POST", 200, lambda: reaction_to(Message.objects.earliest("pk"))),
    f"{CONVERSATION}/answers": ("POST", 200, no_stars),
    f"{CONVERSATION}/seen": ("POST", 204, lambda: {"delivered": 1, "read": 1}),
    f"{CONVERSATION}/page": ("POST", 204, lambda: PAGE),
    f"{CONVERSATION}/person": ("POST", 200, dict),
    f"{CONVERSATION}/end": ("POST", 200, dict),
}
# Their own tests tell what a visitor gets: chat/test_identity, test_files, test_introducing, test_consent,
# notifications/test_devices.
WIDGET_OWN = {
    "widget/api/session": "POST",
    "widget/api/uploads": "POST",
    "widget/api/standing": "GET",
    "widget/api/introduction": "POST",
    "widget/api/consent": "POST",
    "widget/api/page": "POST",
    "widget/api/leads": "POST",
    "push/devices": "POST",
}
# The widget's own modules, the same for everybody: by the beginning of the address alone.
MODULES = "widget/<slug:name>"
ADMIN = "admin/"
LEAD = "<uuid:public_id>"


def test_every_address_stands_in_a_table():
    tables = (
        SUPERVISED
        | BOARD
        | PEOPLE
        | DESK
        | PARTS
        | MESSAGES
        | FILES
        | OWN
        | OPEN
        | WIDGET
        | WIDGET_OWN
        | SETTINGS
        | MARKETING
    )
    there = {route.pattern for route in every_route() if not route.pattern.startswith((ADMIN, MODULES))}
    assert there - set(tables) == set(), "an address without an expected answer"
    assert set(tables) - there == set(), "an answer expected of an address that is gone"


@pytest.fixture
def company(request, loans, sam):
    names = ("alice", "bob", "carol", "nina", "admin", "gone")
    macro = Macro.objects.create(name="Urgent", steps=[{"do": "priority", "value": "4", "more": ""}])
    return {"loans": loans, "sam": sam, "macro": macro} | {name: request.getfixturevalue(name) for name in names}


@pytest.fixture
def visitors(company, session_of):
    """A browser of everybody: signed in, a stranger's, a deactivated person's, one with a customer's token."""
    browsers = {name: session_of(company[name]) for name in (*SEES, "gone")}
    User.objects.filter(pk=company["gone"].pk).update(is_active=False)
    return browsers | {"stranger": Client()}


@pytest.fixture
def knock(visitors, company, heron):
    """`knock("alice", "POST", address, data)`: the answer; whatever it changed is undone."""
    customer = Browser(heron)
    customer.arrive()
    visitors["customer"] = Client(
        headers={"Authorization": f"Bearer {customer.token}", "Origin": "https://heron.example"}
    )

    def ask(who, verb, address, data=None):
        with transaction.atomic():
            client = visitors[who]
            cookies = client.cookies.copy()
            answer = getattr(client, verb.lower())(address, **({"data": data} if data is not None else {}))
            client.cookies = cookies
            transaction.set_rollback(True)
        return answer

    return ask


def expected_of(table, verb):
    rule = table[verb]
    if isinstance(rule, tuple) and callable(rule[1]):
        return rule
    return rule, lambda company: None


def is_led_to_the_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def check_objects(knock, company, pattern, verbs, addresses, sees=SEES) -> list:
    wrong = []
    for verb in VERBS:
        if verb not in verbs:
            # Refused before anybody looks which ticket it is.
            answer = knock("alice", verb, addresses["cards"])
            wrong += [(pattern, verb, answer.status_code)] if answer.status_code != 405 else []
            continue
        good, data = expected_of(verbs, verb)
        for who in EVERYBODY:
            for kind, address in addresses.items():
                answer = knock(who, verb, address, data(company))
                status = good if kind in sees.get(who, ()) else 404
                if not (answer.status_code == status if who in SEES else is_led_to_the_sign_in(answer)):
                    wrong.append((pattern, who, verb, kind, answer.status_code))
    return wrong


def test_a_ticket_is_there_for_whoever_may_see_it_alone(knock, company, tickets):
    wrong = []
    for pattern, verbs in DESK.items():
        at = {kind: "/" + pattern.replace("<number:number>", str(ticket.pk)) for kind, ticket in vars(tickets).items()}
        wrong += check_objects(knock, company, pattern, verbs, at)
    assert wrong == []


def test_a_supervisors_hand_reaches_the_tickets_he_may_see_alone(knock, company, tickets):
    sees = {who: kinds for who, kinds in SEES.items() if who in SUPERVISORS}
    wrong = []
    for pattern, verbs in SUPERVISED.items():
        at = {kind: "/" + pattern.replace("<number:number>", str(ticket.pk)) for kind, ticket in vars(tickets).items()}
        wrong += check_objects(knock, company, pattern, verbs, at, sees)
    assert wrong == []


def test_the_board_and_its_people_are_there_for_their_supervisors_alone(knock, company):
    sees = {who: {"cards"} for who in SUPERVISORS}
    wrong = []
    for pattern, verbs in BOARD.items():
        wrong += check_objects(knock, company, pattern, verbs, {"cards": f"/{pattern}"}, sees)
    of_alice = {"sam": {"cards"}, "admin": {"cards"}}
    for pattern, verbs in PEOPLE.items():
        at = {"cards": "/" + pattern.replace("<number:pk>", str(company["alice"].pk))}
        at["missing"] = "/" + pattern.replace("<number:pk>", "999999")
        wrong += check_objects(knock, company, pattern, verbs, at, of_alice)
    assert wrong == []


def test_what_goes_to_many_is_there_for_an_admin_alone(knock, company, heron):
    lead = Lead.objects.create(site=heron, client_id=uuid.uuid4(), email="a@b.test")
    segment = Segment.objects.create(name="Everybody")
    category = Category.objects.get(slug="advert")
    mailing = Mailing.objects.create(name="Spring", category=category, segment=segment, channels=["push"])
    wrong = []
    for pattern, verbs in MARKETING.items():
        row = segment if "segments" in pattern else mailing
        at = {"cards": "/" + pattern.replace("<number:pk>", str(row.pk)).replace(LEAD, str(lead.public_id))}
        if LEAD in pattern:
            at["missing"] = "/" + pattern.replace(LEAD, str(uuid.uuid4()))
        if "<number:pk>" in pattern:
            at["missing"] = "/" + pattern.replace("<number:pk>", "999999")
        wrong += check_objects(knock, company, pattern, verbs, at, {"admin": {"cards"}})
    assert wrong == []


def test_what_hangs_on_a_ticket_is_there_for_whoever_may_see_it_alone(knock, company, tickets):
    part = {kind: parts_of(ticket, kind) for kind, ticket in vars(tickets).items()}
    wrong = []
    for pattern, verbs in PARTS.items():
        thing = next(thing for thing, place in THINGS.items() if place in pattern)
        there = {kind: pattern.replace("<number:number>", str(t.pk)) for kind, t in vars(tickets).items()}
        at = {kind: "/" + path.replace("<number:pk>", str(part[kind][thing].pk)) for kind, path in there.items()}
        wrong += check_objects(knock, company, pattern, verbs, at)
    assert wrong == []


def parts_of(ticket, kind: str) -> dict:
    tag = Tag.objects.get_or_create(name="refund")[0]
    if kind == "missing":
        return {"tag": tag, "identity": Identity(pk=2**40), "card": Card(pk=2**40)}
    identity = ticket.customer.identify("email", f"{kind}@demo.test", by=ticket.customer)
    shown = Shown(type="payment", id="1", title="Coffee")
    message, _new = ticket.receive(text="", client_id=uuid.uuid4(), card=shown, by=ticket.customer)
    return {"tag": tag, "identity": identity, "card": message.card}


def test_an_identity_is_not_reached_through_a_ticket_of_somebody_else(knock, company, tickets):
    hers = tickets.transfers.customer.identify("email", "eve@demo.test", by=company["admin"])
    for verb in ("GET", "DELETE"):
        assert knock("sam", verb, f"/desk/tickets/{tickets.cards.pk}/customer/identities/{hers.pk}/").status_code == 404


def test_a_message_is_changed_by_whoever_may_see_its_ticket_alone(knock, company, tickets):
    places = {"missing": (tickets.missing.pk, uuid.uuid4())}
    places |= {
        kind: (ticket.pk, Message.objects.get(ticket=ticket, seq=1).client_id)
        for kind, ticket in vars(tickets).items()
        if kind != "missing"
    }
    # Under another ticket's number there is no such message.
    places["strange"] = (tickets.nobodys.pk, places["cards"][1])
    wrong = []
    for pattern, verbs in MESSAGES.items():
        at = {
            kind: "/" + pattern.replace("<number:number>", str(number)).replace("<uuid:message>", str(message))
            for kind, (number, message) in places.items()
        }
        wrong += check_objects(knock, company, pattern, verbs, at)
    assert wrong == []


def test_a_file_is_there_for_whoever_may_see_its_ticket_alone(knock, company, tickets):
    keys = {"missing": "x" * 32}
    keys |= {
        kind: Attachment.objects.get(message__ticket=ticket).key
        for kind, ticket in vars(tickets).items()
        if kind != "missing"
    }
    wrong = []
    for pattern, verbs in FILES.items():
        at = {kind: "/" + pattern.replace("<slug:key>", key) for kind, key in keys.items()}
        wrong += check_objects(knock, company, pattern, verbs, at)
    assert wrong == []


def test_strangers_are_led_to_the_sign_in(knock, company):
    wrong = []
    for pattern, verbs in OWN.items():
        for who in EVERYBODY:
            for verb, good in verbs.items():
                answer = knock(who, verb, "/" + pattern.replace("<int:pk>", "999999"))
                right = answer.status_code == good if who in SEES else is_led_to_the_sign_in(answer)
                if not right:
                    wrong.append((pattern, who, verb, answer.status_code))
    assert wrong == []


def test_what_is_open_is_open_to_all_alike(knock, company):
    wrong = []
    for pattern, (address, verbs) in OPEN.items():
        for who in EVERYBODY:
            for verb, good in verbs.items():
                status = knock(who, verb, address or f"/{pattern}").status_code
                if status not in (good if isinstance(good, tuple) else (good,)):
                    wrong.append((pattern, who, verb, status))
    assert wrong == []


def test_a_conversation_is_there_for_its_visitor_alone(heron, dave, eve, alice, session_of, cards):
    """The customers' side: own, another's and no conversation; no token, an old one, another's, a cookie of ours."""
    mine, another, proved, old = Browser(heron), Browser(heron), Browser(heron), Browser(heron)
    for browser in (mine, another, old):
        browser.arrive()
    proved.arrive(signed(heron, "eve"))
    Visitor.objects.filter(token_hash=digest(old.token)).update(expires_at="2020-01-01T00:00Z")
    mine.write()
    another.write("Not yours", conversation=str(uuid.uuid4()))
    nobody, operator = Browser(heron), Browser(heron)
    operator.http = session_of(alice)
    rows = {
        (mine, mine.conversation): "good", (mine, another.conversation): 404, (mine, str(uuid.uuid4())): 404,
        (another, mine.conversation): 404, (proved, mine.conversation): 404, (old, mine.conversation): 401,
        (nobody, mine.conversation): 401, (operator, mine.conversation): 401,
    }  # fmt: skip
    before = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    wrong = []
    for pattern, (verb, good, data) in WIDGET.items():
        for (browser, conversation), expected in rows.items():
            with transaction.atomic():
                path = pattern.removeprefix("widget/api/").replace("<uuid:public_id>", conversation)
                answer = browser.ask(verb, path, data and data())
                transaction.set_rollback(True)
            # Writing under an id that nobody else's conversation answers to begins one of one's own.
            begins = expected == 404 and pattern.endswith("/messages")
            if answer.status_code != (201 if begins else good if expected == "good" else expected):
                wrong.append((pattern, expected, answer.status_code))
            assert "Not yours" not in answer.text or browser is another
    assert wrong == []
    assert list(Message.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_writing_under_anothers_conversation_writes_into_ones_own(heron):
    mine, another = Browser(heron), Browser(heron)
    mine.arrive()
    another.arrive()
    mine.write("Mine")
    assert another.write("Hers", conversation=mine.conversation).status_code == 201
    assert Ticket.objects.count() == 2
    assert [each["text"] for each in mine.read(after=0).json()["messages"]] == ["Mine"]
    assert [each["text"] for each in another.read(after=0).json()["messages"]] == ["Hers"]
