"""How often and how long things are tried, and how many may be given up."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Policy:
    """The delivery rules' figures; a service may set its own."""

    retry_delays_seconds: tuple[float, ...] = (1, 2, 4, 8, 16, 32, 60)
    """Wait before each retry; after the last the record is a dead letter."""
    stall_delays_seconds: tuple[float, ...] = (0.1, 0.2, 0.5, 1, 2)
    """Wait between tries while a dependency is down; the last repeats for ever."""
    parked_check_seconds: float = 60
    """How often parked work looks whether its time has come: clocks are set, quotas are raised."""
    dead_letters: int = 50
    """At most so many a group in `dead_letter_window_seconds`: then it stalls, or a bad deploy drains a topic."""
    dead_letter_window_seconds: float = 600

    def retry_delay(self, attempt: int) -> float | None:
        """Seconds before the next try after `attempt` tries in the waiting streams; None: give up."""
        return self.retry_delays_seconds[attempt] if attempt < len(self.retry_delays_seconds) else None

    def stall_delay(self, tries: int) -> float:
        """Seconds before a stalled handler tries again."""
        return self.stall_delays_seconds[min(tries, len(self.stall_delays_seconds) - 1)]


@dataclass(slots=True)
class DeadLetterBudget:
    """How many records a group may still give up now."""

    policy: Policy
    monotonic: Callable[[], float] = time.monotonic
    _spent: deque[float] = field(default_factory=deque)

    def take(self) -> bool:
        """Whether one more record may be given up; if so, it is counted."""
        now = self.monotonic()
        while self._spent and self._spent[0] <= now - self.policy.dead_letter_window_seconds:
            self._spent.popleft()
        if len(self._spent) >= self.policy.dead_letters:
            return False
        self._spent.append(now)
        return True
