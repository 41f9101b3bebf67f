"""The databases that the desk's tests make are there for the commands too."""

from tests.desk.conftest import log, server, shared_place, template

__all__ = ["log", "server", "shared_place", "template"]
