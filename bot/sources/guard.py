"""The address guard: every address is looked at just before a socket connects to it.

Checking names or checking before resolving is not enough (literals, rebinding, redirects), so the
check sits in the connector's socket factory, which sees each address that is really dialled.
The resolver's wrapper adds one thing: a name with a private address among its good ones is refused
as a whole, not just dialled elsewhere.
The list of ranges is the IANA special-purpose registries', read on 2026-11-24; `is_global` alone
calls several of them global.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, Any]

_REFUSED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"
        " 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24"
        " 224.0.0.0/4 240.0.0.0/4 ::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16"
        " 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
    ).split()
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(OSError):
    """The connection would have led into a private network."""


def is_public(address: str) -> bool:
    """True when an IP address (a literal) belongs to the public internet."""
    try:
        found = _unwrapped(ipaddress.ip_address(address.split("%", maxsplit=1)[0]))
    except ValueError:
        return False
    if not found.is_global or found.is_multicast:
        return False
    return not any(found.version == net.version and found in net for net in _REFUSED)


def _unwrapped(address: Address) -> Address:
    """An IPv4 address carried inside an IPv6 one (mapped, NAT64) stands for itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def guarded_socket(info: AddrInfo) -> socket.socket:
    """A socket for one address, as `TCPConnector(socket_factory=...)` wants it.

    Raises:
        AddressRefused: when the address is not on the public internet.
    """
    family, kind, protocol, _, address = info
    if not is_public(address[0]):
        raise AddressRefused(f"{address[0]} is not on the public internet")
    sock = socket.socket(family, kind, protocol)
    sock.setblocking(False)
    return sock


class GuardedResolver(AbstractResolver):
    """A resolver that refuses a name when one of its addresses is private."""

    def __init__(self, inner: AbstractResolver) -> None:
        """Ask `inner`, and close it with this one."""
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of `host`.

        Raises:
            AddressRefused: when one of them is not on the public internet.
            OSError: when the name is not known.
        """
        found = await self._inner.resolve(host, port, family)
        for record in found:
            if not is_public(record["host"]):
                raise AddressRefused(f"a name leads to {record['host']}")
        return found

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()
