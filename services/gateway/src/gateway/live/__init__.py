"""State sync: a snapshot, then what changed since, to any number of clients."""
