"""Notices changes of the code, for `bin/dev`."""

import threading
from collections.abc import Callable
from pathlib import Path

WATCHED = {".py", ".html", ".mo"}
IGNORED = {".data", ".venv", ".uv", "node_modules", ".git"}


class Changes:
    def __init__(self, root: Path, react: Callable[[], None]) -> None:
        self.react = react
        self.seen = threading.Event()
        threading.Thread(target=self._watch, args=(root,), daemon=True).start()

    def _watch(self, root: Path) -> None:
        from watchfiles import watch

        folders = [entry for entry in root.iterdir() if entry.is_dir() and entry.name not in IGNORED]
        for _ in watch(*folders, watch_filter=lambda change, path: Path(path).suffix in WATCHED):
            self.seen.set()

    def act(self) -> None:
        """In the main thread, where processes are started."""
        if self.seen.is_set():
            self.seen.clear()
            self.react()
