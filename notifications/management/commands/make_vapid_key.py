from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Makes a private key for pushes to browsers, as VAPID_PRIVATE_KEY takes it."
    requires_system_checks = []

    def handle(self, *args, **options):
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("="))
