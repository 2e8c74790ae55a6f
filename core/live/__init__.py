"""News for open sockets: publishing from requests, one hub per process that hands it out, and the sockets themselves."""

from core.live.publishing import push, push_many, revoke

__all__ = ["push", "push_many", "revoke"]
