from ipaddress import ip_address, ip_network

from django.conf import settings


def client_address(request) -> str:
    """Where the request comes from: the nearest address in X-Forwarded-For that is not one of our own proxies.

    Without TRUSTED_PROXIES the header is anybody's word and is not read.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    if _is_ours(hops[0]):
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        hops = [*(hop.strip() for hop in forwarded if hop.strip()), *hops]
    return next((hop for hop in reversed(hops) if not _is_ours(hop)), hops[0]) or "local"


def _is_ours(address: str) -> bool:
    try:
        where = ip_address(address)
    except ValueError:
        return False
    return any(where in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
