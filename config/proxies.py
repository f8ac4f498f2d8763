"""Whose word counts about where a request comes from: that of our own proxies alone."""

import ipaddress
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxiesMiddleware:
    """Sets `REMOTE_ADDR` to the visitor's address where one of our proxies passed it on.

    Throttles count by that address: behind a proxy that is not named everybody has the
    proxy's, and one guesser would lock all others out. `X-Forwarded-For` is read from its
    end, as far as the addresses are ours; what a visitor wrote himself lies before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # A slip in the setting is told when the house begins, not to visitors.
        self.networks = networks_of(settings.LIANSHEN_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.networks:
            said = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = visitor(
                str(request.META.get("REMOTE_ADDR", "")), said, self.networks
            )
        return self.get_response(request)


def networks_of(told: str) -> list[Network]:
    """The networks of the setting: addresses or networks, with commas.

    Raises:
        ValueError: one of them is none.

    """
    return [ipaddress.ip_network(one.strip()) for one in told.split(",") if one.strip()]


def visitor(peer: str, forwarded: str, networks: Sequence[Network]) -> str:
    """Who asks: the last address that is none of ours, else the peer itself.

    Args:
        peer: who opened the connection.
        forwarded: what `X-Forwarded-For` says; anything.
        networks: our proxies.

    """
    found = peer
    for said in [*reversed(forwarded.split(",")), ""]:
        if not _is_ours(found, networks):
            return found
        address = _address(said)
        if address is None:
            return found
        found = str(address)
    return found


def _is_ours(told: str, networks: Sequence[Network]) -> bool:
    address = _address(told)
    return address is not None and any(address in one for one in networks)


def _address(told: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(told.strip())
    except ValueError:
        return None
