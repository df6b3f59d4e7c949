"""Asks every route of a running gateway what its OpenAPI document allows and forbids, with schemathesis."""

import asyncio
import re
import sys
from pathlib import Path

NOT_ASKED = "/events$"
"""Event streams do not end; tests/gateway/test_live.py reads them."""
ENDS_THE_LOGIN = f"{NOT_ASKED}|/api-keys|/auth/logout|/auth/change-password"
"""What would take the login away with which everything else is to be asked."""
CONFIG = Path(__file__).with_name("schemathesis.toml")
ALL_PHASES_FROM = 10


async def ask(url: str, examples: int, *, key: str | None = None) -> int:
    """Ask; every check of schemathesis must pass: no 5xx, no answer that the document does not have.

    Args:
        url: Root of the gateway.
        examples: How many cases are made up for a route and phase, at most.
        key: An API key to show.

    Returns:
        How many requests were sent.

    Raises:
        AssertionError: With schemathesis' report.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        "--config-file",
        str(CONFIG),
        "run",
        f"{url}/openapi.json",
        "--url",
        url,
        "--checks",
        "all",
        "--phases",
        "examples,coverage,fuzzing,stateful" if examples >= ALL_PHASES_FROM else "examples,fuzzing",
        "--max-examples",
        str(examples),
        "--exclude-path-regex",
        ENDS_THE_LOGIN if key else NOT_ASKED,
        "--continue-on-failure",
        "--warnings",
        "off",
        "--no-color",
        *(("--header", f"Authorization: Bearer {key}") if key else ()),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    report = output.decode()
    generated = re.search(r"(\d+) generated", report)
    if process.returncode or generated is None:
        raise AssertionError(report[-8_000:])
    return int(generated[1])
