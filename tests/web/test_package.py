"""The page's own checks: style, types, and the tests of what is pure in it."""

import json
import subprocess

import pytest

from tests.web.toolchain import WEB, npm


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_pages_own_checks_pass(script: str):
    done = subprocess.run([*npm(), "run", "--silent", script], cwd=WEB, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_names_no_registry():
    lock = json.loads((WEB / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
