"""A conversation in which both sides go on writing while something breaks, and how soon it is whole again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from tests.browser.serving import wait_until
from tests.faults.house import House, Monitor
from tests.faults.screens import CustomerScreen, OperatorScreen

WITHIN = 25.0
EACH = 20
# Twenty messages in ten seconds is what a visitor may write.
PACE = 0.5
SOONEST = 2.0
# A single hint may be lost, on a busy machine at least; a socket that hears does not miss so many.
HINTS = 3
STORED = """
    SELECT m.text, m.author_kind FROM tickets_message m
    WHERE m.ticket_id = %s AND m.happening = '' AND m.visibility = 'public' ORDER BY m.seq
"""


@dataclass(frozen=True)
class Fault:
    """Something breaks, and after `lasts` seconds somebody mends it."""

    name: str
    strike: Callable[[House], None]
    lasts: float = 0.0
    mend: Callable[[House], None] = lambda house: None
    mended: Callable[[House], bool] = lambda house: True
    # All that /health/ready says of it; "" where it may say nothing in time.
    health: str = ""
    # Whether each side still reads the other's words before it is mended.
    talk_goes_on: bool = False
    within: float = WITHIN

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    @property
    def strikes_at(self) -> float:
        """So that both still write when it is over, but not for long: recovery counts from there."""
        return max(SOONEST, EACH * PACE - self.lasts - 1)


@dataclass
class Course:
    """When the fault struck and ended, and what was seen meanwhile."""

    struck: float = 0.0
    mending: float = 0.0
    ended: float = 0.0
    written: int = 0
    unharmed: int = 0
    crossed: dict[str, bool] = field(default_factory=dict)
    health: list[str] = field(default_factory=list)


class Talk:
    def __init__(self, house: House, name: str):
        self.house, self.name = house, name
        self.customer: CustomerScreen
        self.operator: OperatorScreen
        self.ticket = 0

    @property
    def sides(self):
        return self.customer, self.operator

    def find_ticket(self) -> int:
        opened = "SELECT ticket_id FROM tickets_message WHERE text = %s"
        [[self.ticket]] = wait_until(lambda: self.house.rows(opened, self.hello), what="the ticket")
        return self.ticket

    @property
    def hello(self) -> str:
        return f"hello {self.name}"

    def stored(self) -> list[str]:
        try:
            return [text for text, _ in self.house.rows(STORED, self.ticket)]
        except psycopg.Error:
            return []

    def go_on_through(self, fault: Fault) -> Course:
        """Both write a message every half second; the fault comes in the middle of it."""
        course, began = Course(), time.monotonic()
        with Monitor(self.house) as monitor:
            while course.written < EACH or not course.ended:
                if course.written < EACH and time.monotonic() - began >= course.written * PACE:
                    course.written += 1
                    self.customer.write(f"c{course.written:02}")
                    self.operator.write(f"o{course.written:02}")
                self._happen(fault, course, began)
                self.customer.page.wait_for_timeout(20)
            course.health = monitor.between(course.struck + 1, course.mending)
        return course

    def _happen(self, fault: Fault, course: Course, began: float) -> None:
        now = time.monotonic()
        if not course.struck and now - began >= fault.strikes_at:
            fault.strike(self.house)
            course.struck, course.unharmed = time.monotonic(), course.written
        elif course.struck and not course.mending and now - course.struck >= fault.lasts:
            course.crossed = {
                "customer": self._read(self.customer, "o", course),
                "operator": self._read(self.operator, "c", course),
            }
            # Before it is mended: what is answered from then on says nothing of the fault.
            course.mending = time.monotonic()
            fault.mend(self.house)
        elif course.mending and not course.ended and fault.mended(self.house):
            course.ended = time.monotonic()

    def _read(self, side, letter: str, course: Course) -> bool:
        """Has this side read what the other wrote after the fault struck?"""
        since = {f"{letter}{number:02}" for number in range(course.unharmed + 1, course.written + 1)}
        return not since.isdisjoint(side.texts())

    def wait_whole(self, texts: list[str], *, since: float, within: float = WITHIN) -> float:
        """Seconds until both screens show exactly these messages, in the database's order, and both hear."""
        while lacking := self.lacking(texts):
            assert time.monotonic() - since < within, (
                f"not whole after {within} s: {lacking}\n{self.house.last_words()}"
            )
            print(f"{time.monotonic() - since:5.1f} s", ", ".join(lacking))
            self.customer.page.wait_for_timeout(100)
        return time.monotonic() - since

    def lacking(self, texts: list[str]) -> dict:
        """What is not yet as it should be; empty when all is."""
        stored = self.stored()
        found = {"stored": stored} if sorted(stored) != sorted(texts) else {}
        for side in self.sides:
            about = {
                "shown": side.texts() if side.texts() != stored else None,
                "sending": side.sending(),
                "strips": side.strips(),
                "deaf": not side.ear.live,
            }
            found |= {f"{type(side).__name__} {what}": it for what, it in about.items() if it}
        return found

    def hears_at_once(self) -> float:
        """Say one thing each way; the seconds until both have heard it, by their sockets and not by asking."""
        for tried in range(HINTS):
            began = time.monotonic()
            before = [len(side.ear.heard) for side in self.sides]
            wanted = {f"probe {letter}{tried}" for letter in "co"}
            for side, letter in zip(self.sides, "co", strict=True):
                side.write(f"probe {letter}{tried}")
            wait_until(lambda wanted=wanted: all(wanted <= set(side.texts()) for side in self.sides), what=str(wanted))
            heard = [side.ear.heard[start:] for side, start in zip(self.sides, before, strict=True)]
            if all({"message", "fragment"} & set(frames) for frames in heard):
                return time.monotonic() - began
        raise AssertionError(f"a socket is deaf; heard last: {heard}")

    def wait_healthy(self, within: float = WITHIN) -> None:
        wait_until(self.house.healthy, within, what=f"green health, it is {self.house.health()}")
