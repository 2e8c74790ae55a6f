"""What the environment may say is written down, and the containers are given it."""

import re
import shutil
import subprocess

import pytest

from embedded.places import ROOT

READ = re.compile(r'(?:env\.\w+|required|number|switch|url|env\.db_url_config)\(\s*"([A-Z][A-Z0-9_]+)"')
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
    assert {"SECRET_KEY", "DATABASE_URL", "HELPDESK_SERVER", "POSTGRES_PASSWORD"} <= read
    assert read <= documented(), read - documented()


@pytest.mark.parametrize("missing", ["", "SECRET_KEY", "POSTGRES_PASSWORD", "ENCRYPTION_KEYS"])
def test_the_containers_need_their_secrets(missing, tmp_path):
    program = shutil.which("docker-compose")
    if not program:
        pytest.skip("docker-compose is not on this machine")
    given = {"SECRET_KEY": "a", "POSTGRES_PASSWORD": "b", "ENCRYPTION_KEYS": "c"}
    given.pop(missing, None)
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)  # away from a developer's .env
    done = subprocess.run(
        [program, "config", "--quiet"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", **given},
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) == (not missing), done.stderr
    assert missing in done.stderr
