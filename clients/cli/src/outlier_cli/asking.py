"""From what a person typed to the body of a request."""

from collections.abc import Sequence
from enum import StrEnum

from outlier_cli.answers import Document
from outlier_cli.options import MethodName, OnQuotaName, profile


def request(  # noqa: PLR0913 -- one argument an option of the command
    *,
    names: Sequence[str] | None = None,
    min_subs: int | None = None,
    max_subs: int | None = None,
    days: int | None = None,
    min_score: float | None = None,
    min_brand_fit: float | None = None,
    method: MethodName | None = None,
    profile_name: str | None = None,
    max_channels: int | None = None,
    max_results: int | None = None,
    corrections: Document | None = None,
    on_quota: OnQuotaName | None = None,
) -> Document:
    """The request with what was asked for; the gateway fills in the rest.

    >>> request(names=["Daily Skillet"], days=7)
    {'exclusion_channels': ['Daily Skillet'], 'window_days': 7}
    """
    fields: Document = {
        "exclusion_channels": list(names) if names is not None else None,
        "min_subscribers": min_subs,
        "max_subscribers": max_subs,
        "window_days": days,
        "min_score": min_score,
        "min_brand_fit": min_brand_fit,
        "method": method,
        "profile": None if profile_name is None else profile(profile_name),
        "max_channels": max_channels,
        "max_results": max_results,
        "corrections": corrections,
        "on_quota": on_quota,
    }
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in fields.items()
        if value is not None
    }
