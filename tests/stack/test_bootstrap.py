"""The setup of a checkout: each step once, again when what it was made from changed, and plain words where it fails."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy import bootstrap
from deploy.bootstrap import SetupError, Step

ROOT = bootstrap.ROOT


@pytest.fixture
def source(tmp_path_factory: pytest.TempPathFactory):
    """A file within the checkout that a step is made from."""
    folder = ROOT / ".cache" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{tmp_path_factory.mktemp('source').name}.txt"
    path.write_text("one")
    yield path
    path.unlink()


@pytest.fixture
def step(source: Path, tmp_path: Path) -> Step:
    product = tmp_path / "product"

    def make() -> None:
        with product.open("a") as file:
            file.write("made ")

    return Step("a thing", (source, "word"), product, make)


def test_a_step_is_done_once(step: Step, tmp_path: Path):
    step.run(tmp_path / "stamps")
    step.run(tmp_path / "stamps")
    assert step.makes.read_text() == "made "


def test_a_step_is_done_again_when_what_it_was_made_from_changed(step: Step, source: Path, tmp_path: Path):
    step.run(tmp_path / "stamps")
    source.write_text("two")
    assert not step.fresh(tmp_path / "stamps")
    step.run(tmp_path / "stamps")
    assert step.makes.read_text() == "made made "


def test_a_step_is_done_again_when_what_it_made_is_gone(step: Step, tmp_path: Path):
    step.run(tmp_path / "stamps")
    step.makes.unlink()
    step.run(tmp_path / "stamps")
    assert step.makes.exists()


def test_a_step_that_failed_is_tried_again(source: Path, tmp_path: Path):
    def fail() -> None:
        raise SetupError("no")

    step = Step("a thing", (source,), tmp_path, fail)
    for _ in range(2):
        with pytest.raises(SetupError):
            step.run(tmp_path / "stamps")


def _setup_seconds() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, ROOT / "dev.py", "setup"], check=True)
    return time.monotonic() - begun


def test_a_setup_with_nothing_to_do_takes_less_than_half_a_second():
    if not bootstrap.is_set_up():
        pytest.skip("this checkout was not set up by dev.py")
    assert min(_setup_seconds() for _ in range(3)) < 0.5, "other work on the machine delays one, not each"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout in which nothing was set up, in a folder with a blank."""
    bare = tmp_path / "a copy"
    (bare / "deploy").mkdir(parents=True)
    for name in ("dev.py", "deploy/__init__.py", "deploy/bootstrap.py"):
        shutil.copy(ROOT / name, bare / name)
    shutil.copytree(ROOT / "locks", bare / "locks")
    return bare


def _dev(bare: Path, *arguments: str, prelude: str = "pass", **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"import runpy, sys; {prelude}; sys.argv = ['dev.py', *{arguments!r}]; sys.path.insert(0, {str(bare)!r}); "
    code += f"runpy.run_path({str(bare / 'dev.py')!r}, run_name='__main__')"
    env = {"PATH": "/usr/bin:/bin", **environment}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, cwd="/")


def test_help_explains_every_command(bare: Path):
    done = _dev(bare, "help")
    assert done.returncode == 0
    assert all(f"make {name}" in done.stdout for name in ("setup", "run", "test", "check", "bench", "down"))


def test_a_command_that_there_is_not_is_wrong_usage(bare: Path):
    assert _dev(bare, "fly").returncode == 2


def test_a_python_without_venv_is_one_line_that_names_the_package(bare: Path):
    done = _dev(bare, "setup", prelude="sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "apt-get install python3." in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_no_network_is_one_line(bare: Path):
    nowhere = "http://127.0.0.1:9"
    done = _dev(bare, "setup", PIP_INDEX_URL=f"{nowhere}/simple", PIP_RETRIES="0", http_proxy=nowhere)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("setup failed: no package can be fetched: is there a network?")
    assert "Traceback" not in done.stderr


def test_make_offers_what_dev_does():
    done = subprocess.run(["make", "-C", ROOT, "help"], capture_output=True, text=True, check=True)
    assert "make run" in done.stdout
