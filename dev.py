#!/usr/bin/env python3
"""The repository's commands, for any Python from 3.11 on, without make, curl or git: `python3 dev.py help`."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python a machine has
    sys.exit("Python 3.11 or newer is needed, this is %d.%d: try python3.11 dev.py …" % sys.version_info[:2])  # noqa: UP031

from deploy.bootstrap import PYTHON, ROOT, SetupError, environment, setup

HELP = """\
make help      this
make setup     everything a fresh machine lacks, into the checkout (.venv, .cache); quick when nothing changed
make run       setup, then the laptop stack and an analysis of the demo world, live, until Ctrl-C
                 ONCE=1           end after the table
                 EXCLUDE="A,B"    channels whose topics are taken; with YOUTUBE_API_KEY set, on the real YouTube
make test      setup, then every test, against the real broker, database, cache and browser
make check     format, lint, types, imports between services, then every test: what has to pass before a change lands
make bench     setup, then the measurements, one JSON line each
make chaos     setup, then analyses on a stack of its own whose processes are killed, frozen and restarted at random;
               ends with what held and what broke
                 N=100 SEED=1     how many kill -9; which storm
make evaluate  setup, then how good the score is on recorded readings (../shared), written to docs/evaluation
                 JOURNAL=DIR      on what a scorer kept (SCORER_JOURNAL_DIR) instead, written to DIR/report, with the
                                  model refitted to it as DIR/report/CANDIDATE.json, unless it is not better
                 CANDIDATE=name   the refitted model's name (candidate)
make down      stop the stack that runs in .outlier; its data stay

ARGS="…" goes to pytest (test, check) or to the storm (chaos). Without make: python3 dev.py COMMAND …
The product's own command: .venv/bin/outlier --help
"""

_PYTEST = (str(PYTHON), "-m", "pytest")
_STATIC: tuple[tuple[str, ...], ...] = (
    (str(PYTHON), "-m", "ruff", "format", "--check", "."),
    (str(PYTHON), "-m", "ruff", "check", "."),
    (str(PYTHON), "-m", "mypy"),
    (str(PYTHON.with_name("lint-imports")),),
)
_PAGE_CHECKS = (("npm", "run", "check"), ("npm", "test"))


def set_up(_: Sequence[str]) -> int:
    """Make what is missing."""
    setup()
    return 0


def run(arguments: Sequence[str]) -> int:
    """Set up, then hand over to the stack and an analysis; the environment may hold ONCE and EXCLUDE."""
    setup()
    asked = ["--once"] if os.environ.get("ONCE", "") not in {"", "0"} else []
    if exclude := os.environ.get("EXCLUDE"):
        asked += ["--exclude", exclude]
    return _become((str(PYTHON), "-m", "outlier_cli", "run", *asked, *arguments))


def test(arguments: Sequence[str]) -> int:
    """Set up, then run every test."""
    setup()
    _install_browser()
    return _become((*_PYTEST, *arguments), environment())


def check(arguments: Sequence[str]) -> int:
    """Set up, then check everything; the tests come last."""
    setup()
    for command in _STATIC:
        _do(command)
    if (ROOT / "clients" / "web" / "package.json").exists():
        for page_check in _PAGE_CHECKS:
            _do(page_check, folder="clients/web")
    return test(arguments)


def bench(_: Sequence[str]) -> int:
    """Set up, then run every benchmark."""
    setup()
    for script in sorted((ROOT / "benchmarks").glob("[a-z]*.py")):
        _do((str(PYTHON), "-m", f"benchmarks.{script.stem}"))
    return 0


def chaos(arguments: Sequence[str]) -> int:
    """Set up, then let a storm loose on a stack of its own."""
    setup()
    return _become((str(PYTHON), "-m", "tests.chaos", *arguments))


def evaluate(arguments: Sequence[str]) -> int:
    """Set up, then judge the score on readings that were recorded elsewhere and are not part of this repository."""
    shared = Path(os.environ.get("OUTLIER_SHARED") or ROOT.parent / "shared")
    if not (shared / "eval").is_dir():
        sys.stderr.write(f"the recorded readings are not here: {shared}/eval and real_data\n")
        return 1
    setup()
    near = os.path.relpath(shared, ROOT)  # the report names its data, and no folder of this machine
    report = ["report", "--harness", f"{near}/eval"]
    if journal := os.environ.get("JOURNAL"):
        candidate = os.environ.get("CANDIDATE") or "candidate"
        report += ["--journal", journal, "--out", f"{journal}/report", "--candidate", candidate]
    else:
        report += ["--data", f"{near}/real_data/mftn_half", "--out", "docs/evaluation"]
    return _become((str(PYTHON), "-m", "scorer.evaluation", *report, *arguments))


def down(arguments: Sequence[str]) -> int:
    """Stop the stack of this checkout."""
    return _become((str(PYTHON), "-m", "outlier_cli", "down", *arguments)) if PYTHON.exists() else 0


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        Its exit code; 2 where there is no such command.
    """
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "setup": set_up,
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "chaos": chaos,
        "evaluate": evaluate,
        "down": down,
    }
    name, *rest = arguments or ["help"]
    rest += shlex.split(os.environ.get("ARGS", ""))
    if name not in commands:
        sys.stdout.write(HELP)
        return 0 if name in {"help", "-h", "--help"} else 2
    try:
        return commands[name](rest)
    except SetupError as error:
        sys.stderr.write(f"setup failed: {error}\n")
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"failed: {' '.join(error.cmd)}\n")
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
    return 1


def _install_browser() -> None:
    """Tests of the page need a browser: this machine's, else the distribution's; without one they skip, saying so."""
    if shutil.which("chromium") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    sys.stderr.write("setup: Chromium, for tests of the page …\n")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -q", "apt-get install -yq --no-install-recommends chromium"):
        subprocess.run(  # noqa: S603 - a command from above
            command.split(), check=False, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


def _do(command: Sequence[str], folder: str = ".") -> None:
    sys.stderr.write(f"+ {' '.join(command).replace(str(ROOT) + os.sep, '')}\n")
    subprocess.run(command, cwd=ROOT / folder, env=environment(), check=True)  # noqa: S603 - a command from above


def _become(command: tuple[str, ...], env: dict[str, str] | None = None) -> int:
    """Let a command take this process's place: signals and the terminal are its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execvpe(command[0], command, env or dict(os.environ))  # noqa: S606 - no shell is what is wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
