"""Whom a next chat would reach at this moment, and why: what the settings show before anybody believes them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.user import LANGUAGES
from tickets.handing import NEVER, Candidate, answering, candidates, ranked
from tickets.models import Routing, Session


@dataclass(frozen=True)
class Preview:
    """`rows` are all who answer there, whoever is next first, each with the reason; `firsts` the next by language."""

    rows: list[tuple[Candidate, str]]
    firsts: list[tuple[str, Candidate]]
    waiting: int
    is_push: bool

    @property
    def online(self) -> int:
        return sum(one.is_here for one, _why in self.rows)


def preview(routing: Routing) -> Preview:
    everybody = candidates(answering(routing.pk), routing)
    best = ranked(everybody, routing)
    others = sorted(
        (one for one in everybody if not one.room), key=lambda one: (not one.is_here, one.user.display_name)
    )
    spoken = [(name, ranked(everybody, routing, language=code)) for code, name in LANGUAGES]
    return Preview(
        rows=[(one, _why(one, routing)) for one in [*best, *others]],
        firsts=[(name, found[0]) for name, found in spoken if found],
        waiting=Session.objects.in_line([routing.pk]).count(),
        is_push=routing.is_push,
    )


def _why(one: Candidate, routing: Routing) -> str:
    if not one.is_here:
        return _("not online")
    if not one.room:
        return _("has as many as they can carry")
    if routing.strategy == Routing.Strategy.LONGEST_IDLE and one.given_at == NEVER:
        return _("has had no chat yet")
    return ngettext("has room for %(count)d more", "has room for %(count)d more", one.room) % {"count": one.room}
