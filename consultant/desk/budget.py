"""The memory that mails on their way in share."""


class Budget:
    """The memory that mails on their way in may take together."""

    def __init__(self, octets: int) -> None:
        self._left = octets

    def take(self, octets: int) -> bool:
        """False if there is not so much; then nothing is taken."""
        if octets > self._left:
            return False
        self._left -= octets
        return True

    def give(self, octets: int) -> None:
        self._left += octets
