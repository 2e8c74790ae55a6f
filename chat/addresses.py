"""How limits count strangers: by network address, one customer of IPv6 being a whole /64."""

from ipaddress import ip_address, ip_network

from accounts.addresses import client_address


def network_of(request) -> str:
    address = client_address(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
