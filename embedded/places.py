"""Where the embedded servers keep their data and their sockets, and as whom they run."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNPRIVILEGED = "nobody"


def data_dir() -> Path:
    return Path(os.environ.get("HELPDESK_DATA_DIR") or ROOT / ".data").expanduser().resolve()


def server_user() -> str | None:
    """PostgreSQL refuses to run as root, so root lends the servers to an unprivileged user."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


def reachable_by_all(path: Path) -> bool:
    """Whether any user may walk down to this folder; false under a home with mode 0700."""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)


def own(path: Path, mode: int = 0o700) -> Path:
    """A folder that belongs to the user of the servers."""
    path.mkdir(parents=True, exist_ok=True)
    if user := server_user():
        import pwd

        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)
    path.chmod(mode)
    return path


def shared_root() -> Path:
    """`/var/tmp/helpdesk-<uid>`: a unix socket's path may have 107 bytes, a data folder's is often longer."""
    root = Path(f"/var/tmp/helpdesk-{os.geteuid()}")
    root.mkdir(mode=0o711, exist_ok=True)
    if root.is_symlink() or root.stat().st_uid != os.geteuid():
        raise SystemExit(f"{root} belongs to somebody else: remove it, or ask its owner to.")
    root.chmod(0o711)
    return root


@dataclass(frozen=True)
class Place:
    """One instance's folders: its data, its logs, its sockets."""

    data: Path

    @property
    def sockets(self) -> Path:
        return shared_root() / hashlib.sha256(str(self.data).encode()).hexdigest()[:10]

    @property
    def servers(self) -> Path:
        """The data of PostgreSQL and Valkey: with the rest, or outside where their user cannot walk in."""
        if server_user() and not reachable_by_all(self.data):
            return self.sockets / "data"
        return self.data

    @property
    def logs(self) -> Path:
        return self.data / "log"

    def make(self) -> "Place":
        self.data.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)
        own(self.sockets, 0o700)
        self.servers.mkdir(parents=True, exist_ok=True)
        return self
