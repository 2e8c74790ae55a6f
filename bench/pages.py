"""Pages of the desk beside a bare view over the same rows, asked in turn by one client."""

import http.client
import time
from pathlib import Path

from django.conf import settings

from bench import dataset
from bench.printing import figure, median
from bench.serving import product, serving
from bench.signing_in import signed_in
from tickets.models import Message, Ticket

ROUNDS, WARM_UP = 150, 20
FLOOR = [str(Path(settings.BASE_DIR) / "bench/floors/run"), "bench.floors.pages:application"]


def queue() -> None:
    department = dataset.agent().memberships.order_by("pk").first().department
    _measure("desk-queue", f"/desk/?view=department-{department.pk}", f"/queue/{department.pk}/", expected=b"row-")


def ticket() -> None:
    number = _ticket_with_thirty_messages()
    _measure("desk-ticket", f"/desk/tickets/{number}/", f"/ticket/{number}/", expected=b"message-")


def _measure(name: str, ours: str, floor: str, *, expected: bytes) -> None:
    [times] = measured([(ours, floor)], expected=expected)
    figure(name, median(times["ours"]), "ms", floor=median(times["floor"]), n=ROUNDS)


def measured(
    pairs: list[tuple[str, str]], *, expected: bytes, least: int = 30, rounds: int = ROUNDS, **more: str
) -> list[dict[str, list[float]]]:
    """Milliseconds of each page of ours and of its floor, asked for in turn; `more` are headers."""
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={signed_in(dataset.agent())}", "Accept-Language": "en"}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    with product() as (port, _), serving(FLOOR, path="/live") as (floor_port, _):
        all_times = []
        for ours, floor in pairs:
            times: dict[str, list[float]] = {"ours": [], "floor": []}
            ask = {"ours": _Client(port, ours, headers, expected, least)}
            ask["floor"] = _Client(floor_port, floor, {}, expected, least)
            for number in range(WARM_UP + rounds):
                for kind, client in ask.items():
                    took = client.get()
                    if number >= WARM_UP:
                        times[kind].append(took * 1000)
            all_times.append(times)
    return all_times


class _Client:
    def __init__(self, port: int, path: str, headers: dict, expected: bytes, least: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.path, self.headers, self.expected, self.least = path, headers, expected, least

    def get(self) -> float:
        began = time.perf_counter()
        self.connection.request("GET", self.path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200 or body.count(self.expected) < self.least:
            raise SystemExit(
                f"{self.path} answered {answer.status} with {body.count(self.expected)} of what it should show"
            )
        return took


def _ticket_with_thirty_messages() -> int:
    """One ticket of the agent's department, filled up to thirty messages."""
    ticket = (
        Ticket.objects.living()
        .filter(department__in=dataset.agent().department_ids)
        .exclude(assignee=None)
        .order_by("pk")
        .first()
    )
    for seq in range(ticket.last_seq + 1, dataset.LONG_TICKET_MESSAGES + 1):
        agent = seq % 2 == 0
        Message.objects.create(
            ticket=ticket,
            seq=seq,
            author_kind="agent" if agent else "customer",
            author=ticket.assignee if agent else None,
            text=f"Message {seq}: I paid for a coffee and the payment was taken twice.",
            version=seq,
            public_version=seq,
            public_seq=seq,
        )
    count = max(ticket.last_seq, dataset.LONG_TICKET_MESSAGES)
    Ticket.objects.filter(pk=ticket.pk).update(
        last_seq=count, last_public_seq=count, version=count, public_version=count, agents_read_seq=count
    )
    return ticket.pk
