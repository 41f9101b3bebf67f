"""The base of every model: frozen, no unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value. Collections inside are tuples, because pydantic's freeze is shallow."""

    model_config = ConfigDict(frozen=True, extra="forbid")
