"""Results of an analysis: filtered, sorted, paged, exported."""
