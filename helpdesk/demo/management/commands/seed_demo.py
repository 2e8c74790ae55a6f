from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from customers.models import Customer
from helpdesk.demo import company
from helpdesk.demo.ageing import age_customers, database_time, rewriting_history, shift, stale
from helpdesk.demo.canned import canned_replies
from helpdesk.demo.leads import leads
from helpdesk.demo.macros import macros
from helpdesk.demo.mailings import mailings
from helpdesk.demo.playing import play, unplayed
from helpdesk.demo.scripts import scripts
from helpdesk.demo.shifts import shifts_kept
from helpdesk.demo.telling import told


class Command(BaseCommand):
    help = "Fills an empty installation with the demo company; run again, it adds what is missing and keeps the rest."

    @transaction.atomic
    def handle(self, *args, **options):
        self._refuse_a_real_installation()
        cast, now, plays = company.found(), database_time(), scripts()
        canned_replies(cast, now=now)
        macros(cast, now=now)
        shifts_kept(cast, now=now)
        # Before what is told up to now: the ledger lists its rows as they were written.
        mailings(cast, now=now)
        told(cast, now=now)
        missing, late = unplayed(plays), stale(plays, now=now)
        if missing or late:
            with rewriting_history():
                self._write(missing, late, cast=cast, now=now)
        leads(cast, now=now)
        count = sum(map(len, late.values()))
        self.stdout.write(f"Demo company ready: {len(missing)} tickets added, {count} brought up to date.")

    def _write(self, missing, late, *, cast, now):
        for by, tickets in late.items():
            shift(tickets, by=by)
        if missing:
            play(missing, cast, now=now)
            age_customers([one for one in cast.values() if isinstance(one, Customer)])
        # Nobody is shown the past live: a thousand hints about old steps would only keep open desks busy.
        connection.run_on_commit.clear()

    def _refuse_a_real_installation(self):
        if company.is_seeded():
            return
        if stranger := company.strangers().first():
            raise CommandError(
                f"This installation has people of its own, such as {stranger.email}. The demo company, whose passwords "
                "everybody knows, is only for an empty one. Nothing was changed."
            )
