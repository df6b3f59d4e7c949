"""What a command tells a person when it cannot do what was asked: one line, and the exit code that goes with it.

CommandError
├── NoStackError        nothing to talk to: no stack runs here, or the gateway does not answer
├── RefusedError        the gateway refused the request, with its reason
├── UsageError          the command was asked for something that makes no sense
└── IncompleteError     the analysis failed, was cancelled, or left something out
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    INCOMPLETE = 1
    USAGE = 2


class CommandError(Exception):
    """A failure whose text is written for the person at the terminal; it says what to do next."""

    exit_code = ExitCode.INCOMPLETE


class NoStackError(CommandError):
    """There is no gateway to talk to."""


class RefusedError(CommandError):
    """The gateway refused the request.

    Args:
        text: The reason, one line or one a field.
        exit_code: `USAGE` where the request itself is at fault.
    """

    def __init__(self, text: str, *, exit_code: ExitCode = ExitCode.INCOMPLETE) -> None:
        super().__init__(text)
        self.exit_code = exit_code


class UsageError(CommandError):
    """The command was asked for something that makes no sense."""

    exit_code = ExitCode.USAGE


class IncompleteError(CommandError):
    """The analysis failed, was cancelled, or left something out."""
