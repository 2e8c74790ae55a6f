"""The scripts, played by the product's own verbs, so that counters, events and sessions are true."""

from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import connection
from django.utils import timezone

from chat import toy_bank
from chat.views.bank import SITE_KEY
from core.actors import SYSTEM
from helpdesk.demo.ageing import age, database_time
from helpdesk.demo.elapsing import Elapses, stop_the_clocks
from helpdesk.demo.lists import promise
from helpdesk.demo.mending import Mends
from helpdesk.demo.scripts import Script, Step, span
from helpdesk.demo.sorting import sort
from helpdesk.demo.thinking import Thinks
from tickets.models import Attachment, Message, PageVisit, Ticket
from tickets.models.card import Shown
from tickets.moods import read_again

FILES = Path(__file__).parent / "files"
BANK = "https://heron.example"


def play(scripts: list[Script], cast: dict, *, now: datetime) -> None:
    """All steps of all scripts in the order of their times, each moved to its own."""
    stages = {script.number: Stage(script, cast) for script in scripts}
    steps = [(step, stages[script.number]) for script in scripts for step in script.steps]
    tickets, moments = set(), []
    for step, stage in sorted(steps, key=lambda pair: pair[0].ago, reverse=True):
        moments.append((database_time(), now - step.ago))
        stage.perform(step)
        tickets.add(stage.ticket.pk)
    age(tickets, moments, until=database_time())
    promise(tickets)
    stop_the_clocks(tickets)
    for stage in stages.values():
        stage.date_the_pages()


def unplayed(scripts: list[Script]) -> list[Script]:
    firsts = {script.steps[0].id: script for script in scripts}
    played = set(Message.objects.filter(client_id__in=firsts).values_list("client_id", flat=True))
    return [script for first, script in firsts.items() if first not in played]


class Stage(Mends, Elapses, Thinks):
    """One script's ticket, and who may step up to it. Each verb of a script is a method here."""

    ticket: Ticket

    def __init__(self, script: Script, cast: dict):
        self.script, self.cast = script, {**cast, "system": SYSTEM}

    def perform(self, step: Step) -> None:
        act, who = getattr(self, step.verb.replace(" ", "_")), self.cast[step.who]
        if who.actor_kind == "agent" and step is not self.script.steps[0]:
            # Nobody acts on what he has not read.
            self.ticket.seen_by_agents(read=self._last_public_seq(), by=who)
        act(step, who)
        if who.actor_kind == "customer" and (said := Message.objects.filter(client_id=step.id, happening="").first()):
            # Now, not by the job a moment later: the ticket's time stays that of the step.
            read_again(said)
            self.ticket.sound(by=SYSTEM)

    def says(self, step: Step, who) -> None:
        said = {"text": step.words, "client_id": step.id, "attachments": self._uploads(step, who), "by": who}
        if who.actor_kind == "agent":
            self.ticket.reply(**said)
        elif step is self.script.steps[0]:
            self._open(**said)
        else:
            message, _new = self.ticket.receive(**said)
            # To a closed ticket this was a follow-up, and the rest of the script goes on there.
            self.ticket = message.ticket

    def writes_down(self, step: Step, who) -> None:
        self._open(text=step.words, client_id=step.id, by=who)

    def notes(self, step: Step, who) -> None:
        self.ticket.note(text=step.words, client_id=step.id, by=who)

    def whispers(self, step: Step, who) -> None:
        self.ticket.whisper(text=step.words, client_id=step.id, by=who)

    def takes(self, step: Step, who) -> None:
        self.ticket.take(by=who, seen_assignee_id=self.ticket.assignee_id)

    def assigns(self, step: Step, who) -> None:
        self.ticket.assign(self.cast[step.words], by=who)

    def transfers(self, step: Step, who) -> None:
        department, _, note = step.words.partition(": ")
        self.ticket.transfer(self.cast[department], note=note, by=who)

    def escalates(self, step: Step, who) -> None:
        department, _, reason = step.words.partition(": ")
        self.ticket.escalate(department=self.cast[department], reason=reason, by=who)

    def holds(self, step: Step, who) -> None:
        self.ticket.hold(reason=step.words, by=who)

    def resolves(self, step: Step, who) -> None:
        self.ticket.resolve(resolution=step.words, by=who)

    def closes(self, step: Step, who) -> None:
        self.ticket.close(by=who)

    def snoozes(self, step: Step, who) -> None:
        self.ticket.snooze(timezone.now() + span(step.words), by=who)

    def reopens(self, step: Step, who) -> None:
        self.ticket.reopen(by=who)

    def reads(self, step: Step, who) -> None:
        if who.actor_kind == "customer":
            seq = self._last_public_seq()
            self.ticket.seen_by_customer(delivered=seq, read=seq, by=who)

    def receives(self, step: Step, who) -> None:
        self.ticket.seen_by_customer(delivered=self._last_public_seq(), read=0, by=who)

    def visits(self, step: Step, who) -> None:
        title, path = step.words.split(" | ")
        self.ticket.visit(url=BANK + path, title=title, by=who)

    def date_the_pages(self) -> None:
        """The pages before the first word: the product learns of them when the ticket opens, with their times."""
        visits = PageVisit.objects.filter(session__ticket=self.ticket).select_related("session").order_by("pk")
        starts = [before for before, _title, _path in self.script.pages]
        for visit, before, end in zip(visits, starts, [*starts[1:], None], strict=False):
            opened_at = visit.session.opened_at
            left_at = visit.left_at if end is None else opened_at - end
            PageVisit.objects.filter(pk=visit.pk).update(visited_at=opened_at - before, left_at=left_at)

    def _open(self, **said) -> None:
        number_from(self.script.number)
        self.ticket, _message = Ticket.open(
            customer=self.cast[self.script.customer],
            channel=self.script.channel,
            department=self.cast[self.script.department] if self.script.department else None,
            subject=self.script.subject,
            card=shown(self.script.card),
            **said,
        )
        pages = [(BANK + path, title, database_time()) for _before, title, path in self.script.pages]
        self.ticket.came_by(pages, by=self.ticket.customer)
        sort(self.ticket, self.cast, **self.script.sorting)

    def _last_public_seq(self) -> int:
        self.ticket.refresh_from_db(fields=["last_public_seq"])
        return self.ticket.last_public_seq

    def _uploads(self, step: Step, who) -> list[Attachment]:
        return [self._upload(name, step, who) for name in step.files]

    def _upload(self, name: str, step: Step, who) -> Attachment:
        with (FILES / name).open("rb") as file:
            return Attachment.upload(File(file, name=name), client_id=step.id, by=who)[0]


def shown(card: dict) -> Shown | None:
    if not card:
        return None
    if "payment" in card:
        told = toy_bank.card_of(toy_bank.PAYMENTS[card["payment"]], address=f"{BANK}/payments", now=0)
        card = {**told, "verified": True, "fields": [(each["label"], each["value"]) for each in told["fields"]]}
    return Shown(**{**card, "fields": tuple(map(tuple, card["fields"]))}, source=SITE_KEY)


def number_from(number: int) -> None:
    """Have the next ticket carry this number, or a later one where it is taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(sequence, GREATEST(%s, nextval(sequence)), false)"
            " FROM pg_get_serial_sequence('tickets_ticket', 'id') AS sequence",
            [number],
        )
