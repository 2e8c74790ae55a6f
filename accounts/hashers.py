from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """OWASP's figures for argon2id. Django's own take 100 MB and 8 threads a sign-in: eight at once are a flood."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
