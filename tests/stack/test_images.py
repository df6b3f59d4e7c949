"""Images and compose: well formed, set up as the services' settings ask, each with the libraries it imports."""

import importlib
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # PyYAML brings no types
from common.settings import ServiceSettings
from local_stack.options import UpOptions
from local_stack.services import Surroundings, instances, services, simulator
from packaging.utils import canonicalize_name
from pydantic_settings import BaseSettings

ROOT = Path(__file__).parents[2]
SERVICES = ("gateway", "youtube_fetcher", "discovery", "scorer", "youtube_simulator")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if name in SERVICES}


def _tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def _settings(service: str) -> type[BaseSettings]:
    settings: type[BaseSettings] = importlib.import_module(f"{service}.settings").Settings
    return settings


def _variables(service: str) -> set[str]:
    return {f"{service}_{field}".upper() for field in _settings(service).model_fields}


def _required(service: str) -> set[str]:
    fields = _settings(service).model_fields.items()
    return {f"{service}_{name}".upper() for name, field in fields if field.is_required()}


def test_the_dockerfile_is_without_reproach():
    done = _tool("hadolint", "deploy/Dockerfile")
    assert done.returncode == 0, done.stdout


def test_the_compose_file_is_well_formed():
    done = _tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_what_a_service_knows_and_all_that_it_cannot_do_without(service: str):
    given = set(OURS[service]["environment"])
    assert _required(service) <= given <= _variables(service)


@pytest.mark.parametrize("service", OURS)
def test_compose_starts_a_service_after_what_it_stands_on(service: str):
    assert set(OURS[service]["depends_on"]) == {"topics", "postgres", "valkey"}
    assert OURS[service]["deploy"]["replicas"] >= 2


def test_compose_has_no_secret_and_no_default_for_one():
    text = (ROOT / "docker-compose.yml").read_text()
    asked = re.findall(r"(?<!\$)\$\{(\w+)(.*?)\}", text)
    assert all(rest == ":?see .env.example" for _, rest in asked)
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert {name for name, _ in asked} == set(example)
    assert {name for name, value in example.items() if value} == {"OUTLIER_PORT", "OPEN_REGISTRATION"}


def test_the_laptop_sets_what_services_know_and_all_that_they_cannot_do_without(tmp_path: Path):
    options = UpOptions(youtube_api_key="key", world=tmp_path / "world.json")
    around = Surroundings(
        kafka="127.0.0.1:1",
        database_url="postgresql://app:x@127.0.0.1:2/outlier",
        redis_url="redis://127.0.0.1:3/0",
        ports=dict.fromkeys(instances(options), 4),
        logs=tmp_path,
        web=tmp_path,
    )
    for spec in [simulator(options, around), *services(options, around)]:
        given = {name for name in spec.env if name.startswith(f"{spec.name}_".upper())}
        assert _required(spec.name) <= given <= _variables(spec.name)
        if issubclass(_settings(spec.name), ServiceSettings):
            assert f"{spec.name}_SIMULATOR_URL".upper() in given


_IMPORT_IT = """\
import importlib, sys
service, *not_in_the_lock = sys.argv[1:]
class OnlyTheLock:
    def find_spec(self, name, path=None, target=None):
        if name in not_in_the_lock:
            raise ModuleNotFoundError(f"{name} is in no package of the lock", name=name)
sys.meta_path.insert(0, OnlyTheLock())
importlib.import_module(f"{service}.__main__")
"""


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_can_be_imported_with_the_packages_of_its_lock_alone(service: str):
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "locks" / f"{service}.txt").read_text(), re.MULTILINE))
    packages = packages_distributions().items()
    others = [name for name, brought_by in packages if not {canonicalize_name(one) for one in brought_by} & locked]
    assert "pytest" in others
    command = [sys.executable, "-c", _IMPORT_IT, service, *others]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr.splitlines()[-1]
