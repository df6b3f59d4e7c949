"""What discovery decides: pure functions of what was fetched."""
