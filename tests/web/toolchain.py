"""Where npm and Chromium are, and getting them where that can be done."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "clients" / "web"


@cache
def npm() -> tuple[str, ...]:
    """The command that runs npm, with the page's packages installed; skips where there is none."""
    found = shutil.which("npm", path=f"{sys.prefix}/bin{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip("there is no npm here: `make setup` brings one")
    if not (WEB / "node_modules" / ".package-lock.json").exists():
        subprocess.run([found, "ci"], cwd=WEB, check=True)
    return (found,)


@cache
def chromium() -> str:
    """The system's Chromium; installed where we may, else the test skips with the reason."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False)
        subprocess.run(["apt-get", "install", "-yq", "--no-install-recommends", "chromium"], check=False)
        found = shutil.which("chromium")
    if found is None:
        pytest.skip("there is no Chromium here, and it cannot be installed")
    return found
