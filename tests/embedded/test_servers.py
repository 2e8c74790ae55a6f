"""The embedded servers by themselves: private, durable, and able to read Russian."""

import os
import shutil
import stat
from pathlib import Path

import psutil
import psycopg
import pytest

from embedded import places
from embedded.places import Place
from embedded.postgres import Postgres
from embedded.servers import AlreadyRunning, embedded, lock, variables
from embedded.valkey import Valkey


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    one = Place(tmp_path_factory.mktemp("place"))
    yield one
    shutil.rmtree(one.sockets, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres(place):
    server = Postgres(place)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def valkey(place):
    server = Valkey(place)
    server.start()
    yield server
    server.stop()


def ask(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        return connection.execute(question).fetchone()[0]


def test_trigrams_see_cyrillic(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert ask(postgres, "SELECT similarity('перевод', 'переводы')") > 0.5


@pytest.mark.parametrize("setting", ["synchronous_commit", "full_page_writes", "fsync"])
def test_what_is_committed_survives_a_power_cut(postgres, setting):
    assert ask(postgres, f"SHOW {setting}") == "on"


def test_nothing_listens_on_the_network(postgres, valkey):
    assert ask(postgres, "SHOW listen_addresses") == ""
    assert valkey.url.startswith("unix:///")


def test_sockets_are_for_their_owner_alone(place, postgres, valkey):
    assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(valkey.socket.stat().st_mode) == 0o700
    assert len(str(place.sockets / ".s.PGSQL.5432")) < 100


def test_root_lends_the_servers_to_somebody_without_rights(postgres, valkey):
    users = {psutil.Process(server.process.pid).username() for server in (postgres, valkey)}
    assert users == {places.UNPRIVILEGED if os.geteuid() == 0 else psutil.Process().username()}


def test_a_killed_postgres_keeps_its_data(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postgres.kill()
    postgres.start()
    assert ask(postgres, "SELECT number FROM kept") == 7


def test_logs_hold_no_statement(postgres):
    with psycopg.connect(postgres.url) as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT 'my secret text' || nothing_like_that")
    assert "my secret text" not in postgres.log.read_text()


def test_one_data_folder_takes_one_helpdesk(tmp_path):
    here = Place(tmp_path)
    with (
        lock(here),
        pytest.raises(AlreadyRunning, match=f"already runs on the data in {tmp_path} .process {os.getpid()}"),
    ):
        lock(here)
    assert not here.sockets.exists()


def test_servers_named_by_the_environment_are_not_embedded(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    assert embedded(place) == []
    assert variables(place, [])["DATABASE_URL"] == "postgres://somewhere/else"


def test_keys_are_made_once_and_kept_private(place, monkeypatch):
    for name in ("SECRET_KEY", "ENCRYPTION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    first, second = variables(place, []), variables(place, [])
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["ENCRYPTION_KEYS"] == second["ENCRYPTION_KEYS"]
    assert stat.S_IMODE((place.data / "secrets.env").stat().st_mode) == 0o600


def test_another_users_folder_is_not_trusted(monkeypatch, tmp_path):
    stranger = tmp_path / "strangers"
    stranger.mkdir()
    monkeypatch.setattr(places.os, "geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(places, "Path", lambda _: stranger)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        places.shared_root()
    assert Path(stranger).exists()
