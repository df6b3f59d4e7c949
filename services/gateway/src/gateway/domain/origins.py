"""Whether a request comes from where it may come from: decided from its Host, Origin and peer alone."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a request came from, as its headers and its connection say."""

    peer: str
    """Address of the other end, empty where unknown."""
    host: str
    """The Host header."""
    origin: str | None
    forwarded: bool = False
    """A proxy passed it on: the peer is not who asked."""

    @property
    def is_local(self) -> bool:
        """Whether it came from this machine, for this machine."""
        return not self.forwarded and is_loopback(self.peer) and is_loopback(host_name(self.host))

    @property
    def is_same_origin(self) -> bool:
        """Whether the page that sent it was served under this very address; without Origin it came from no page."""
        return self.origin is None or urlsplit(self.origin).netloc.lower() == self.host.lower()

    def may_write(self, allowed: Collection[str]) -> bool:
        """Whether a page of this origin may change anything or open a socket."""
        return self.is_same_origin or self.origin in allowed


def is_loopback(name: str) -> bool:
    """Whether a host name or address means this machine.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("evil.example")
    (True, True, True, False)
    """
    if name.lower().rstrip(".") == "localhost" or name.lower().endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def host_name(host: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("127.0.0.1:8000"), host_name("[::1]:8000"), host_name("example.org")
    ('127.0.0.1', '::1', 'example.org')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
