"""Errors, named by what a consumer does next.

    DeliveryError
    ├── TransientError     try this record again later, let other keys pass
    ├── QuotaExhausted     park this record until the bucket's reset
    ├── DependencyDown     stall in place, say so, lose nothing
    └── Undecodable        a dead letter: no retry can help

Anything else is a bug in the handler and goes to the dead letters too.
"""

from datetime import datetime

from common.events.values import Bucket


class DeliveryError(Exception):
    """The base of all errors that the runner tells apart."""


class TransientError(DeliveryError):
    """The outside world failed for now: try this record again later, let other keys pass."""


class QuotaExhausted(DeliveryError):  # noqa: N818  named for what happened, as the design has it
    """A quota bucket is empty: park this record until the reset, in world time."""

    def __init__(self, bucket: Bucket, until: datetime) -> None:
        super().__init__(f"quota bucket {bucket} is empty until {until.isoformat()}")
        self.bucket = bucket
        self.until = until


class DependencyDown(DeliveryError):  # noqa: N818  named for what happened, as the design has it
    """Nothing can work without it (database, cache, an API key that YouTube refuses): stall in place, lose nothing."""

    def __init__(self, dependency: str, detail: str = "") -> None:
        super().__init__(f"{dependency}: {detail}" if detail else dependency)
        self.dependency = dependency


class Undecodable(DeliveryError):  # noqa: N818  named for what it is
    """These bytes are no event of their stream."""
