"""For the operator: what changes how the gateway itself runs."""
