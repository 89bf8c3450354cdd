"""The address guard: what is public, and what a name may lead to."""

from __future__ import annotations

import socket

import pytest

from bot.sources.guard import AddressRefused, GuardedResolver, guarded_socket, is_public
from tests.fakes.resolver import Says

PRIVATE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
100.127.255.255 0.0.0.0 0.1.2.3 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::1 :: ::127.0.0.1
::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1
2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1
ff02::1 name 127.1 1.2.3
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 192.0.1.1
2606:2800:220:1::1 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_special_addresses_are_refused(address: str) -> None:
    """Every range that is not the public internet counts, also inside an IPv6 address."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    """What anybody may reach may be asked, also when it is written as IPv6."""
    assert is_public(address)


def test_no_socket_is_made_for_a_private_address() -> None:
    """The refusal comes before anything is dialled."""
    with pytest.raises(AddressRefused):
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)))


def test_a_socket_for_a_public_address_does_not_block() -> None:
    """The event loop needs a socket that never waits."""
    made = guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 80)))
    with made:
        assert made.getblocking() is False


async def test_one_private_address_among_good_ones_refuses_the_name() -> None:
    """A name that leads inside even once is not trusted with its other addresses."""
    resolver = GuardedResolver(Says(["93.184.216.34", "10.0.0.1"]))
    with pytest.raises(AddressRefused):
        await resolver.resolve("press.example", 80)
    await resolver.close()


async def test_public_addresses_are_handed_on() -> None:
    """An honest answer passes the guard unchanged."""
    found = await GuardedResolver(Says(["93.184.216.34"])).resolve("press.example", 80)
    assert [record["host"] for record in found] == ["93.184.216.34"]
