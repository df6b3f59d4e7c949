"""What the fetcher's benchmarks share."""
