"""Who is on the other side of a conversation."""

from aiosmtpd.smtp import Session


def peer_of(session: Session) -> str:
    """The client's address; it may be gone already."""
    return str(session.peer[0]) if session.peer else "?"
