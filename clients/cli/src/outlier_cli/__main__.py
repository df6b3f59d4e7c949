"""`outlier`, and `python -m outlier_cli`."""

import os
import sys

from local_stack.api import StackError
from rich.text import Text

from outlier_cli.app import app
from outlier_cli.errors import CommandError
from outlier_cli.terminal import Terminal


def main() -> None:
    """Run a command; a failure that is explained is one line on stderr and an exit code."""
    try:
        app()
    except (CommandError, StackError) as error:
        Terminal().say(Text(str(error), style="red"))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader had enough (`| head`): say nothing, and let the interpreter's last flush go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
