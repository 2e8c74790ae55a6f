import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.secrets import decrypt, encrypt
from tests.core.sending.models import Safe

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_secret_rests_encrypted(db):
    Safe.objects.create(secret="hunter2")

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM sending_safe")
        assert "hunter2" not in cursor.fetchone()[0]
    assert Safe.objects.get().secret == "hunter2"


def test_an_empty_secret_stays_empty(db):
    Safe.objects.create()
    assert Safe.objects.get().secret == ""


def test_a_new_key_reads_what_the_old_one_wrote(settings):
    settings.ENCRYPTION_KEYS = [OLD]
    written = encrypt("hunter2")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert decrypt(written) == "hunter2"
    assert decrypt(encrypt("new")) == "new"


@pytest.mark.parametrize(
    ("keys", "sentence"), [([], "is not set"), (["short"], "32 bytes"), ([NEW], "no longer holds")]
)
def test_a_wrong_key_is_named(settings, keys, sentence):
    settings.ENCRYPTION_KEYS = [OLD]
    written = encrypt("hunter2")
    settings.ENCRYPTION_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=f"ENCRYPTION_KEYS.*{sentence}|{sentence}.*|.*ENCRYPTION_KEYS"):
        decrypt(written)


def test_secrets_cannot_be_searched(db):
    with pytest.raises(Exception, match="Unsupported lookup"):
        Safe.objects.filter(secret="hunter2").exists()
