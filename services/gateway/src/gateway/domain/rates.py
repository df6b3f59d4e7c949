"""Rate limits as headers say them: named policies, and what is left of each."""

from collections.abc import Iterable
from dataclasses import dataclass

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Allowance:
    """One policy and what is left of it."""

    name: str
    quota: int
    window_seconds: int
    remaining: int
    reset_seconds: int

    @property
    def policy(self) -> str:
        """An item of `RateLimit-Policy`.

        >>> Allowance("requests", 600, 60, 599, 42).policy
        '"requests";q=600;w=60'
        """
        return f'"{self.name}";q={self.quota};w={self.window_seconds}'

    @property
    def state(self) -> str:
        """An item of `RateLimit`.

        >>> Allowance("requests", 600, 60, 599, 42).state
        '"requests";r=599;t=42'
        """
        return f'"{self.name}";r={self.remaining};t={self.reset_seconds}'


def headers_of(allowances: Iterable[Allowance]) -> dict[str, str]:
    """The two headers; none where there is no policy."""
    known = list(allowances)
    if not known:
        return {}
    return {
        "RateLimit-Policy": ", ".join(one.policy for one in known),
        "RateLimit": ", ".join(one.state for one in known),
    }
