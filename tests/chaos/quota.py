"""A quota that no storm empties: what happens when a bucket is empty has tests of its own."""

PLENTY = {
    f"{service}_{name}": "1000000"
    for service in ("YOUTUBE_FETCHER", "YOUTUBE_SIMULATOR")
    for name in ("QUERIES_PER_DAY", "SEARCHES_PER_DAY", "BATCH_STATS_PER_DAY")
}
"""Settings of fetcher and simulator."""
