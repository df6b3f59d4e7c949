"""What the gateway decides: pure, without clock, network or framework."""
