"""The sweeps as a part of every Celery worker: they tick in its main process and need no broker."""

import threading

from celery import bootsteps
from celery.signals import setup_logging
from django.urls import reverse


class Sweeper(bootsteps.StartStopStep):
    """Starts one thread per lane, after the pool has forked and before the consumer asks for the broker."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, parent, **kwargs):
        super().__init__(parent, **kwargs)
        self.stopping = threading.Event()
        self.threads: list[threading.Thread] = []

    def start(self, parent):
        # Settings name this module, so what needs models waits until the worker starts.
        from core.sweeps.registry import lanes
        from core.sweeps.sweeping import sweep_lane

        # What is sent names our addresses: the first to ask for one reads all of them, while everybody else waits.
        reverse("core:live")
        for lane, number in lanes().items():
            watching = threading.Lock()
            for _ in range(number):
                self._start_thread(sweep_lane, lane, watching)

    def _start_thread(self, run, lane, watching):
        arguments = (lane, self.stopping, watching)
        thread = threading.Thread(target=run, args=arguments, name=f"sweeps-{lane}", daemon=True)
        thread.start()
        self.threads.append(thread)

    def stop(self, parent):
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=5)

    terminate = stop


@setup_logging.connect(weak=False)
def keep_our_logging(**kwargs) -> None:
    """A receiver of this signal keeps Celery from setting up its own."""
