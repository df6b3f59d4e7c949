"""What a stack uses of the machine: read from /proc, for each process with all that it started."""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.api import StackStatus
from local_stack.data_folder import DataFolder

TICK = os.sysconf("SC_CLK_TCK")
SUPERVISOR = "supervisor"
"""The process that starts the others, and those that only start or guard."""


@dataclass(frozen=True)
class Usage:
    """By service, since its processes began."""

    processor_seconds: Mapping[str, float]
    memory_mib: Mapping[str, float]
    """Proportional set size: what processes share is divided among them."""

    def processor_since(self, before: "Usage") -> dict[str, float]:
        """Processor seconds between two readings, the largest first."""
        spent = {name: now - before.processor_seconds.get(name, 0) for name, now in self.processor_seconds.items()}
        return dict(sorted(spent.items(), key=lambda item: -item[1]))


def usage(data: Path, stack: StackStatus) -> Usage:
    """Read what the stack on `data` uses, the supervisor included."""
    root = DataFolder(data).supervisor()
    assert root is not None, "the stack runs"
    service_of = {process.pid: process.service for process in stack.processes}
    members = _descendants(root, SUPERVISOR, service_of, _children())
    return Usage(_summed(members, _processor_seconds), _summed(members, _pss_mib))


def _descendants(
    pid: int, service: str, service_of: Mapping[int, str], children: Mapping[int, Sequence[int]]
) -> list[tuple[int, str]]:
    own = service_of.get(pid, service)
    below = [found for child in children.get(pid, ()) for found in _descendants(child, own, service_of, children)]
    return [(pid, own), *below]


def _summed(members: Sequence[tuple[int, str]], measure: Callable[[int], float]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for pid, service in members:
        total[service] += measure(pid)
    return dict(total)


def _children() -> Mapping[int, Sequence[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (stat := _stat(int(entry.name))):
            children[int(stat[1])].append(int(entry.name))
    return children


def _stat(pid: int) -> Sequence[str]:
    """The fields of /proc/PID/stat behind the name: state, parent, …; of a process that is gone, none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ()


def _processor_seconds(pid: int) -> float:
    """User and system time, its own and that of the ended children it waited for."""
    return sum(int(field) for field in _stat(pid)[11:15]) / TICK


def _pss_mib(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024
