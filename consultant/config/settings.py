"""What `config/consultant.toml` may say. Every field carries the words that say what is expected of it.

The words in `description` end up in the sentence an operator reads when a value does not fit, so they
are written to follow "should be". Secrets are not here but in the environment (`reading.relay_login`).
"""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PrivateAttr

from consultant.config.incoming import DeskSettings, ListenSettings, ReadingSettings, SenderSettings
from consultant.config.outgoing import CapSettings, DkimSettings, RelaySettings, RetrySettings
from consultant.config.values import Section

__all__ = ["DeskSettings", "DkimSettings", "RelaySettings", "Section", "Settings"]


class AnswerSettings(Section):
    """`[answer]`: the processes that read mails and write replies."""

    workers: int = Field(2, ge=1, le=256, description="a whole number from 1 to 256")
    timeout: float = Field(20, gt=0, le=50, description="a number of seconds, more than 0 and at most 50")


class LogSettings(Section):
    """`[log]`: lines for a person or for a machine."""

    format: Literal["human", "json"] = Field("human", description='"human" or "json"')


class WatchSettings(Section):
    """`[watch]`: what a monitor may ask by HTTP."""

    host: str = Field("127.0.0.1", min_length=1, description="an address of this machine to listen on")
    port: int = Field(0, ge=0, le=65_535, description="a port number from 0 to 65535 (0 turns it off)")


class Settings(Section):
    """The whole file."""

    desk: DeskSettings
    listen: ListenSettings = ListenSettings()
    answer: AnswerSettings = AnswerSettings()
    relay: RelaySettings | None = None
    retry: RetrySettings = RetrySettings()
    caps: CapSettings = CapSettings()
    reading: ReadingSettings = ReadingSettings()
    senders: SenderSettings = SenderSettings()
    dkim: DkimSettings | None = None
    log: LogSettings = LogSettings()
    watch: WatchSettings = WatchSettings()

    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """Where the file was found; knowledge and templates lie beside it."""
        return self._folder

    def found_in(self, folder: Path) -> Self:
        """These settings, remembering where they came from."""
        self._folder = folder.absolute()
        return self

    @property
    def data_folder(self) -> Path:
        """Relative paths count from the settings file, not from wherever a command was typed."""
        return Path(os.path.normpath(self.folder / self.desk.data))

    @property
    def database_url(self) -> str:
        return self.desk.database or f"sqlite:///{self.data_folder / 'desk.sqlite'}"

    @property
    def hostname(self) -> str:
        """Our name in the greeting and on the right of our Message-IDs."""
        return self.listen.hostname or self.desk.addresses[0].rpartition("@")[2]
