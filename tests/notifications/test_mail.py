"""A notification by mail, through a real SMTP server."""

import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.db.models.functions import Now
from django.test import Client

from core.sends import State
from core.sweeps.claiming import run_due
from notifications.models import Category, OptOut, Step, Template
from notifications.notifying import notify
from notifications.wishes.opting_out import address_of_wishes

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R104")]


class Mailbox:
    """Takes mails, or answers as the test wishes."""

    def __init__(self):
        self.mails, self.answers = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers and self.answers[0].startswith("rcpt "):
            return self.answers.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == "drop":
            self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))
        if answer == "drop":
            server.transport.abort()
        return answer


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    settings.PUBLIC_URL = "https://desk.example.com"
    yield box
    server.stop()


@pytest.fixture
def told(dave):
    dave.identify("email", "dave@mail.test", how="signed", by=dave)

    def tell(purpose="account", body="Paid {amount} <b>now</b>\nThank you", language="en", title="Payment of {amount}"):
        variables = [{"name": "amount", "example": "5", "secret": False}]
        category = Category.objects.create(
            slug=purpose + language,
            name="Payments",
            purpose=purpose,
            variables=variables,
            steps=[{"channel": "email", "seconds": 60}],
        )
        texts = {"title": title, "body": body, "link": "https://bank.example/a?b=1&c=2"}
        Template.objects.create(category=category, channel="email", language=language, **texts)
        notification = notify(category=category, customer=dave, variables={"amount": "5 EUR"}, source="test")
        run_due()
        return notification.steps.get()

    return tell


def again(step):
    Step.objects.filter(pk=step.pk).update(due_at=Now())
    run_due()
    step.refresh_from_db()


def test_a_mail_says_it_plainly_and_in_html(mailbox, told):
    step = told()
    [mail] = mailbox.mails

    assert (step.state, step.provider) == (State.ACCEPTED, "smtp")
    assert (mail["Subject"], mail["To"]) == ("Payment of 5 EUR", "dave@mail.test")
    assert mail["Message-ID"] == f"<{step.reference.hex}@desk.example.com>" == step.provider_id
    plain, html = mail.get_body(["plain"]).get_content(), mail.get_body(["html"]).get_content()
    assert "Paid 5 EUR <b>now</b>" in plain and "https://bank.example/a?b=1&c=2" in plain
    assert "Paid 5 EUR &lt;b&gt;now&lt;/b&gt;" in html and 'href="https://bank.example/a?b=1&amp;c=2"' in html
    assert mail["List-Unsubscribe"] is None


def test_the_words_around_it_are_in_its_language(mailbox, told):
    told(language="ru", body="Оплата {amount}")
    assert 'lang="ru"' in mailbox.mails[0].get_body(["html"]).get_content()


def test_a_subject_is_one_line(mailbox, told):
    told(title="Payment\r\nBcc: eve@mail.test")
    assert mailbox.mails[0]["Bcc"] is None and mailbox.mails[0]["Subject"] == "Payment Bcc: eve@mail.test"


def test_one_click_in_a_mail_program_ends_adverts(mailbox, told, dave):
    told("advert")
    [mail] = mailbox.mails
    assert mail["List-Unsubscribe"] == f"<{address_of_wishes(dave)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    address = mail["List-Unsubscribe"].strip("<>").removeprefix("https://desk.example.com")
    program = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(OptOut.objects.values_list("category", "channel", "said_by")) == [(None, "email", "link")]


def test_an_answer_that_was_lost_sends_the_same_mail_again(mailbox, told):
    mailbox.answers = ["drop"]
    step = told()
    assert step.state == State.CALLING
    again(step)
    again(step)
    run_due()
    step.refresh_from_db()

    assert step.state == State.ACCEPTED
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("answer", ["rcpt 450 busy", "451 later", "421 closing"])
def test_a_passing_no_is_tried_again(mailbox, told, answer):
    mailbox.answers = [answer]
    step = told()
    assert (step.state, len(mailbox.mails)) == (State.ARMED, 0)
    again(step)
    assert (step.state, len(mailbox.mails)) == (State.ACCEPTED, 1)


@pytest.mark.parametrize(
    ("answer", "word"), [("rcpt 550 no such user dave@mail.test", "no_such_mailbox"), ("554 spam", "smtp 554")]
)
def test_a_final_no_is_final_and_does_not_quote_the_address(mailbox, told, answer, word):
    mailbox.answers = [answer]
    step = told()
    assert (step.state, step.error) == (State.FAILED, word)


def test_without_a_mail_server_it_is_noted(told, settings):
    settings.MAILERS = {"default": {"BACKEND": "core.mail.NoServer"}}
    assert told().error == "no_provider"
