"""The embedded default: PostgreSQL and Valkey from wheels, and the supervisor that runs the whole product on them."""
