"""Who is told that there is work: the loops of this desk, and those of every other desk on the same store."""

from collections.abc import Callable

from consultant.desk.store import Bell
from consultant.desk.store.runner import EVERYTHING

MAIL, REPLY = "mail", "reply"


class Wake:
    """`mail` and `reply` rouse a hand of this desk; other desks hear the `bell`, if there may be any."""

    def __init__(
        self,
        bell: Callable[[Callable[[str], None]], Bell | None],
        *,
        mail: Callable[[], None],
        reply: Callable[[], None],
    ) -> None:
        self._rouse = {MAIL: mail, REPLY: reply}
        self._bell = bell(self._heard)

    def start(self) -> None:
        if self._bell is not None:
            self._bell.start()

    async def stop(self) -> None:
        if self._bell is not None:
            await self._bell.stop()

    def mail(self) -> None:
        """A mail waits for its answer."""
        self._tell(MAIL)

    def reply(self) -> None:
        """A reply waits for its delivery."""
        self._tell(REPLY)

    def _tell(self, word: str) -> None:
        self._rouse[word]()
        if self._bell is not None:
            self._bell.ring(word)

    def _heard(self, word: str) -> None:
        for known, rouse in self._rouse.items():
            if word in (known, EVERYTHING):
                rouse()
