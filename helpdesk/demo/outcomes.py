"""How one notification of the demo's past went: its row and its attempts, as the cascade would have left them."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from notifications.models import Category, Notification, Step
from notifications.rendering import HIDDEN, rendered

PRICE = Decimal("0.0420")
# How often a push goes which way, out of a hundred.
WAYS = {"proved": 75, "missed": 13, "late": 4, "dead": 5, "nobody": 1, "unwanted": 1, "refused": 1}
BAD_WAYS = {"missed": 70, "proved": 30}
COUNTRIES = {"+380": "UA", "+48": "PL", "+46": "SE", "+49": "DE", "+44": "GB", "+39": "IT", "+7": "RU"}


class Told:
    def __init__(
        self, category: Category, customer, phone: str, at: datetime, chance: Random, *, is_bad: bool, source: str
    ):
        self.category, self.customer, self.phone, self.at = category, customer, phone, at
        self.chance, self.is_bad = chance, is_bad
        self.steps: list[Step] = []
        self.notification = self._row(source)
        ways = BAD_WAYS if is_bad else WAYS
        getattr(self, f"_{chance.choices(list(ways), list(ways.values()))[0]}")()

    def _row(self, source: str) -> Notification:
        language = "ru" if self.customer.language == "ru" else "en"
        return Notification(
            category=self.category,
            customer=self.customer,
            source=source,
            key=uuid.UUID(int=self.chance.getrandbits(128)).hex,
            lane=self.category.lane,
            language=language,
            shown=self._words(language),
            steps_planned=self.category.steps,
            position=0,
            created_at=self.at,
            due_at=None,
            not_after=self.at + self.category.lifetime,
        )

    def _words(self, language: str) -> dict:
        values = {each["name"]: HIDDEN if each.get("secret") else each["example"] for each in self.category.variables}
        used = {step["channel"] for step in self.category.steps}
        templates = [
            each for each in self.category.templates.all() if each.language == language and each.channel in used
        ]
        return rendered(templates, values)

    def _proved(self) -> None:
        took = self.chance.uniform(0.3, 2.8)
        self._push(0, "delivered", took, receipt=True)
        self._end("delivered", took, proof="push")

    def _missed(self) -> None:
        self._push(0, "accepted")
        self._next()

    def _late(self) -> None:
        seconds = self._seconds
        self._push(0, "delivered", self.chance.uniform(seconds + 1, seconds * 4), receipt=True, late=True)
        self._next()

    def _dead(self) -> None:
        self._push(0, "failed", 0.3, error="unregistered")
        self._next(since=0.3)

    def _nobody(self) -> None:
        refused = self._step("push", 0, "failed", 0, settled=0.01, error="no_target")
        refused.called_at = refused.accepted_at = None
        self._end("failed", 0.01, why="no_channel")

    def _unwanted(self) -> None:
        self.notification.position = -1
        self._end("suppressed", 0, why="frequency_cap" if self.category.cap_count else "opted_out")

    def _refused(self) -> None:
        self.notification.position = -1
        self.notification.shown = {}
        self._end("refused", 0, why="wrong_variables")

    def _next(self, *, since: float | None = None) -> None:
        """The SMS, when the plan has one."""
        if len(self.category.steps) == 1 or not self.phone:
            if since is None:
                return self._end("out", None)
            return self._end("failed", since, why="nobody_reached")
        began = self._seconds if since is None else since
        self.notification.position = 1
        return self._sms(began)

    def _sms(self, began: float) -> None:
        fate = "failed" if self.chance.random() < (0.7 if self.is_bad else 0.02) else "delivered"
        if fate == "delivered" and self.chance.random() < 0.02:
            fate = "accepted"
        took = began + self.chance.uniform(0.8, 6)
        error = "30003 Unreachable destination handset" if fate == "failed" else ""
        self._step("sms", 1, fate, began, settled=took, error=error)
        ends: dict[str, dict] = {
            "delivered": {"state": "delivered", "seconds": took, "proof": "sms"},
            "failed": {"state": "out", "seconds": None},
            "accepted": {"state": "out", "seconds": None},
        }
        self._end(**ends[fate])

    @property
    def _seconds(self) -> float:
        return self.category.steps[0]["seconds"]

    def _push(self, began: float, state: str, settled: float | None = None, **more) -> None:
        self._step("push", 0, state, began, settled=settled, **more)

    def _step(
        self,
        channel: str,
        position: int,
        state: str,
        began: float,
        *,
        settled=None,
        error="",
        receipt=False,
        late=False,
    ) -> Step:
        armed = self.at + timedelta(seconds=began + 0.01)
        ended = self.at + timedelta(seconds=settled) if settled is not None and state != "accepted" else None
        step = Step(
            notification=self.notification,
            position=position,
            channel=channel,
            lane=self.notification.lane,
            state=state,
            error=error,
            due_at=None,
            attempts=1,
            target="device:1" if channel == "push" else "phone",
            armed_at=armed,
            called_at=armed + timedelta(milliseconds=self.chance.randint(4, 40)),
            accepted_at=None if error else armed + timedelta(milliseconds=self.chance.randint(60, 280)),
            settled_at=ended,
            receipt_at=ended if receipt else None,
            late=late,
            provider_id="" if error else f"{channel}-{self.chance.getrandbits(48):012x}",
            **self._carrier(channel),
        )
        self.steps.append(step)
        return step

    def _carrier(self, channel: str) -> dict:
        if channel == "push":
            return {"provider": self.chance.choice(["fcm", "fcm", "fcm", "webpush"])}
        country = next((each for code, each in COUNTRIES.items() if self.phone.startswith(code)), "")
        return {"provider": "twilio", "address": self.phone, "country": country, "segments": 1, "price": PRICE}

    def _end(self, state: str, seconds: float | None, *, why: str = "", proof: str = "") -> None:
        ended = None if seconds is None else self.at + timedelta(seconds=seconds)
        one = self.notification
        one.state, one.settled_at, one.why, one.proof = state, ended, why, proof
