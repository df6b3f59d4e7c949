"""Visits every state that a protocol can come to: all interleavings of its steps."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

State = TypeVar("State", bound=Hashable)

Steps = Callable[[State], Iterable[tuple[str, State]]]
"""What may happen next: each step's name, and the state after it."""
Check = Callable[[State], Iterator[str]]
"""What is wrong with a state, one line each."""


class BrokenError(AssertionError):
    """A state violates what must hold; the message has the way to it."""


@dataclass(frozen=True, slots=True)
class Explored:
    """How much there was to see."""

    states: int
    ends: int
    """States in which nothing more happens unless people do something."""


@dataclass
class Checker(Generic[State]):
    """Breadth first, so that the way to a violation is as short as any."""

    steps: Steps[State]
    people: Steps[State]
    """What people may do; a system comes to rest without them."""
    always: Check[State]
    """Holds in every state."""
    at_the_end: Check[State]
    """Holds where nothing more happens unless people do something."""
    _came_from: dict[State, tuple[State, str] | None] = field(default_factory=dict)

    def explore(self, start: State) -> Explored:
        """Visit everything.

        Raises:
            BrokenError: Something does not hold.
        """
        self._came_from = {start: None}
        waiting, ends = deque([start]), 0
        while waiting:
            state = waiting.popleft()
            self._demand(state, self.always)
            following = list(self.steps(state))
            if not following:
                ends += 1
                self._demand(state, self.at_the_end)
            for name, after in [*following, *self.people(state)]:
                if after not in self._came_from:
                    self._came_from[after] = (state, name)
                    waiting.append(after)
        return Explored(len(self._came_from), ends)

    def _demand(self, state: State, check: Check[State]) -> None:
        for wrong in check(state):
            raise BrokenError(f"{wrong}, after: {' → '.join(self._way(state)) or 'nothing'}")

    def _way(self, state: State) -> list[str]:
        names: list[str] = []
        while (came := self._came_from[state]) is not None:
            state, name = came
            names.append(name)
        return names[::-1]
