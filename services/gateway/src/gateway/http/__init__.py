"""What holds for every request: who may ask, from where, how much."""
