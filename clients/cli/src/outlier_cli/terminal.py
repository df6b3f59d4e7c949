"""The two streams of a command: answers on stdout, everything said along the way on stderr."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console, RenderableType

from outlier_cli.answers import Document

_PIPED_WIDTH = 120
"""Columns of a table that goes into a file or another program."""
_WIDE = 110
"""Columns from which on a whole id leaves room for the rest."""


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _PIPED_WIDTH
    return console


@dataclass(frozen=True)
class Terminal:
    """Where a command prints.

    With `as_json` stdout carries one JSON document and nothing else.
    """

    as_json: bool = False
    out: Console = field(default_factory=lambda: _console(stderr=False))
    err: Console = field(default_factory=lambda: _console(stderr=True))

    @property
    def is_wide(self) -> bool:
        """Whether ids need not be shortened."""
        return self.out.width >= _WIDE

    def answer(self, document: Document | Sequence[Document], *views: RenderableType) -> None:
        """Print the answer: the document itself with `--json`, else what a person reads of it."""
        if self.as_json:
            json.dump(document, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
            sys.stdout.write("\n")
            return
        for view in views:
            self._print(view)

    def _print(self, view: RenderableType) -> None:
        if self.out.is_terminal:
            self.out.print(view)
            return
        # Tables are filled up with blanks to their width, which no file needs.
        with self.out.capture() as printed:
            self.out.print(view)
        self.out.file.writelines(f"{line.rstrip()}\n" for line in printed.get().splitlines())

    def say(self, text: RenderableType) -> None:
        """Tell something that is not the answer."""
        self.err.print(text, soft_wrap=True)
