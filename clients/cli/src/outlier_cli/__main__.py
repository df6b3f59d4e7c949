"""`outlier`, and `python -m outlier_cli`."""

import os
import sys

from outlier_cli.app import app


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except BrokenPipeError:
        # The reader had enough (`| head`): say nothing, and let the interpreter's last flush go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
