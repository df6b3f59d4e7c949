"""The jars Apache Kafka consists of: named in `jars.lock`, fetched once, believed only when the hash is right."""

import hashlib
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local_stack.errors import SetupError

LOCK = Path(__file__).with_name("jars.lock")

_THREADS = 8
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Jar:
    """One line of the lock: `group:artifact:version sha256`."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """As Maven names it.

        >>> Jar("org.yaml", "snakeyaml", "2.5", "e6…").file_name
        'snakeyaml-2.5.jar'
        """
        return f"{self.artifact}-{self.version}.jar"


def read_lock(text: str) -> tuple[Jar, ...]:
    """Read a lock's lines.

    >>> read_lock("org.yaml:snakeyaml:2.5 e6f1")
    (Jar(group='org.yaml', artifact='snakeyaml', version='2.5', sha256='e6f1'),)
    """
    return tuple(Jar(*re.split(r"[: ]", line)) for line in text.splitlines())


def fetch(folder: Path, jars: tuple[Jar, ...]) -> tuple[Path, ...]:
    """Make sure that every jar lies in `folder`, unchanged.

    A jar is moved into place whole and checked, so an interrupted fetch leaves nothing half.

    Returns:
        The jars' paths, sorted: the order of a class path that archives of classes compare.

    Raises:
        SetupError: One cannot be fetched, or is not what the lock says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [jar for jar in jars if not _is_right(folder / jar.file_name, jar)]
    if missing:
        with tempfile.TemporaryDirectory(dir=folder, prefix="incoming-") as incoming:
            _fetch_all(missing, Path(incoming), folder)
    return tuple(sorted(folder / jar.file_name for jar in jars))


def _fetch_all(missing: list[Jar], incoming: Path, folder: Path) -> None:
    import requests  # noqa: PLC0415 - only a first setup needs these two
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415

    context = MavenContext(repo_cache=incoming, resolver=PythonResolver(), timeout=_TIMEOUT_SECONDS)

    def fetch_one(jar: Jar) -> None:
        artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact("", "jar")
        try:
            fetched = Path(artifact.resolve())
        except (requests.RequestException, RuntimeError) as error:
            raise SetupError(f"{jar.file_name} cannot be fetched (is there a network?): {error}") from error
        if not _is_right(fetched, jar):
            raise SetupError(f"{jar.file_name} is not the file that jars.lock names: its SHA-256 differs")
        shutil.move(fetched, folder / jar.file_name)

    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(fetch_one, missing):
            pass


def _is_right(path: Path, jar: Jar) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == jar.sha256
