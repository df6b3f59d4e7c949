"""A gateway with canned answers, and the real command run against it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.fake_gateway import FakeGateway, serving

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    """A gateway that plays one analysis within a tenth of a second."""
    fake = FakeGateway(step_seconds=0.01)
    with serving(fake.app) as url:
        fake.url = url
        yield fake


@pytest.fixture
def outlier(gateway: FakeGateway, tmp_path: Path) -> Run:
    """`outlier` in an empty folder, talking to the gateway; neither stream is a terminal."""
    own = ("OUTLIER_", "YOUTUBE_", "COLUMNS")
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(own)}

    def run(*arguments: str, stdin: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "outlier_cli", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=30,
            cwd=tmp_path,
            check=False,
            env=surroundings | {"OUTLIER_URL": gateway.url} | environ,
        )

    return run
