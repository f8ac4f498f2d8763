"""Where a request comes from, behind proxies that are ours and proxies that are not."""

import pytest

from config.proxies import networks_of, visitor

OURS = networks_of("10.0.0.0/8, fd00::/8,192.0.2.1")


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # a stranger says so himself
        ("10.0.0.2", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.2", "1.2.3.4, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.2", "203.0.113.5, 192.0.2.1, 10.9.9.9", "203.0.113.5"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("10.0.0.2", "203.0.113.5, nonsense", "10.0.0.2"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
        ("", "203.0.113.5", ""),
    ],
)
def test_only_our_own_proxies_are_believed(peer: str, said: str, found: str) -> None:
    assert visitor(peer, said, OURS) == found


def test_a_network_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        networks_of("10.0.0.0/8,nonsense")
    assert networks_of("") == []
