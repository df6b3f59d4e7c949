"""Run a program of root's as if it were another user: `python userns.py UID PROGRAM ARGUMENT…` (Linux).

The program runs in a user namespace of its own, where root's number is shown as UID: PostgreSQL, which refuses to run
as root, agrees; the files it makes are root's, so no new user and no folder opened to others is needed. A program of
its own rather than a hook between fork and exec: a namespace is refused to a process with threads, and hooks may hang
in one.
"""

import ctypes
import os
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000


def enter(uid: int) -> None:
    """Move this process into a user namespace in which it is `uid`, and its group too.

    Raises:
        OSError: The system refuses namespaces, as default containers do.
    """
    user, group = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare: user namespaces are refused")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{uid} {group} 1")


if __name__ == "__main__":
    enter(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is what is wanted
