"""What can go wrong with the laptop stack, each with the one line a person reads.

StackError
├── SetupError         something could not be fetched, made or found before anything ran
├── UsageError         the request itself cannot be met as asked (exit code 2)
├── PortTakenError     somebody else listens on the port that was asked for
├── DataInUseError     another stack runs on this data folder
├── NotRunningError    no stack runs on this data folder
└── ProcessFailedError a process ended, or was not ready in time
"""


class StackError(Exception):
    """A failure that is explained in one line; nothing of it needs a traceback."""

    exit_code = 1


class SetupError(StackError):
    """Something could not be fetched, made or found before anything ran."""


class UsageError(StackError):
    """The request cannot be met as asked."""

    exit_code = 2


class PortTakenError(StackError):
    """Somebody else listens on the port that was asked for."""


class DataInUseError(StackError):
    """Another stack runs on this data folder."""


class NotRunningError(StackError):
    """No stack runs on this data folder."""


class ProcessFailedError(StackError):
    """A process ended, or was not ready in time; the message ends with what its log says."""
