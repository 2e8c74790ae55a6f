"""A child process that never outlives us: its own group, a signal on our death, its output in a log file."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10_000_000
_libc = ctypes.CDLL(None, use_errno=True)


def leash(number: int = signal.SIGKILL) -> Callable[[], None]:
    """Run in the child before its program starts: the kernel sends it this signal when we die, however we die."""
    parent = os.getpid()

    def hold() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return hold


def open_log(path: Path) -> int:
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    user: str | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    on_our_death: int = signal.SIGKILL,
    leashed: bool = True,
) -> subprocess.Popen[bytes]:
    """Call it from the main thread: the kernel counts the death of the thread that forked as our death."""
    output = open_log(log)
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            cwd=cwd or "/",
            user=user,
            group=_group_of(user),
            extra_groups=[] if user else None,
            start_new_session=True,
            preexec_fn=leash(on_our_death) if leashed else None,
        )
    finally:
        os.close(output)


def _group_of(user: str | None) -> int | None:
    if user is None:
        return None
    import pwd

    return pwd.getpwnam(user).pw_gid


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, *, patience: float = 5) -> None:
    """Asks the process, then kills its whole group, so that nothing it started stays."""
    if process.poll() is None:
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(ready: Callable[[], bool], *, patience: float, alive: Callable[[], bool] = lambda: True) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and alive():
        if ready():
            return True
        time.sleep(0.05)
    return False


def tail(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
