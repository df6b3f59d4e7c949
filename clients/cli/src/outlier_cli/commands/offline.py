"""Scoring and telling topics without a stack: JSON lines in, JSON lines out.

The domain's packages are imported where they are used: numpy costs time that no other command should pay.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.text import Text

from outlier_cli import options
from outlier_cli.errors import IncompleteError, UsageError
from outlier_cli.terminal import Terminal

Cases = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="JSON lines; standard input unless told.", exists=True, dir_okay=False),
]


def score(cases: Cases = None, *, as_json: options.Json = False) -> None:
    """Score cases from a file, without a stack: JSON lines in, JSON lines out.

    A case is one channel at one moment; each answer has score, low, high and evidence a video.
    """
    from scorer.offline import score_lines  # noqa: PLC0415  see above

    faults = Faults(Terminal())
    with _opened(cases) as lines:
        write_lines(score_lines(lines, bad_line=faults.tell), as_json=as_json)
    faults.raise_if_any()


def topics(cases: Cases = None, *, as_json: options.Json = False) -> None:
    """Answer cases of the topics evaluation from a file, without a stack: JSON lines in, JSON lines out.

    All cases are read first: their titles tell what is usual.
    """
    from discovery.offline import answer_cases  # noqa: PLC0415  see above

    with _opened(cases) as lines:
        try:
            write_lines(answer_cases(line.decode() for line in lines), as_json=as_json)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"The cases cannot be answered: {_told(error)}") from error


def _told(error: Exception) -> str:
    """What is wrong with a case; a `KeyError` tells the name of the field that is missing and nothing else."""
    return f"a case lacks {error}" if isinstance(error, KeyError) else str(error)


class Faults:
    """Counts lines that are no cases, and tells of each."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._count = 0

    def tell(self, number: int, what: str) -> None:
        """Line `number`, 1 = the first, is no case because of `what`."""
        self._count += 1
        self._terminal.say(Text(f"line {number}: {what}", style="yellow"))

    def raise_if_any(self) -> None:
        """Say that the answer is not whole.

        Raises:
            IncompleteError: Some lines were no cases.
        """
        if self._count:
            raise IncompleteError(f"{self._count} of the lines could not be read as cases; the rest is answered.")


def write_lines(lines: Iterable[str], *, as_json: bool) -> None:
    """Print answers as they come, one a line; with `as_json` as one JSON list."""
    if not as_json:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        return
    before = "["
    for line in lines:
        sys.stdout.write(f"{before}{line}")
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[" else "]\n")


@contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    """The file's bytes, or those of standard input."""
    if path is None:
        yield sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield file
