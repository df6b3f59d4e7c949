"""A gateway with canned answers, and the command run against it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from outlier_cli.app import app
from typer.testing import CliRunner

from tests.cli.fake_gateway import FakeGateway, serving


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Run(Protocol):
    """Runs `outlier` with these arguments and variables."""

    def __call__(self, *arguments: str, stdin: str = "", **environ: str) -> Done: ...


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    """A gateway that plays one analysis, a moment a frame."""
    fake = FakeGateway()
    with serving(fake.app) as url:
        fake.url = url
        yield fake


@pytest.fixture
def outlier(gateway: FakeGateway, tmp_path: Path) -> Run:
    """`outlier` in an empty folder, talking to the gateway; neither stream is a terminal."""

    def run(*arguments: str, stdin: str = "", **environ: str) -> Done:
        surroundings = {"COLUMNS": None, "OUTLIER_API_KEY": None, "OUTLIER_URL": gateway.url} | environ
        with contextlib.chdir(tmp_path):
            result = CliRunner().invoke(app, arguments, input=stdin, env=surroundings)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run
