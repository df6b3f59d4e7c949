"""Events that a transaction decided on reach the broker, in order, however the process ends."""
