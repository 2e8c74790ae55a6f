import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
# The browser's figures leave Playwright's loop in this thread, beside which the others ask the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()

from bench import (  # noqa: E402
    dataset,
    idle,
    live,
    mailing_lanes,
    notifying,
    pages,
    search,
    size,
    timers,
    widget_time,
    window,
)
from bench.cascades import running as cascades  # noqa: E402

FIGURES = {
    "chat-latency-p50": live.latency,
    "chat-latency-p99": live.latency,
    "chat-throughput": live.throughput,
    "idle-socket": idle.sockets,
    "timer-lateness-p99": timers.lateness,
    "cascade-sms-lateness-p99": cascades.lateness,
    "desk-queue": pages.queue,
    "desk-ticket": pages.ticket,
    "search-ru": search.russian,
    "search-en": search.english,
    "widget-size": size.widget,
    "desk-inp": window.inp,
    "desk-shift": window.shift,
    "widget-time": widget_time.before_the_click,
    "notify-rate": notifying.rate,
    "mailing-lanes": mailing_lanes.codes,
}
# Asked for by name alone: another word for a figure, and what takes minutes.
MORE = {"cascade": cascades.lateness, "cascade-faults": cascades.faults, "cascade-deaths": cascades.deaths}
# These bring their own rows.
WITHOUT_DATA = {mailing_lanes.codes, cascades.lateness, cascades.faults, cascades.deaths}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in FIGURES | MORE]
    if unknown:
        print(
            f"There is no figure called {', '.join(unknown)}. There are: {', '.join(FIGURES | MORE)}.", file=sys.stderr
        )
        return 2
    # One measurement may print several figures; it runs once.
    measures = dict.fromkeys((FIGURES | MORE)[name] for name in names or FIGURES)
    if measures.keys() <= WITHOUT_DATA:
        dataset.migrated()
    else:
        dataset.build()
    for measure in measures:
        measure()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
