"""Which analyses have stood still for too long, counting only the time in which all was well."""

from collections.abc import Mapping
from uuid import UUID


class Stalls:
    """Remembers when each running analysis last moved.

    >>> stalls, one = Stalls(limit_seconds=60), UUID(int=1)
    >>> [stalls.look(seconds, {one: 5}, healthy=healthy) for seconds, healthy in ((0, True), (50, False), (100, True))]
    [[], [], []]
    >>> stalls.look(120, {one: 5}, healthy=True)
    [UUID('00000000-0000-0000-0000-000000000001')]
    """

    def __init__(self, limit_seconds: float) -> None:
        self._limit_seconds = limit_seconds
        self._still: dict[UUID, tuple[int, float]] = {}
        """Analysis → its `seq`, and for how many healthy seconds it has been that."""
        self._looked_at: float | None = None

    def look(self, seconds: float, running: Mapping[UUID, int], *, healthy: bool) -> list[UUID]:
        """Those that have stood still for the limit.

        Args:
            seconds: A clock that only moves forward.
            running: The analyses that should move, and the `seq` of each.
            healthy: Whether everything has been in order since the last look.
        """
        passed = seconds - self._looked_at if self._looked_at is not None and healthy else 0.0
        self._looked_at = seconds
        self._still = {
            analysis: (seq, still[1] + passed if (still := self._still.get(analysis)) and still[0] == seq else 0.0)
            for analysis, seq in running.items()
        }
        return [analysis for analysis, (_, still_for) in self._still.items() if still_for >= self._limit_seconds]
