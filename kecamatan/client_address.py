"""Whose address a request comes from, behind as many proxies as the office said (PROXY_COUNT). Pure."""

import ipaddress

UNKNOWN = "0.0.0.0"  # noqa: S104 - not bound to; stands for "no address", as behind a Unix socket


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """The address of the client: that of the connection or, behind proxies, the one the outermost of them saw.

    ``forwarded``: the header X-Forwarded-For, to which every proxy adds on the right whom it heard from. Only the
    last ``proxies`` entries were written by ours; what stands left of them is whatever the client wrote, and is never
    believed. Where the header is shorter than that, the request did not come through the proxies: the connection's own
    address counts. An IPv6 address stands for its /64, because whoever has one address of it has them all.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return _plain(hops[-proxies]) or _plain(remote) or UNKNOWN
    return _plain(remote) or UNKNOWN


def _plain(text: str) -> str:
    """The address without port and brackets; empty where it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if address.version == 6:
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
