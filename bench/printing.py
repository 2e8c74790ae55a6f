"""One JSON line per figure, and how a percentile is taken."""

import json
import math
import statistics


def figure(name: str, value: float, unit: str, *, floor: float | None = None, n: int, **more) -> None:
    """`ratio` is value / floor; for rates too, so there more is better."""
    ratio = round(value / floor, 2) if floor else None
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "floor": floor and round(floor, 2),
        "ratio": ratio,
        "n": n,
    }
    print(json.dumps(line | more), flush=True)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


median = statistics.median
