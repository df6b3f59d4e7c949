"""What a service is waiting for: shown by `/ready`, read by whoever wonders why nothing moves."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Health:
    """Which dependency stalls which group, by name."""

    _stalls: dict[str, tuple[str, str]] = field(default_factory=dict)

    def stall(self, group: str, dependency: str, detail: str) -> bool:
        """`group` cannot go on without `dependency`; whether that is news."""
        news = self._stalls.get(group, ("", ""))[0] != dependency
        self._stalls[group] = (dependency, detail)
        return news

    def resume(self, group: str) -> None:
        """`group` goes on."""
        self._stalls.pop(group, None)

    @property
    def stalled(self) -> dict[str, str]:
        """Each dependency that something waits for, with the latest detail."""
        return dict(self._stalls.values())
