"""How the demo company gives its chats out: in Cards operators take them, in Transfers they are handed out."""

from core.actors import SYSTEM
from tickets.models import Routing, RoutingRule, Seat

WORDS = ["transfer", "exchange rate", "IBAN", "SWIFT", "перевод", "курс обмена"]
SPOKEN = {"alice": ["en", "ru"], "bob": ["en"], "carol": ["en", "ru"]}


def made(departments: dict, people: dict) -> None:
    """Made once, where nobody has said otherwise."""
    if Routing.objects.exists() or RoutingRule.objects.exists():
        return
    Routing.of(departments["cards"].pk).edit(capacity=6, by=SYSTEM)
    Routing.of(departments["transfers"].pk).edit(mode=Routing.Mode.PUSH, accept_seconds=90, by=SYSTEM)
    RoutingRule.make(name="Transfers", words=WORDS, department=departments["transfers"], by=SYSTEM)
    for key, languages in SPOKEN.items():
        Seat.set(people[key], capacity=None, languages=languages, by=SYSTEM)
