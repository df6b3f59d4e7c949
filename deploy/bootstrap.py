"""Brings a fresh checkout to where everything runs; the standard library alone, for there is nothing else yet.

All that is made goes into the checkout (`.venv`, `.cache`, the built page). Each step keeps a stamp, the hash of what
it was made from: a setup with nothing to do only compares hashes.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
_STAMPS = CACHE / "stamps"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

_LOCKS = ROOT / "locks"
_WEB = ROOT / "clients" / "web"
_NODE_ENV = CACHE / "node"
_UV = VENV / "bin" / "uv"
_LOCAL_STACK = ROOT / "deploy" / "local" / "src" / "local_stack"
_OLDEST_NODE = (20, 19)
_NOT_SOURCES = {"node_modules", "dist", "__pycache__"}
_NETWORK_SIGNS = (
    "no matching distribution",  # pip, when it can reach no index
    "failed to fetch",
    "cannot be fetched",
    "dns error",
    "enotfound",
    "eai_again",
    "econnrefused",
    "timed out",
)
_TAIL_CHARACTERS = 1500


class SetupError(Exception):
    """The setup cannot go on; the text says why and what to do, for a person."""


@dataclass(frozen=True)
class Step:
    """One thing a fresh machine lacks.

    Attributes:
        name: As it is shown.
        made_of: Files, folders and words that it was made from: when they change it is made again.
        makes: What must be there afterwards.
        make: Makes it.
    """

    name: str
    made_of: tuple[Path | str, ...]
    makes: Path
    make: Callable[[], None]

    def fresh(self, stamps: Path) -> bool:
        """Is it there, made from what is there now?"""
        stamp = stamps / self.name
        return self.makes.exists() and stamp.is_file() and stamp.read_text() == _digest(self.made_of)

    def run(self, stamps: Path) -> None:
        """Make it, unless it is fresh; `stamps` is the folder that remembers what was made from what."""
        if self.fresh(stamps):
            return
        begun = time.monotonic()
        _say(f"{self.name} …")
        stamp = stamps / self.name
        stamp.unlink(missing_ok=True)
        digest = _digest(self.made_of)  # before: what changes meanwhile is for the next time
        self.make()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)
        _say(f"{self.name}: done in {time.monotonic() - begun:.1f} s")


def setup() -> None:
    """Make everything that is missing or out of date; one process at a time.

    Raises:
        SetupError: Something cannot be made, and why.
    """
    try:
        with _alone(), ThreadPoolExecutor(1) as beside:
            # The page needs no Python where there is a Node: it is built meanwhile.
            page = (
                beside.submit(_run_steps, _PAGE_STEPS)
                if _WEB.joinpath("package.json").exists() and _own_node()
                else None
            )
            _run_steps(_PYTHON_STEPS)
            if page:
                page.result()
            elif _WEB.joinpath("package.json").exists():
                _run_steps((_NODE, *_PAGE_STEPS))
    except OSError as error:
        raise SetupError(f"the checkout cannot be written to: {error}") from error


def is_set_up() -> bool:
    """Has a setup nothing to do?"""
    return all(step.fresh(_STAMPS) for step in (*_PYTHON_STEPS, *_PAGE_STEPS))


def environment() -> dict[str, str]:
    """The environment for tools: their caches in the checkout, other people's package settings out."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PIP_FIND_LINKS", "VIRTUAL_ENV"}}
    ours = {
        "PIP_CACHE_DIR": str(CACHE / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_RETRIES": "2",
        "PIP_ROOT_USER_ACTION": "ignore",
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(CACHE / "uv")),
        "UV_NO_CONFIG": "1",
        "UV_SYSTEM_CERTS": "1",
        "npm_config_cache": str(CACHE / "npm"),
        "npm_config_update_notifier": "false",
    }
    trusted = ssl.get_default_verify_paths()
    if certificates := trusted.cafile or trusted.capath:  # the machine's, which may hold a company's own, as for uv
        kept.setdefault("REQUESTS_CA_BUNDLE", certificates)
    node = [str(_NODE_ENV / "bin")] if _NODE_ENV.exists() and not _own_node() else []
    return {**kept, **ours, "PATH": os.pathsep.join([*node, os.environ.get("PATH", os.defpath)])}


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise SetupError(f"this Python cannot make virtual environments: apt-get install {package} (or python3-venv)")
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _install_uv() -> None:
    _run([str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(_LOCKS / "bootstrap.txt")])


