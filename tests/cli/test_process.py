"""The command as a process of its own."""

import json
import os
import subprocess
import sys

from tests.cli.fake_gateway import FakeGateway

OUTLIER = [sys.executable, "-m", "outlier_cli"]


def test_stdout_carries_the_document_and_nothing_else(gateway: FakeGateway):
    done = subprocess.run(
        [*OUTLIER, "analyze", "A", "--json"],
        env=os.environ | {"OUTLIER_URL": gateway.url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert json.loads(done.stdout)["analysis"]["state"] == "completed"
    assert "completed" in done.stderr


def test_a_reader_that_has_enough_is_no_error(gateway: FakeGateway):
    gateway.results *= 500
    done = subprocess.run(
        f"{' '.join(OUTLIER)} results last --format csv | head -1",
        shell=True,
        env=os.environ | {"OUTLIER_URL": gateway.url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "video_id,score\n"
    assert done.stderr == ""
