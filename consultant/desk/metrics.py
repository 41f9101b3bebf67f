"""What Prometheus may ask for. Counted from the log's events, so that figures and log cannot disagree."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from consultant.desk.store import Backlog

REGISTRY = CollectorRegistry()
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3600)


def _counter(name: str, what: str, *labels: str) -> Counter:
    return Counter(f"consultant_{name}", what, labels, registry=REGISTRY)


def _gauge(name: str, what: str, *labels: str) -> Gauge:
    return Gauge(f"consultant_{name}", what, labels, registry=REGISTRY)


ACCEPTED = _counter("accepted", "Mails stored, their senders told 250")
AGAIN = _counter("accepted_again", "Mails that were stored before")
REFUSED = _counter("refused", "Not taken", "why")
ANSWERED = _counter("answered", "Mails decided", "disposition")
SILENCED = _counter("silenced", "Mails that get no reply", "reason")
DELIVERED = _counter("delivered", "Replies the relay took")
DEFERRED = _counter("deferred", "Tries that failed for the moment")
FAILED = _counter("failed", "Replies that will not be tried again")
HELD = _counter("held", "Mails and replies set aside because of a mistake in the program")
CRASHED = _counter("crashed", "Processes that died over a mail")
UNREADY = _counter("store_unready", "Times the store could not be used")
MISTAKES = _counter("mistakes", "Errors outside any one mail")
STEP = Histogram(
    "consultant_step_seconds",
    "accept: final dot to 250; wait: stored, not yet read; answer; relay: one try; whole: 250 to relay",
    ("step",),
    buckets=SECONDS,
    registry=REGISTRY,
)
_ACCEPT, _WAIT, _ANSWER, _RELAY, _WHOLE = (
    STEP.labels(step) for step in ("accept", "wait", "answer", "relay", "whole")
)
WAITING = _gauge("waiting", "Letters that wait", "what")
AGE = _gauge("waiting_age_seconds", "How long the first of them has waited", "what")
STUCK = _gauge("stuck", "Letters that wait for the operator", "what")
CONNECTIONS = _gauge("connections", "Clients connected")
WORKERS = _gauge("workers", "Processes that can answer")
EDITION = _gauge("edition", "The knowledge in use", "name")

Event = Mapping[str, Any]


def _accepted(event: Event) -> None:
    ACCEPTED.inc()
    _ACCEPT.observe(event["took"])


def _answered(event: Event) -> None:
    ANSWERED.labels(event["disposition"]).inc()
    if event["to"] is None:
        SILENCED.labels(event["reason"] or "none").inc()
    _WAIT.observe(event["waited"])
    _ANSWER.observe(event["took"])


def _delivered(event: Event) -> None:
    DELIVERED.inc()
    _RELAY.observe(event["took"])
    _WHOLE.observe(event["age"])


_COUNTED: dict[str, Callable[[Event], None]] = {
    "accepted": _accepted,
    "accepted-again": lambda _: AGAIN.inc(),
    "refused": lambda event: REFUSED.labels(event["why"]).inc(),
    "answered": _answered,
    "delivered": _delivered,
    "deferred": lambda _: DEFERRED.inc(),
    "failed": lambda _: FAILED.inc(),
    "given-up": lambda _: FAILED.inc(),
    "held": lambda _: HELD.inc(),
    "crashed": lambda _: CRASHED.inc(),
    "store-unready": lambda _: UNREADY.inc(),
    "mistake": lambda _: MISTAKES.inc(),
}


def count(_: object, __: str, event: Any) -> Any:
    """A processor of structlog's: counts the event and hands it on."""
    if counted := _COUNTED.get(event["event"]):
        counted(event)
    return event


def page(backlog: Backlog, now: datetime, connections: int, workers: int) -> bytes:
    """The text that Prometheus reads."""
    for what, number, since in (
        ("mails", backlog.waiting, backlog.waiting_since),
        ("replies", backlog.queued, backlog.queued_since),
    ):
        WAITING.labels(what).set(number)
        AGE.labels(what).set(max(0.0, (now - since).total_seconds()) if since else 0)
    STUCK.labels("held").set(backlog.held)
    STUCK.labels("failed").set(backlog.failed)
    CONNECTIONS.set(connections)
    WORKERS.set(workers)
    return generate_latest(REGISTRY)
