"""Who may come in: connections at a time, and how often, by the client's address."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

MINUTE = 60.0
KNOWN = 4096
"""Clients whose address is not read again when they come back, as mail servers do."""

Network = IPv4Network | IPv6Network


class Gate:
    """Counts connections: all together, of one address, and of one address in a minute.

    IPv6 clients are counted by their /64, of which each of them has all. `trusted` networks are let in as
    long as there is any room.
    """

    def __init__(
        self,
        connections: int,
        per_address: int,
        per_minute: int,
        trusted: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connections, self._per_address, self._per_minute = connections, per_address, per_minute
        self._trusted = tuple(ip_network(network) for network in trusted)
        self._clock = clock
        self._open: Counter[str] = Counter()
        self._all = 0
        self._lately: Counter[str] = Counter()
        self._minute = clock()

    def trusts(self, peer: str) -> bool:
        """Is this client in a trusted network?"""
        network = _network(peer)
        return network is not None and any(_within(network, known) for known in self._trusted)

    def enter(self, peer: str) -> str | None:
        """Let a client in, or say why not; who was let in leaves again."""
        name = _name(peer)
        if self._all >= self._connections:
            return "too many connections"
        if not self.trusts(peer):
            if self._clock() - self._minute >= MINUTE:
                self._lately.clear()
                self._minute = self._clock()
            self._lately[name] += 1
            if self._lately[name] > self._per_minute:
                return "too many connections from this address in a minute"
            if self._open[name] >= self._per_address:
                return "too many connections from this address"
        self._open[name] += 1
        self._all += 1
        return None

    def leave(self, peer: str) -> None:
        """The client has gone."""
        name = _name(peer)
        self._all -= 1
        self._open[name] -= 1
        if self._open[name] <= 0:
            del self._open[name]


@lru_cache(KNOWN)
def _network(peer: str) -> Network | None:
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return None
    if address.version == 6:
        return ip_network(address.ipv4_mapped or address)
    return ip_network(address)


def _within(network: Network, known: Network) -> bool:
    if isinstance(network, IPv4Network):
        return isinstance(known, IPv4Network) and network.subnet_of(known)
    return isinstance(known, IPv6Network) and network.subnet_of(known)


@lru_cache(KNOWN)
def _name(peer: str) -> str:
    network = _network(peer)
    if isinstance(network, IPv6Network):
        network = network.supernet(new_prefix=64)
    return str(network or peer)
