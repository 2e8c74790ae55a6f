"""News for open sockets: published by requests, handed out by one hub per process, told by the sockets themselves."""

from core.live.publishing import push, push_many, revoke

__all__ = ["push", "push_many", "revoke"]
