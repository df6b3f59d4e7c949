"""What the original did, as recorded (`../shared/parity`)."""

import gzip
import json
from dataclasses import dataclass
from typing import Any

from tests.shared_data import shared

RUNS = ("A_client_default", "B_in_range_competitors", "E_no_exclusions_month")


@dataclass(frozen=True)
class Run:
    """One recorded run: the body of its start, and what came of it where texts were complete."""

    name: str
    body: dict[str, Any]
    topics: list[str]
    qualified: list[str]
    results: list[tuple[str, float, float]]
    """Video id, score, brand fit, in order."""


def recorded(name: str) -> Run:
    document = json.loads(gzip.decompress(shared(f"parity/runs/{name}.json.gz").read_bytes()))
    config = document["config"]
    return Run(
        name=name,
        body={
            "exclusion_channels": config["exclusionChannels"],
            "min_subscribers": config["minSubs"],
            "max_subscribers": config["maxSubs"],
            "window_days": config["timeWindow"],
            "min_score": config["outlierThreshold"],
            "method": "classic",
        },
        topics=document["exclusionGamesFullSnippets"],
        qualified=list(document["qualifiedChannels"]),
        results=[(one["videoId"], one["outlierScore"], one["brandFit"]) for one in document["resultsFullSnippets"]],
    )
