"""The lists behind the board's numbers: `/desk/?view=board-FIGURE-PLACE`, with all that the desk can do in a list."""

from django.utils import timezone

from accounts.models import User
from analytics.figures import FIGURES, Moment, talking
from analytics.scope import Scope, scope_of
from tickets.orders import LATEST, ORDERS
from tickets.queues import Queue, more_lists

EVERYWHERE = "all"
# The chats that one operator leads.
OF_PERSON = "person"


@more_lists("board")
def list_of(agent, rest: str) -> Queue | None:
    figure, _dash, place = rest.partition("-")
    scope = scope_of(agent)
    if scope is None:
        return None
    if figure == OF_PERSON:
        return _of_person(scope, place)
    narrowed = scope if place == EVERYWHERE else scope.narrowed(place)
    return _of_figure(narrowed, figure, place) if narrowed and figure in FIGURES else None


def _of_figure(scope: Scope, name: str, place: str) -> Queue:
    figure = FIGURES[name]
    names = [department.name for department in scope.departments] if place != EVERYWHERE else []
    return Queue(
        f"board-{name}-{place}",
        " · ".join([str(figure.title), *names]),
        figure.icon,
        lambda: figure.tickets(scope.tickets, Moment.of(timezone.now())),
        order=figure.order,
        orders=figure.orders,
    )


def _of_person(scope: Scope, place: str) -> Queue | None:
    known = scope.people.filter(pk=place).first() if place.isascii() and place.isdigit() and len(place) < 19 else None
    if known is None:
        return None
    return Queue(
        f"board-{OF_PERSON}-{place}",
        known.display_name,
        "user",
        lambda: led_by(scope, known),
        order=LATEST,
        orders=tuple(ORDERS.values()),
    )


def led_by(scope: Scope, person: User):
    return talking(scope.tickets).filter(sessions__operator=person, sessions__state="joined")
