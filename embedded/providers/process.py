"""All local providers in one process, and a door by which others set their faults and read their ledgers.

GET  /          where each is, and what a helpdesk needs to use it
PUT  /targets   {target: {"receipts": [1.5], "fault": {...}, "times": 1, "gone": true, "statuses": [...]}}
PUT  /rates     {"fcm": [[0.05, {...}]], "twilio": [...]}: faults that come by chance
POST /subscriptions   the subscription of a new browser
GET  /ledger?target=  what was taken, of these targets or of all
DELETE /        forget everything
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from embedded.providers import twilio
from embedded.providers.devices import Devices
from embedded.providers.fcm import Fcm
from embedded.providers.server import Desk, Fault, Provider
from embedded.providers.twilio import Twilio
from embedded.providers.webpush import WebPush


class Door(Desk):
    server: "Providers"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/ledger":
            return self.answer(200, self.server.ledger_of(set(parse_qs(parts.query).get("target", []))))
        return self.answer(200, self.server.addresses) if parts.path == "/" else self._miss()

    def do_PUT(self) -> None:
        verbs: dict[str, Callable[[Any], None]] = {"/targets": self.server.plan, "/rates": self.server.set_rates}
        if (verb := verbs.get(self.path)) is None:
            return self._miss()
        try:
            verb(json.loads(self.body))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return self.answer(400, {"error": repr(error)})
        return self.answer(200, {})

    def do_POST(self) -> None:
        if self.path != "/subscriptions":
            return self._miss()
        made = self.server.webpush.subscribe()
        return self.answer(201, {"target": made.id, "subscription": made.words})

    def do_DELETE(self) -> None:
        self.server.forget()
        self.answer(200, {})

    def _miss(self) -> None:
        self.answer(404, {"error": "there is nothing here"})


class Providers(Provider):
    """The three, the devices that their pushes reach, and the door, which is this server itself."""

    desk = Door

    def __init__(self, port: int = 0):
        super().__init__(port)
        self.fcm, self.webpush, self.twilio = Fcm(), WebPush(), Twilio()
        self.all: dict[str, Provider] = {"fcm": self.fcm, "webpush": self.webpush, "twilio": self.twilio}
        self.devices = Devices(self.fcm, self.webpush)

    @property
    def addresses(self) -> dict[str, Any]:
        return {
            "fcm": {"url": self.fcm.url, "credentials": self.fcm.credentials},
            "webpush": {"url": self.webpush.url},
            "twilio": {"url": self.twilio.url, "account": twilio.ACCOUNT, "token": twilio.TOKEN},
        }

    def start(self) -> "Providers":
        for each in self.all.values():
            each.start()
        super().start()
        return self

    def stop(self) -> None:
        self.devices.stopping.set()
        for each in self.all.values():
            each.stop()
        super().stop()

    def plan(self, targets: dict[str, dict[str, Any]]) -> None:
        for target, plan in targets.items():
            self.devices.receipts[target] = [float(seconds) for seconds in plan.get("receipts", [])]
            if "statuses" in plan:
                self.twilio.of_number[target] = tuple(plan["statuses"])
            if plan.get("gone"):
                self.fcm.unregistered.add(target)
                self.webpush.gone.add(target)
            if "fault" in plan:
                self._trouble(target, Fault(**plan["fault"]), plan.get("times"))

    def _trouble(self, target: str, fault: Fault, times: int | None) -> None:
        for each in self.all.values():
            if times is None:
                each.faults.of_target[target] = fault
            else:
                each.faults.first_of_target[target] = [fault] * times

    def set_rates(self, rates: dict[str, list]) -> None:
        for name, chosen in rates.items():
            self.all[name].faults.rates = [(float(rate), Fault(**fault)) for rate, fault in chosen]

    def ledger_of(self, targets: set[str]) -> dict[str, list]:
        """Times and targets; what was said in it stays here."""
        found = {name: [shown(each) for each in list(provider.ledger)] for name, provider in self.all.items()}
        found["receipts"] = list(self.devices.ledger)
        if not targets:
            return found
        return {name: [each for each in entries if each["target"] in targets] for name, entries in found.items()}

    def forget(self) -> None:
        for each in self.all.values():
            each.ledger.clear()
            each.faults.clear()
        for kept in (self.devices.receipts, self.devices.ledger, self.twilio.of_number):
            kept.clear()
        self.fcm.unregistered.clear()
        self.webpush.gone.clear()


def shown(entry: dict[str, Any]) -> dict[str, Any]:
    return {"target": entry.get("target") or entry.get("to"), "at": entry["at"], "status": entry.get("status", "")}
