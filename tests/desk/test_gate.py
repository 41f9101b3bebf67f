"""Connections counted by address."""

from consultant.desk.gate import Gate


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_all_together_and_of_one_address() -> None:
    gate = Gate(3, 2, 100)
    too_many = "too many connections from this address"
    assert [gate.enter("192.0.2.1") for _ in range(3)] == [
        None,
        None,
        too_many,
    ]
    assert gate.enter("192.0.2.2") is None
    assert gate.enter("192.0.2.3") == "too many connections"
    gate.leave("192.0.2.1")
    assert gate.enter("192.0.2.3") is None


def test_in_a_minute() -> None:
    clock = Clock()
    gate = Gate(100, 100, 2, clock=clock)
    for expected in (None, None, "too many connections from this address in a minute"):
        if (said := gate.enter("192.0.2.1")) is None:
            gate.leave("192.0.2.1")
        assert said == expected
    assert gate.enter("192.0.2.2") is None
    clock.now = 61
    assert gate.enter("192.0.2.1") is None


def test_ipv6_is_counted_by_its_64() -> None:
    gate = Gate(100, 1, 100)
    assert gate.enter("2001:db8::1") is None
    assert gate.enter("2001:db8::ffff:2") is not None
    assert gate.enter("2001:db8:0:1::1") is None
    assert gate.enter("::ffff:192.0.2.1") is None
    assert gate.enter("192.0.2.1") is not None  # the same client by another family of sockets


def test_trusted_networks_are_spared_all_but_the_whole() -> None:
    gate = Gate(3, 1, 1, trusted=("192.0.2.0/24", "2001:db8::/32"))
    assert [gate.enter(f"192.0.2.{n % 2}") for n in range(4)] == [None, None, None, "too many connections"]
    assert gate.trusts("2001:db8:1::1")
    assert gate.trusts("::ffff:192.0.2.9")
    assert not gate.trusts("198.51.100.1")
    assert not gate.trusts("")
