"""The gateway's next version: it reads version 2 of a score beside version 1."""

from gateway.__main__ import main as serve

from tests.chaos.variants.next_outcomes import read_both


def main() -> None:
    """Serve as the gateway does."""
    read_both()
    serve()
