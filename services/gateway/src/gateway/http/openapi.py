"""The head of the OpenAPI document."""

from typing import Any

DESCRIPTION = """\
Name channels whose topics you do not want to repeat; get the recent videos of similar channels that do far better than
their channel's normal, on topics those channels have not covered.

- Start with `POST /api/v1/analyses`, follow it live, read `results`.
- Every error is a problem document (RFC 9457) that names the field and the mend.
- Lists have cursors. Starts take an `Idempotency-Key`.
- Scores are computed here, from data that YouTube gives; they are not YouTube's own.
"""

TAGS = [
    {"name": "analyses", "description": "Start, follow, judge anew."},
    {"name": "results", "description": "What was found: filtered, paged, exported."},
    {"name": "live", "description": "Snapshots and deltas while an analysis runs."},
    {"name": "channels", "description": "Look-ups of channels, and the quota they take."},
    {"name": "library", "description": "Names, notes, favourites, comparisons."},
    {"name": "profiles", "description": "What an owner's videos are about, and what fits their brand."},
    {"name": "accounts", "description": "Logins and API keys. On a laptop, from this machine, none is needed."},
    {"name": "operation", "description": "For those who run it."},
]


def describe() -> dict[str, Any]:
    """Arguments of `FastAPI`."""
    return {
        "title": "YouTube Outlier Discovery",
        "version": "1",
        "summary": "Videos that do far better than their channel's normal, on topics you have not covered.",
        "description": DESCRIPTION,
        "openapi_tags": TAGS,
        "license_info": {"name": "MIT"},
        "docs_url": None,
        "redoc_url": None,
    }