def _install_packages() -> None:
    _run([str(_UV), "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", str(_LOCKS / "all.txt")])


def _install_outlier() -> None:
    editable = ["--no-deps", "--no-build-isolation", "--reinstall-package", "outlier", "-e", str(ROOT)]
    _run([str(_UV), "pip", "install", "-q", "--python", str(PYTHON), *editable])


def _make_kafka() -> None:
    _run([str(PYTHON), "-m", "local_stack.kafka_runtime"])


def _install_node() -> None:
    _run([str(_UV), "venv", "-q", "--clear", "--python", str(PYTHON), str(_NODE_ENV)])
    node_python = str(_NODE_ENV / "bin" / "python")
    _run([str(_UV), "pip", "sync", "-q", "--python", node_python, "--require-hashes", str(_LOCKS / "node.txt")])


def _install_page_packages() -> None:
    _run(["npm", "ci", "--no-audit", "--no-fund"], cwd=_WEB)


def _build_page() -> None:
    _run(["npm", "run", "build"], cwd=_WEB)


_PYTHON_STEPS = (
    Step("virtual environment", (sys.version, sys.base_prefix, str(ROOT)), PYTHON, _make_venv),
    Step("package installer", (_LOCKS / "bootstrap.txt", str(ROOT)), _UV, _install_uv),
    Step("packages", (_LOCKS / "all.txt", str(ROOT), sys.version), VENV / "bin" / "pytest", _install_packages),
    Step(
        "outlier itself",
        (ROOT / "pyproject.toml", _LOCKS / "all.txt", str(ROOT), sys.version),
        VENV / "bin" / "outlier",
        _install_outlier,
    ),
    Step(
        "Apache Kafka",
        (_LOCAL_STACK / "jars.lock", _LOCAL_STACK / "kafka_runtime.py", _LOCKS / "cli.txt", str(ROOT)),
        CACHE / "jars",
        _make_kafka,
    ),
)
_NODE = Step("Node.js", (_LOCKS / "node.txt", str(ROOT)), _NODE_ENV / "bin" / "npm", _install_node)
_PAGE_STEPS = (
    Step("the page's packages", (_WEB / "package-lock.json", str(ROOT)), _WEB / "node_modules", _install_page_packages),
    Step("the page", (_WEB,), _WEB / "dist" / "index.html", _build_page),
)


def _run_steps(steps: Iterable[Step]) -> None:
    for step in steps:
        step.run(_STAMPS)


def _own_node() -> bool:
    """Has this machine a Node.js and npm that are new enough?"""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - Node.js
    version = tuple(int(part) for part in told.stdout.strip().lstrip("v").split(".") if part.isdecimal())
    return version[:2] >= _OLDEST_NODE


def _run(command: list[str], cwd: Path = ROOT) -> None:
    """Run a tool quietly; what it printed is shown only where it fails."""
    done = subprocess.run(  # noqa: S603 - a tool that a step names
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        told = done.stdout.strip()[-_TAIL_CHARACTERS:]
        if any(sign in told.lower() for sign in _NETWORK_SIGNS):
            raise SetupError(f"no package can be fetched: is there a network? {told.splitlines()[-1]}")
        raise SetupError(f"{Path(command[0]).name} {' '.join(command[1:4])} … failed:\n{told}")


def _digest(made_of: Iterable[Path | str]) -> str:
    """One hash of words, files and all that is in folders."""
    digest = hashlib.sha256()
    for item in made_of:
        if isinstance(item, str):
            digest.update(item.encode())
            continue
        for path in sorted(_files(item)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for child in path.iterdir():
            if child.name not in _NOT_SOURCES:
                yield from _files(child)
    elif path.is_file():
        yield path


@contextmanager
def _alone() -> Iterator[None]:
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(what: str) -> None:
    sys.stderr.write(f"setup: {what}\n")
