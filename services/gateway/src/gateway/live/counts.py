"""How many live connections an owner has here."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Gauge

from gateway.http.callers import LOCAL, Caller
from gateway.problems import Kind, Problem

SOCKETS = Gauge("outlier_live_connections", "WebSockets and event streams that are open.")


class SocketCounts:
    """Counts connections by owner; the laptop's own are not limited."""

    def __init__(self, per_owner: int) -> None:
        self._per_owner = per_owner
        self._open: Counter[str] = Counter()

    def refuse_more(self, caller: Caller) -> None:
        """Refuse an owner who has as many as may be.

        Raises:
            Problem: It is one too many.
        """
        if caller is not LOCAL and self._open[caller.owner] >= self._per_owner:
            raise Problem(
                Kind.TOO_MANY_REQUESTS,
                f"There are {self._per_owner} live connections already; close some.",
                retry_after_seconds=30,
            )

    @contextmanager
    def counted(self, caller: Caller) -> Iterator[None]:
        """Count a connection as long as it lasts.

        Raises:
            Problem: It is one too many.
        """
        self.refuse_more(caller)
        self._open[caller.owner] += 1
        SOCKETS.inc()
        try:
            yield
        finally:
            SOCKETS.dec()
            self._open[caller.owner] -= 1
            if not self._open[caller.owner]:
                del self._open[caller.owner]
