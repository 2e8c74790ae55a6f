"""What the environment may say is written down, and the containers are given it."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from cryptography.fernet import Fernet

from embedded.places import ROOT

READ = re.compile(
    r"(?:env\.\w+|required|number|switch|url|origin|database|encryption_keys|hosts|level|networks|several|words"
    r'|firebase_account|vapid_key)\(\s*"([A-Z][A-Z0-9_]+)"'
)
SHELL = re.compile(r"\$\{([A-Z][A-Z0-9_]+)[:}-]")


def variables_read() -> set[str]:
    found: set[str] = set()
    for path in [*(ROOT / "helpdesk").rglob("*.py"), *(ROOT / "core").rglob("*.py")]:
        found |= set(READ.findall(path.read_text()))
    for path in (ROOT / "bin/web", ROOT / "bin/worker", ROOT / "docker-compose.yml"):
        found |= set(SHELL.findall(path.read_text()))
    return found


def documented() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))


def test_every_variable_is_explained():
    read = variables_read()
    assert {"SECRET_KEY", "DATABASE_URL", "HELPDESK_SERVER", "POSTGRES_PASSWORD", "SHIELD", "ALLOWED_HOSTS"} <= read
    assert read <= documented(), read - documented()


SECRETS = {"SECRET_KEY": "a", "POSTGRES_PASSWORD": "b", "ENCRYPTION_KEYS": "c"}


@pytest.fixture
def composed(tmp_path):
    """What docker-compose makes of our file and an .env."""
    program = shutil.which("docker-compose")
    if not program:
        pytest.skip("docker-compose is not on this machine")
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)  # away from a developer's .env

    def compose(**given):
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
        command = [program, "config"]
        return subprocess.run(command, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)

    return compose


@pytest.mark.parametrize("missing", ["", "SECRET_KEY", "POSTGRES_PASSWORD", "ENCRYPTION_KEYS"])
def test_the_containers_need_their_secrets(missing, composed):
    done = composed(**{name: value for name, value in SECRETS.items() if name != missing})
    assert (done.returncode == 0) == (not missing), done.stderr
    assert missing in done.stderr


def test_the_containers_are_given_all_that_the_env_file_says(composed):
    said = {name: "7" for name in documented() if name not in SECRETS}
    own = {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "BIND", "PORT"}

    services = yaml.safe_load(composed(**SECRETS, **said).stdout)["services"]

    for name in ("web", "worker", "migrate"):
        given = services[name]["environment"]
        assert said.keys() <= given.keys()
        assert {name for name in said if given[name] != "7"} == own
    assert services["web"]["ports"] == [{"published": 7, "target": 8000}]


KEY = Fernet.generate_key().decode()
RIGHT = {"SECRET_KEY": "a", "ENCRYPTION_KEYS": KEY, "DATABASE_URL": "postgres://us:secret@db/name"}


def started(**given) -> str:
    """What the settings say to an environment: nothing, or the sentence that stops the start."""
    command = [sys.executable, "-c", "import helpdesk.settings"]
    env = {"PATH": "/usr/bin:/bin", **RIGHT, **given}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    return done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ENCRYPTION_KEYS", ""),
        ("ENCRYPTION_KEYS", "short"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://bank.example.com/helpdesk"),
        ("DATABASE_URL", "sqlite:///helpdesk.db"),
        ("DATABASE_URL", "postgres://us:secret@db:port/name"),
        ("ALLOWED_HOSTS", "https://help.example.com"),
        ("TRUSTED_PROXIES", "proxy"),
        ("MAX_UPLOAD_MB", "-1"),
        ("REQUEST_THREADS", "0"),
        ("CONVERSATION_LINK_HOURS", "99999999999"),
        ("UNDO_SEND_SECONDS", "²"),
        ("EMAIL_URL", "smtp://mail.example.com:port"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_it(name, wrong):
    said = started(**{name: wrong})
    assert said.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")
    assert "secret@" not in said


def test_lists_may_have_spaces_and_levels_small_letters():
    assert (
        started(
            ENCRYPTION_KEYS=f"{KEY}, {KEY}",
            ALLOWED_HOSTS="help.example.com, 10.0.0.1",
            TRUSTED_PROXIES="10.0.0.0/8, 192.168.0.7, fd00::/8",
            LOG_LEVEL="info",
            PUBLIC_URL="https://help.example.com/",
        )
        == ""
    )
