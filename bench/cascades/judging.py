"""What became of every cascade, said by the providers' ledgers; our own rows say only what was due when."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.cascades.planning import SECONDS, number_of, token_of

# In a cascade the push's own deadline, unless it failed before: then the SMS is due at once.
STORY = """
SELECT n.key::int, n.state, extract(epoch FROM n.created_at)::float,
       extract(epoch FROM min(s.settled_at) FILTER (WHERE s.channel = 'push' AND s.state = 'failed'))::float,
       coalesce(bool_or(s.late), false),
       bool_or(s.state IN ('armed', 'claimed', 'calling')),
       max(s.state) FILTER (WHERE s.channel = 'push'), max(s.state) FILTER (WHERE s.channel = 'sms')
  FROM notifications_notification n LEFT JOIN notifications_step s ON s.notification_id = n.id
 WHERE n.source = %s GROUP BY n.id ORDER BY n.id
"""
DONE = """
SELECT count(*) FROM notifications_notification n WHERE n.source = %s AND n.state <> 'running' AND NOT EXISTS (
    SELECT 1 FROM notifications_step s WHERE s.notification_id = n.id AND s.state IN ('armed', 'claimed', 'calling'))
"""
LATE = """
SELECT (SELECT count(*) FROM notifications_notification WHERE state = 'running' AND due_at < now() - interval '1 s')
     + (SELECT count(*) FROM notifications_step WHERE state IN ('armed', 'claimed', 'calling')
           AND due_at < now() - interval '1 s')
"""


@dataclass
class Verdict:
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    unasked: list[int] = field(default_factory=list)
    stuck: list[int] = field(default_factory=list)
    # Of each SMS when it was due, by the clock, and how many seconds later the provider had it.
    texts: list[tuple[float, float]] = field(default_factory=list)
    # (how the push went, whether it was proved in time, SMS, how the SMS stands): so many.
    table: Counter = field(default_factory=Counter)

    @property
    def late(self) -> list[float]:
        return [seconds for _due, seconds in self.texts]

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("lost", "doubled", "unasked", "stuck")}


def judge(rows: list[tuple], ledger: dict) -> Verdict:
    """`rows` of STORY, and the ledger as the providers' process tells it."""
    texts, proofs = defaultdict(list), {}
    for entry in ledger["twilio"]:
        texts[entry["target"]].append(entry["at"])
    for entry in ledger["receipts"]:
        proofs.setdefault(entry["target"], entry)
    verdict = Verdict()
    for each, state, created, failed, late, moving, push, sms in rows:
        deadline = min(created + SECONDS, failed or created + SECONDS)
        timely = _is_timely(proofs.get(token_of(each)), deadline, late=late)
        came = texts[number_of(each)]
        if state == "running" or moving:
            verdict.stuck.append(each)
        if timely and came:
            verdict.unasked.append(each)
        if not timely and not came:
            verdict.lost.append(each)
        if len(came) > 1:
            verdict.doubled.append(each)
        verdict.texts += [(deadline, at - deadline) for at in came[:1]]
        verdict.table[push or "none", timely, len(came), sms or "none"] += 1
    return verdict


def _is_timely(proof: dict | None, deadline: float, *, late: bool) -> bool:
    """Answered before the deadline it must count, sent after it it must not; in between the row's word is taken."""
    if proof is None or proof["status"] >= 300 or proof["asked_at"] >= deadline:
        return False
    return proof["answered_at"] < deadline or not late
